"""python3 packages/distributions/test/reference/families/lowRankMultivariateNormal.py"""

import sys
from pathlib import Path

import numpy as np
import scipy
import torch
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import write
from vectors import vector_case


def of(loc, covFactor, covDiag):
    return torch.distributions.LowRankMultivariateNormal(loc, covFactor, covDiag, validate_args=False)


def full(loc, covFactor, covDiag):
    return torch.distributions.MultivariateNormal(loc, covFactor @ covFactor.T + torch.diag(covDiag), validate_args=False)


def log_density(x, **p):
    return full(**p).log_prob(x)


def by_torch(x, **p):
    return of(**{k: torch.tensor(v) for k, v in p.items()}).log_prob(torch.tensor(x))


def by_scipy(x, loc, covFactor, covDiag):
    return stats.multivariate_normal(loc, covFactor @ covFactor.T + np.diag(covDiag)).logpdf(x)


MOMENTS = {
    "mean": lambda **p: p["loc"],
    "mode": lambda **p: p["loc"],
    "variance": lambda **p: of(**p).variance,
    "covariance": lambda **p: of(**p).covariance_matrix,
    "entropy": lambda **p: full(**p).entropy(),
}
g = np.random.default_rng(17)
cases = []


def case(loc, w, d, values, others=(by_torch, by_scipy), **options):
    cases.append(vector_case("lowRankMultivariateNormal", {"loc": loc, "covFactor": w, "covDiag": d}, values, log_density, MOMENTS, others, **options))


def drawn(loc, w, d, times):
    loc, w, d = map(np.asarray, (loc, w, d))
    return [loc + (w @ g.normal(size=w.shape[1]) + np.sqrt(d) * g.normal(size=len(d))) * t for t in times]


# (n, k, size of the factors, of the diagonal, of loc)
for n, k, factor, diag, shift in [
    (4, 2, 1, 1, 1), (4, 2, 3, 0.2, 1), (4, 2, 0.1, 1, 3), (1, 1, 1, 1, 1), (2, 1, 1, 0.5, 1), (3, 3, 1, 1, 1), (2, 4, 1, 1, 0),
    (6, 2, 10, 1, 1), (8, 3, 1, 2, 1), (5, 1, 30, 1, 1), (4, 2, 1e-4, 1, 1),
]:
    loc, w, d = g.normal(size=n) * shift, g.normal(size=(n, k)) * factor, g.uniform(0.4, 1.6, n) * diag
    case(loc, w, d, [loc, *drawn(loc, w, d, (0.7, 1.8))])
# Factors that outweigh the diagonal by 300, one direction twice, and scales from 1e-15 to 1e15.
w = g.normal(size=(4, 2))
case(np.zeros(4), w * 300, np.ones(4), drawn(np.zeros(4), w * 300, np.ones(4), (1,)), extreme=True, others=())
case(np.zeros(3), [[1, 1], [2, 2], [-1, -1]], [0.5, 1, 2], [[1, 2, 3]], extreme=True)
for scale in (1e-15, 1e15):
    w, d = g.normal(size=(3, 2)) * scale, g.uniform(0.5, 1.5, 3) * scale * scale
    case(np.zeros(3), w, d, drawn(np.zeros(3), w, d, (1,)), extreme=True, others=())
case(np.zeros(2), [[0], [0]], [1, 4], [[1, 1]], extreme=True)
write("lowRankMultivariateNormal", cases, f"torch {torch.__version__}, float64, by the whole matrix; its LowRankMultivariateNormal and SciPy {scipy.__version__} agree to 1e-8")
