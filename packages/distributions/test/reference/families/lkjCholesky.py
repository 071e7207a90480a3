"""python3 packages/distributions/test/reference/families/lkjCholesky.py"""

import math
import sys
from pathlib import Path

import mpmath as mp
import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import write
from vectors import vector_case


def log_density(x, dim, concentration):
    """Row by row; torch's LKJCholesky, which has another formula, must agree."""
    total = 0
    for m in range(1, dim):
        b = concentration + (dim - 1 - m) / 2
        total = total + 2 * (b - 1) * x[m, m].log() - m / 2 * math.log(math.pi) + torch.lgamma(b + m / 2) - torch.lgamma(b)
    return total


def by_torch(x, dim, concentration):
    return torch.distributions.LKJCholesky(dim, torch.tensor(float(concentration)), validate_args=False).log_prob(torch.tensor(x))


def rows(dim, eta):
    return [(m, mp.mpf(float(eta)) + mp.mpf(dim - 1 - m) / 2) for m in range(1, dim)]


def mean(dim, concentration):
    return np.diag([1.0] + [float(mp.beta(b + 0.5, mp.mpf(m) / 2) / mp.beta(b, mp.mpf(m) / 2)) for m, b in rows(dim, concentration)])


def variance(dim, concentration):
    out = np.zeros((dim, dim))
    for m, b in rows(dim, concentration):
        out[m, :m] = float(1 / (m + 2 * b))
        out[m, m] = float(b / (b + mp.mpf(m) / 2) - (mp.beta(b + 0.5, mp.mpf(m) / 2) / mp.beta(b, mp.mpf(m) / 2)) ** 2)
    return out


def entropy(dim, concentration):
    total = mp.mpf(0)
    for m, b in rows(dim, concentration):
        # E log Lᵢᵢ by integration over ‖w‖² ~ Beta(m/2, b), its density's constant from the volume of the ball.
        a = mp.mpf(m) / 2
        mean_log = (mp.digamma(b) - mp.digamma(a + b)) / 2
        total -= 2 * (b - 1) * mean_log - mp.log(mp.pi) * a + mp.loggamma(a) - mp.log(mp.beta(a, b))
    return float(total)


MOMENTS = {
    "mean": mean, "variance": variance, "entropy": entropy,
    "mode": lambda dim, concentration: np.eye(dim) if concentration >= 1 else None,
}
g = np.random.default_rng(3)
cases = []


def factor(n, spread=1.0):
    w = np.tril(g.normal(size=(n, n)) * spread, -1) + np.diag(np.abs(g.normal(size=n)) + 0.3)
    return w / np.linalg.norm(w, axis=1, keepdims=True)


def case(dim, concentration, spread=1.0, others=(by_torch,), **options):
    cases.append(vector_case("lkjCholesky", {"dim": dim, "concentration": concentration}, [factor(dim, spread) for _ in range(3)], log_density, MOMENTS, others, plain=("dim",), **options))


for dim, eta in [(3, 1.5), (3, 0.5), (3, 4), (2, 1), (2, 0.25), (2, 10), (4, 1), (4, 2.5), (4, 0.75), (5, 1.25), (8, 2), (10, 0.9), (3, 50)]:
    case(dim, eta)
case(3, 1e-3, extreme=True)
case(3, 1e-30, extreme=True, others=())
case(3, 1e4, 0.01, extreme=True)
write("lkjCholesky", cases, f"torch {torch.__version__}, float64; moments by mpmath {mp.__version__}")
