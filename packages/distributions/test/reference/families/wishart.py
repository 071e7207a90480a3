"""python3 packages/distributions/test/reference/families/wishart.py"""

import math
import sys
from pathlib import Path

import numpy as np
import scipy
import torch
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import f32, write
from vectors import random_tril, vector_case


def log_density(x, df, scaleTril):
    n = len(scaleTril)
    v = scaleTril.tril() @ scaleTril.tril().T
    log_det = torch.linalg.slogdet(x).logabsdet
    normalizer = 0.5 * df * n * math.log(2) + df * scaleTril.diagonal().log().sum() + torch.mvlgamma(0.5 * df, n)
    return 0.5 * (df - n - 1) * log_det - 0.5 * torch.trace(torch.linalg.solve(v, x)) - normalizer


def by_torch(x, df, scaleTril):
    return torch.distributions.Wishart(torch.tensor(float(df)), scale_tril=torch.tensor(scaleTril), validate_args=False).log_prob(torch.tensor(x))


def by_scipy(x, df, scaleTril):
    return stats.wishart(float(df), scaleTril @ scaleTril.T).logpdf(x)


def entropy(df, scaleTril):
    return np.float64(stats.wishart(float(df), (scaleTril @ scaleTril.T).numpy()).entropy())


def variance(df, scaleTril):
    v = scaleTril @ scaleTril.T
    return df * (v**2 + torch.outer(v.diagonal(), v.diagonal()))


def mode(df, scaleTril):
    n = len(scaleTril)
    return (df - n - 1) * scaleTril @ scaleTril.T if df >= n + 1 else None


MOMENTS = {"mean": lambda df, scaleTril: df * scaleTril @ scaleTril.T, "variance": variance, "mode": mode, "entropy": entropy}
g = np.random.default_rng(23)
cases = []


def symmetric(x):
    x = np.asarray(f32(x))
    return np.tril(x) + np.tril(x, -1).T


def case(df, lower, values, others=(by_torch, by_scipy), **options):
    cases.append(vector_case("wishart", {"df": df, "scaleTril": lower}, [symmetric(v) for v in values], log_density, MOMENTS, others, **options))


def drawn(df, lower, count):
    v = np.asarray(lower) @ np.asarray(lower).T
    return stats.wishart(df, v).rvs(count, random_state=g).reshape(count, *v.shape)


# Draws are taken of at least n + 4 degrees of freedom, so that float32 knows their determinants.
for n, df, scale in [(3, 7.5, 1), (3, 4, 0.5), (3, 25, 2), (3, 2.25, 1), (2, 3, 1), (2, 1.5, 4), (1, 3, 1), (1, 0.5, 2), (4, 20, 0.1), (5, 8.5, 1), (2, 1000, 1)]:
    lower = random_tril(g, n, scale)
    case(df, lower, drawn(max(df, n + 4), lower, 2))
lower = random_tril(g, 3, 1)
case(1e6, lower, drawn(1e6, lower, 1), extreme=True, tolerance=1e-7, skip=("scaleTril",), value_gradient=False)
case(2.0001, lower, drawn(7, lower, 1), extreme=True, others=(by_scipy,))
for scale in (1e-15, 1e15):
    lower = np.asarray(random_tril(g, 2, 1)) * scale
    case(5, lower, drawn(7, lower / scale, 1) * scale * scale, extreme=True, others=())
# Nearly singular, and exact in float32 all the same: Hilbert matrices.
for n in (3, 4):
    case(n + 4, np.eye(n), [1 / (np.arange(n)[:, None] + np.arange(n) + 1)], others=())
write("wishart", cases, f"torch {torch.__version__}, float64; its Wishart and SciPy {scipy.__version__} agree to 1e-8")
