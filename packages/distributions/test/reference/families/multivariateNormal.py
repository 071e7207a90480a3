"""python3 packages/distributions/test/reference/families/multivariateNormal.py"""

import sys
from pathlib import Path

import numpy as np
import scipy
import torch
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import f32, write
from vectors import random_tril, vector_case

MVN = torch.distributions.MultivariateNormal
KEYS = {"scaleTril": "scale_tril", "covarianceMatrix": "covariance_matrix", "precisionMatrix": "precision_matrix"}


def of(loc, **matrix):
    ((name, m),) = matrix.items()
    return MVN(loc, **{KEYS[name]: m}, validate_args=False)


def log_density(x, loc, **matrix):
    return of(loc, **matrix).log_prob(x)


def by_scipy(x, loc, **matrix):
    ((name, m),) = matrix.items()
    covariance = m @ m.T if name == "scaleTril" else m if name == "covarianceMatrix" else np.linalg.inv(m)
    return stats.multivariate_normal(loc, covariance, allow_singular=False).logpdf(x)


MOMENTS = {
    "mean": lambda loc, **m: loc,
    "mode": lambda loc, **m: loc,
    "variance": lambda loc, **m: of(loc, **m).variance,
    "covariance": lambda loc, **m: of(loc, **m).covariance_matrix,
    "entropy": lambda loc, **m: of(loc, **m).entropy(),
}
g = np.random.default_rng(11)
cases = []


def case(parameters, values, others=(by_scipy,), **options):
    cases.append(vector_case("multivariateNormal", parameters, values, log_density, MOMENTS, others, **options))


for n, scale, shift in [(3, 1, 1), (3, 1, 2), (3, 0.05, 10), (1, 2, 1), (2, 1, 1), (5, 3, 1), (10, 1, 0.5)]:
    loc = g.normal(size=n) * shift
    case({"loc": loc, "scaleTril": random_tril(g, n, scale)}, [loc + g.normal(size=n) * scale * w for w in (0, 0.5, 2)])
for n, scale in [(1, 1), (2, 0.5), (3, 1), (4, 2)]:
    lower = np.asarray(random_tril(g, n, scale)) + 0.5 * scale * np.eye(n)
    loc = g.normal(size=n)
    values = [loc + g.normal(size=n) * scale * w for w in (0.3, 1.5)]
    case({"loc": loc, "covarianceMatrix": lower @ lower.T}, values)
    case({"loc": loc, "precisionMatrix": np.linalg.inv(lower @ lower.T)}, values)
# Scales from 1e-15 to 1e15, in one matrix and from element to element; SciPy calls the last singular.
for scale in (1e-15, 1e15):
    lower = np.asarray(random_tril(g, 2, scale))
    case({"loc": [0, scale], "scaleTril": lower}, [g.normal(size=2) * scale], extreme=True, others=())
    case({"loc": [0, scale], "covarianceMatrix": lower @ lower.T}, [g.normal(size=2) * scale], extreme=True, others=())
    case({"loc": [0, scale], "precisionMatrix": np.linalg.inv(lower @ lower.T)}, [g.normal(size=2) * scale], extreme=True, others=())
case({"loc": [0, 0, 1], "scaleTril": [[1e-10, 0, 0], [0.5, 1, 0], [1e8, 2e9, 1e10]]}, [[2e-10, 2, -1e10]], extreme=True, others=())
write("multivariateNormal", cases, f"torch {torch.__version__}, float64; SciPy {scipy.__version__} agrees to 1e-8")
