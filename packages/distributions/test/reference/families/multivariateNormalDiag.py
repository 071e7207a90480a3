"""python3 packages/distributions/test/reference/families/multivariateNormalDiag.py"""

import math
import sys
from pathlib import Path

import numpy as np
import scipy
import torch
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import write
from vectors import vector_case


def log_density(x, loc, scaleDiag):
    return torch.distributions.Independent(torch.distributions.Normal(loc, scaleDiag), 1).log_prob(x)


def by_scipy(x, loc, scaleDiag):
    return stats.norm(loc, scaleDiag).logpdf(x).sum()


MOMENTS = {
    "mean": lambda loc, scaleDiag: loc,
    "mode": lambda loc, scaleDiag: loc,
    "variance": lambda loc, scaleDiag: scaleDiag**2,
    "covariance": lambda loc, scaleDiag: torch.diag(scaleDiag**2),
    "entropy": lambda loc, scaleDiag: (0.5 + 0.5 * math.log(2 * math.pi) + scaleDiag.log()).sum(),
}
g = np.random.default_rng(5)
cases = []
for n, scale, shift in [(3, 1, 1), (3, 0.1, 1), (3, 5, 100), (1, 1, 0), (1, 1e-6, 1e-3), (2, 1e6, 1e4), (4, 0.5, 1), (10, 2, 1), (2, 3, 1), (5, 1, 1)]:
    loc = g.normal(size=n) * shift
    d = g.uniform(0.3, 1.7, n) * scale
    cases.append(vector_case("multivariateNormalDiag", {"loc": loc, "scaleDiag": d}, [loc + d * g.normal(size=n) * w for w in (0, 1, 3)], log_density, MOMENTS, [by_scipy]))
for d, x in [([1e-30, 1e-30], [2e-30, -3e-30]), ([1e30, 1e30], [2e30, -3e30]), ([1e-15, 1, 1e15], [3e-15, 2, -1e15]), ([1e-19, 1e19], [1e-18, 1e-3])]:
    cases.append(vector_case("multivariateNormalDiag", {"loc": [0] * len(d), "scaleDiag": d}, [x], log_density, MOMENTS, [by_scipy], extreme=True))
write("multivariateNormalDiag", cases, f"torch {torch.__version__}, float64; SciPy {scipy.__version__} agrees to 1e-8")
