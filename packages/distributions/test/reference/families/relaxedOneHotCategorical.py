"""python3 packages/distributions/test/reference/families/relaxedOneHotCategorical.py"""

import math
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import f32, write
from vectors import vector_case


def log_density(x, temperature, logits=None, probs=None):
    weights = torch.log(probs) if logits is None else logits
    k = len(weights)
    scores = weights - temperature * torch.log(x)
    scores = scores - torch.logsumexp(scores, -1)
    return math.lgamma(k) + (k - 1) * torch.log(temperature) - torch.log(x).sum() + scores.sum()


def by_mpmath(x, temperature, logits=None, probs=None):
    """Maddison, Mnih and Teh (2017), eq. 10."""
    import mpmath as mp

    mp.mp.dps = 60
    a = [mp.exp(mp.mpf(float(v))) for v in logits] if probs is None else [mp.mpf(float(v)) for v in probs]
    t = mp.mpf(float(temperature))
    x = [mp.mpf(float(v)) for v in x]
    k = len(a)
    terms = [c * v ** (-t) for c, v in zip(a, x)]
    return mp.loggamma(k) + (k - 1) * mp.log(t) + mp.fsum(mp.log(c * v ** (-t - 1)) for c, v in zip(a, x)) - k * mp.log(mp.fsum(terms))


g = np.random.default_rng(6)
cases = []


def case(parameters, count=3, values=None, **options):
    k = len(parameters.get("logits", parameters.get("probs")))
    values = g.dirichlet(np.ones(k), size=count) if values is None else values
    cases.append(vector_case("relaxedOneHotCategorical", parameters, values, log_density, {}, (by_mpmath,), **options))


for t, k, spread in [(0.7, 3, 1), (1, 3, 2), (2.5, 3, 0.5), (0.1, 4, 1), (1, 2, 1), (0.5, 6, 3), (5, 2, 1), (0.01, 3, 1), (1.3, 10, 1)]:
    case({"temperature": t, "logits": g.normal(size=k) * spread})
for t, k in [(0.4, 3), (1, 4), (2, 2), (0.67, 5)]:
    case({"temperature": t, "probs": g.uniform(0.05, 3, size=k)})
case({"temperature": 1e-3, "logits": [1, -2, 0.5]}, values=[[0.2, 0.3, 0.5], [1e-30, 1e-10, 1]], extreme=True)
case({"temperature": 0.5, "logits": [100, -100, 3]}, values=[[0.2, 0.3, 0.5], [1e-20, 0.25, 0.75]], extreme=True)
# High temperatures, where T log x is large and the entries weigh nearly alike.
case({"temperature": 15, "logits": [1.75, -0.16, -0.03, 0.28, 0.27]}, values=[[0.2172452, 0.2040976, 0.1911709, 0.1968425, 0.1906438]])
case({"temperature": 50, "logits": [0.5, -1, 2]}, values=[[0.34, 0.31, 0.35], [0.33, 0.335, 0.335]])
case({"temperature": 300, "probs": [0.5, 2, 1.25]}, values=[[0.334, 0.336, 0.33]])
# Entries of 0, where one exponent is (K − 1) T − 1, and vectors that are none of the simplex.
for t, limit in [(0.25, np.inf), (2, -np.inf)]:
    cases.append(
        {"parameters": {"temperature": t, "logits": [1, 0, 2]}, "value": [[0, 0.5, 0.5], [-0.25, 0.75, 0.5], [0.5, 0.5, 0]], "logProb": [limit, -np.inf, limit], "extreme": True}
    )

write("relaxedOneHotCategorical", cases, f"torch {torch.__version__}, float64; mpmath agrees to 1e-8")
