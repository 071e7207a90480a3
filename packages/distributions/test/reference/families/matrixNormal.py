"""python3 packages/distributions/test/reference/families/matrixNormal.py"""

import sys
from pathlib import Path

import numpy as np
import scipy
import torch
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import write
from vectors import random_tril, vector_case


def flat(loc, scaleTrilRow, scaleTrilColumn):
    """The normal distribution of the elements, row by row."""
    return torch.distributions.MultivariateNormal(loc.reshape(-1), scale_tril=torch.kron(scaleTrilRow.tril(), scaleTrilColumn.tril()), validate_args=False)


def log_density(x, **p):
    return flat(**p).log_prob(x.reshape(-1))


def by_scipy(x, loc, scaleTrilRow, scaleTrilColumn):
    return stats.matrix_normal(loc, scaleTrilRow @ scaleTrilRow.T, scaleTrilColumn @ scaleTrilColumn.T).logpdf(x)


MOMENTS = {
    "mean": lambda loc, **_: loc,
    "mode": lambda loc, **_: loc,
    "variance": lambda loc, **p: flat(loc, **p).variance.reshape(loc.shape),
    "entropy": lambda **p: flat(**p).entropy(),
}
g = np.random.default_rng(41)
cases = []


def case(n, p, row, column, others=(by_scipy,), **options):
    loc = g.normal(size=(n, p)) * min(1, row * column)
    parameters = {"loc": loc, "scaleTrilRow": random_tril(g, n, row), "scaleTrilColumn": random_tril(g, p, column)}
    values = [loc + g.normal(size=(n, p)) * row * column * w for w in (0, 0.7, 1.5)]
    cases.append(vector_case("matrixNormal", parameters, values, log_density, MOMENTS, others, **options))


for n, p, row, column in [(2, 3, 1, 1), (2, 3, 0.5, 3), (2, 3, 2, 1), (3, 2, 1, 1), (1, 1, 1, 2), (1, 4, 1, 1), (4, 1, 0.1, 5), (3, 3, 1, 1), (5, 2, 1, 0.2)]:
    case(n, p, row, column)
for row, column in [(1e-15, 1), (1e15, 1e-10), (1e-10, 1e15)]:
    case(2, 2, row, column, extreme=True, others=())
write("matrixNormal", cases, f"torch {torch.__version__}, float64, by the normal of all elements; SciPy {scipy.__version__} agrees to 1e-8")
