"""python3 packages/distributions/test/reference/families/inverseWishart.py"""

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


def log_density(x, df, scaleTril):
    n = len(scaleTril)
    lower = scaleTril.tril()
    log_det = torch.linalg.slogdet(x).logabsdet
    normalizer = 0.5 * df * n * math.log(2) - df * lower.diagonal().log().sum() + torch.mvlgamma(0.5 * df, n)
    return -0.5 * (df + n + 1) * log_det - 0.5 * torch.trace(torch.linalg.solve(x, lower @ lower.T)) - normalizer


def by_scipy(x, df, scaleTril):
    return stats.invwishart(float(df), scaleTril @ scaleTril.T).logpdf(x)


def mean(df, scaleTril):
    n = len(scaleTril)
    return scaleTril @ scaleTril.T / (df - n - 1) if df > n + 1 else None


def variance(df, scaleTril):
    n = len(scaleTril)
    v = scaleTril @ scaleTril.T
    if df <= n + 3:
        return torch.full((n, n), math.inf)
    top = (df - n + 1) * v**2 + (df - n - 1) * torch.outer(v.diagonal(), v.diagonal())
    return top / ((df - n) * (df - n - 1) ** 2 * (df - n - 3))


def entropy(df, scaleTril):
    """Muirhead: of the Wishart matrix X⁻¹ and the Jacobian |X|^(n + 1)."""
    n = len(scaleTril)
    v = mp.mpf(float(df))
    log_det = 2 * mp.mpf(float(scaleTril.diagonal().log().sum()))
    gamma_n = mp.log(mp.pi) * n * (n - 1) / 4 + sum(mp.loggamma((v - i) / 2) for i in range(n))
    psi_n = sum(mp.digamma((v - i) / 2) for i in range(n))
    return float(gamma_n + v * n / 2 + mp.mpf(n + 1) / 2 * (log_det - n * mp.log(2)) - (v + n + 1) / 2 * psi_n)


MOMENTS = {"mean": mean, "variance": variance, "mode": lambda df, scaleTril: scaleTril @ scaleTril.T / (df + len(scaleTril) + 1), "entropy": entropy}
g = np.random.default_rng(29)
cases = []


def symmetric(x):
    x = np.asarray(f32(x))
    return np.tril(x) + np.tril(x, -1).T


def case(df, lower, values, others=(by_scipy,), **options):
    cases.append(vector_case("inverseWishart", {"df": df, "scaleTril": lower}, [symmetric(v) for v in values], log_density, MOMENTS, others, **options))


def drawn(df, lower, count):
    v = np.asarray(lower) @ np.asarray(lower).T
    return stats.invwishart(df, v).rvs(count, random_state=g).reshape(count, *v.shape)


# Draws are taken of at least n + 4 degrees of freedom, so that float32 knows their determinants.
for n, df, scale in [(3, 10.5, 1), (3, 7, 0.5), (3, 15, 2), (3, 4.5, 1), (3, 2.25, 1), (2, 6, 1), (2, 4, 2), (1, 5.5, 1), (1, 0.5, 2), (4, 12, 1), (5, 9.5, 1)]:
    # Better conditioned for more than three rows: gradients are differences of terms that grow with both.
    lower = np.asarray(random_tril(g, n, scale)) + (n > 3) * np.eye(n)
    case(df, lower, drawn(max(df, n + 4), lower, 2))
lower = random_tril(g, 3, 1)
case(1e6, lower, drawn(1e6, lower, 1), extreme=True, tolerance=1e-7, skip=("scaleTril",), value_gradient=False)
case(2.0001, lower, drawn(7, lower, 1), extreme=True)
for scale in (1e-15, 1e15):
    lower = np.asarray(random_tril(g, 2, 1)) * scale
    case(6, lower, drawn(7, lower / scale, 1) * scale * scale, extreme=True, others=())
# Nearly singular, and exact in float32 all the same: Hilbert matrices.
for n in (3, 4):
    case(n + 4, np.eye(n), [1 / (np.arange(n)[:, None] + np.arange(n) + 1)], others=())
write("inverseWishart", cases, f"torch {torch.__version__}, float64; SciPy {scipy.__version__} agrees to 1e-8; entropy by mpmath {mp.__version__}")
