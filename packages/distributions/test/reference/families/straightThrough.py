"""python3 packages/distributions/test/reference/families/straightThrough.py"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import f32, write
from vectors import number, tensor, vector_case

ORIGIN = f"torch {torch.__version__}, float64"


def ones(logits=None, probs=None):
    return torch.sigmoid(logits) if probs is None else probs


def bernoulli(x, temperature, **given):
    own = given.get("logits")
    own = torch.log(given["probs"]) - torch.log1p(-given["probs"]) if own is None else own
    return x * own - torch.nn.functional.softplus(own) + 0 * temperature


MOMENTS = {
    "mean": lambda temperature, **given: ones(**given),
    "variance": lambda temperature, **given: ones(**given) * (1 - ones(**given)),
    "mode": lambda temperature, **given: (ones(**given) > 0.5).double(),
    "entropy": lambda temperature, **given: torch.distributions.Bernoulli(probs=ones(**given)).entropy(),
}
cases = [
    vector_case("straightThroughBernoulli", {"temperature": t, **given}, [0, 1], bernoulli, MOMENTS)
    for t, given in [(0.5, {"logits": l}) for l in (0.5, -2, 0, 5)] + [(1, {"probs": p}) for p in (0.25, 0.5, 0.9, 1e-3)] + [(2, {"logits": 1e-3}), (0.1, {"logits": -8})]
]
cases.append(vector_case("straightThroughBernoulli", {"temperature": 1e-3, "logits": 100}, [0, 1], bernoulli, {}, extreme=True))
cases.append(vector_case("straightThroughBernoulli", {"temperature": 10, "logits": -100}, [0, 1], bernoulli, {}, extreme=True))
write("straightThroughBernoulli", cases, ORIGIN)


def logs(logits=None, probs=None):
    own = torch.log(probs) if logits is None else logits
    return own - torch.logsumexp(own, -1)


def categorical(x, temperature, **given):
    return (x * logs(**given)).sum() + 0 * temperature


MOMENTS = {
    "mean": lambda temperature, **given: torch.exp(logs(**given)),
    "variance": lambda temperature, **given: torch.exp(logs(**given)) * (1 - torch.exp(logs(**given))),
    "mode": lambda temperature, **given: torch.nn.functional.one_hot(logs(**given).argmax(), len(logs(**given))).double(),
    "entropy": lambda temperature, **given: -(torch.exp(logs(**given)) * logs(**given)).sum(),
}
g = np.random.default_rng(8)
cases = []
for t, k in [(0.5, 3), (1, 3), (2, 3), (0.1, 2), (0.7, 5)]:
    for name, weights in (("logits", g.normal(size=k) * 2), ("probs", g.uniform(0.1, 3, size=k))):
        cases.append(vector_case("straightThroughOneHotCategorical", {"temperature": t, name: weights}, np.eye(k), categorical, MOMENTS))
cases.append(vector_case("straightThroughOneHotCategorical", {"temperature": 1e-3, "logits": [100, -100, 99]}, np.eye(3), categorical, MOMENTS, extreme=True))
write("straightThroughOneHotCategorical", cases, ORIGIN)
