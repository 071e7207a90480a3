"""python3 packages/distributions/test/reference/families/plackettLuce.py"""

import itertools
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import write
from vectors import vector_case


def log_density(x, logits):
    ordered = logits[x.long()]
    # Not torch.logcumsumexp, whose gradient is 0 where it should be −1 for logits of ±1e30.
    return sum(ordered[i] - torch.logsumexp(ordered[i:], 0) for i in range(len(logits)))


def by_products(x, logits):
    """Place by place, with probabilities that sum to 1 over all rankings."""
    w = np.exp(logits - logits.max())
    order = x.astype(int)
    return sum(np.log(w[i] / w[order[place:]].sum()) for place, i in enumerate(order))


g = np.random.default_rng(13)
MODE = {"mode": lambda logits: torch.argsort(-logits)}
cases = []
for n, scale, shift in [(4, 1, 0), (4, 2, 1), (4, 0.3, -5), (2, 1, 0), (3, 1, 0), (3, 4, 0), (5, 1, 100), (6, 2, 0), (8, 1, 0), (12, 1, 0), (1, 1, 0)]:
    logits = g.normal(size=n) * scale + shift
    cases.append(vector_case("plackettLuce", {"logits": logits}, [g.permutation(n) for _ in range(4)], log_density, MODE, [by_products], value_gradient=False))
for logits in ([1000, 0, -1000], [1e5, 1e5 - 2, 1e5 + 1], [0, 1e-30, -1e-30], [100, -100, 0]):
    cases.append(vector_case("plackettLuce", {"logits": logits}, [[0, 1, 2], [2, 1, 0], [1, 0, 2]], log_density, MODE, value_gradient=False, extreme=True))
cases.append(vector_case("plackettLuce", {"logits": [1e30, -1e30]}, [[0, 1], [1, 0]], log_density, MODE, value_gradient=False, extreme=True))
assert abs(sum(np.exp(by_products(np.array(p), np.array([0.3, -1, 2.0]))) for p in itertools.permutations(range(3))) - 1) < 1e-12
write("plackettLuce", cases, f"torch {torch.__version__}, float64; products of shares agree to 1e-8")
