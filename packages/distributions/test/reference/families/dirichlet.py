"""python3 packages/distributions/test/reference/families/dirichlet.py"""

import sys
from pathlib import Path

import numpy as np
import scipy
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import f32, write
from vectors import vector_case


def log_density(x, concentration):
    a = concentration
    return ((a - 1) * torch.log(x)).sum() + torch.lgamma(a.sum()) - torch.lgamma(a).sum()


def by_mpmath(x, concentration):
    import mpmath as mp

    mp.mp.dps = 40
    a = [mp.mpf(v) for v in concentration]
    return mp.fsum((c - 1) * mp.log(mp.mpf(v)) for c, v in zip(a, x)) + mp.loggamma(mp.fsum(a)) - mp.fsum(mp.loggamma(c) for c in a)


def covariance(a):
    n = a.sum()
    m = a / n
    return (torch.diag(m) - torch.outer(m, m)) / (n + 1)


def mode(a):
    excess = (a - 1).clamp(min=0)
    return excess / excess.sum() if excess.sum() > 0 else torch.nn.functional.one_hot(a.argmax(), len(a)).to(a)


MOMENTS = {
    "mean": lambda concentration: concentration / concentration.sum(),
    "variance": lambda concentration: torch.diag(covariance(concentration)),
    "covariance": lambda concentration: covariance(concentration),
    "mode": lambda concentration: mode(concentration),
    "entropy": lambda concentration: torch.distributions.Dirichlet(concentration).entropy(),
}
g = np.random.default_rng(5)
cases = []


def case(a, count=3, values=None, **options):
    a = np.asarray(f32(a))
    values = g.dirichlet(np.maximum(a, 0.3), size=count) if values is None else values
    cases.append(vector_case("dirichlet", {"concentration": a}, values, log_density, MOMENTS, (by_mpmath,), **options))


case([2.5, 1, 0.5])
case([0.3, 4, 1.2])
case([1, 1, 1])
case([7, 30, 12])
case([0.05, 0.2, 3])
case([1000, 3000, 2000])
case([2.5, 1.5])
case([5, 0.9, 2, 1.1])
case(g.uniform(0.2, 5, 20), 2)
case([1e5, 3e5, 2.5e5, 1.5e5], 2)
case([300, 0.02, 4], 2)
# Entries of 0, and vectors that are none of the simplex.
ends = {
    "parameters": {"concentration": f32([2.0, 1.0, 0.5])},
    "value": [[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0], [0, 0.5, 0.25], [-0.25, 0.75, 0.5], [0, 1, 0]],
    "extreme": True,
}
log_b = float(torch.lgamma(torch.tensor(3.5)) - torch.lgamma(torch.tensor(0.5)))
ends["logProb"] = [-np.inf, log_b + np.log(0.5) - 0.5 * np.log(0.5), np.inf, -np.inf, -np.inf, -np.inf]
cases.append(ends)
case([1e-3, 1e-3, 1e-3], values=[[0.2, 0.3, 0.5], [1e-30, 1e-10, 1]], extreme=True)
case([1e-10, 1, 1e4], values=[[1e-20, 1e-4, 0.9999]], extreme=True)

write("dirichlet", cases, f"torch {torch.__version__}, float64; mpmath agrees to 1e-8")
