"""python3 packages/distributions/test/reference/families/multivariateStudentT.py"""

import math
import sys
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy
import torch
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import f32, write
from vectors import random_tril, vector_case


def log_density(x, df, loc, scaleTril):
    n = len(loc)
    lower = scaleTril.tril()
    z = torch.linalg.solve_triangular(lower, (x - loc)[:, None], upper=False)
    front = torch.lgamma(0.5 * (df + n)) - torch.lgamma(0.5 * df) - 0.5 * n * torch.log(df * math.pi) - lower.diagonal().log().sum()
    return front - 0.5 * (df + n) * torch.log1p((z / df.sqrt()).square().sum())


def by_scipy(x, df, loc, scaleTril):
    return stats.multivariate_t(loc, scaleTril @ scaleTril.T, float(df)).logpdf(x)


def variance(df, loc, scaleTril):
    v = (scaleTril @ scaleTril.T).diagonal()
    return None if df <= 1 else v * math.inf if df <= 2 else v * df / (df - 2)


def entropy(df, loc, scaleTril):
    n = len(loc)
    v = mp.mpf(float(df))
    peak = mp.loggamma((v + n) / 2) - mp.loggamma(v / 2) - mp.log(v * mp.pi) * n / 2 - mp.mpf(float(scaleTril.diagonal().log().sum()))
    return float((v + n) / 2 * (mp.digamma((v + n) / 2) - mp.digamma(v / 2)) - peak)


MOMENTS = {
    "mean": lambda df, loc, scaleTril: loc if df > 1 else None,
    "mode": lambda df, loc, scaleTril: loc,
    "variance": variance,
    "covariance": lambda df, loc, scaleTril: df / (df - 2) * scaleTril @ scaleTril.T if df > 2 else None,
    "entropy": entropy,
}
g = np.random.default_rng(31)
cases = []


def case(df, loc, lower, values, others=(by_scipy,), **options):
    cases.append(vector_case("multivariateStudentT", {"df": df, "loc": loc, "scaleTril": lower}, values, log_density, MOMENTS, others, **options))


for n, df, scale in [(3, 5, 1), (3, 9, 0.5), (3, 30, 2), (3, 2.5, 1), (2, 1.5, 1), (2, 1, 1), (2, 0.5, 3), (1, 4, 1), (1, 0.75, 2), (5, 100, 1), (4, 1000, 1), (10, 3, 1)]:
    loc, lower = g.normal(size=n), random_tril(g, n, scale)
    case(df, loc, lower, [loc, *(loc + scale * g.normal(size=n) * w for w in (1, 5))])
loc, lower = g.normal(size=3), random_tril(g, 3)
case(1e6, loc, lower, [loc + g.normal(size=3)], extreme=True, tolerance=1e-6)
case(1e-3, loc, lower, [loc + g.normal(size=3)], extreme=True)
# A squared distance beyond the range of float32, and scales of 1e-15 and 1e15.
case(3, [0, 0], [[1, 0], [0.5, 2]], [[1e25, -2e25]], extreme=True)
for scale in (1e-15, 1e15):
    case(4, [0, 0], np.asarray(random_tril(g, 2)) * scale, [g.normal(size=2) * scale], extreme=True, others=())


def by_mpmath(df, z2, n):
    """log p at squared distance z2, unit scale."""
    v = mp.mpf(df)
    with mp.workdps(80):
        return float(mp.loggamma((v + n) / 2) - mp.loggamma(v / 2) - mp.log(v * mp.pi) * n / 2 - (v + n) / 2 * mp.log1p(z2 / v))


# float64 loses these: mpmath, without gradients.
for df in f32([1e30, 1e-30]):
    cases.append({"parameters": {"df": df, "loc": [0, 0], "scaleTril": [[1, 0], [0, 1]]}, "value": [[1, 0.5]], "logProb": [by_mpmath(df, mp.mpf(1.25), 2)], "extreme": True})
write("multivariateStudentT", cases, f"torch {torch.__version__}, float64; SciPy {scipy.__version__} agrees to 1e-8; entropy and the furthest df by mpmath {mp.__version__}")
