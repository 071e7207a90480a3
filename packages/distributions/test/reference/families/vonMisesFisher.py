"""python3 packages/distributions/test/reference/families/vonMisesFisher.py"""

import sys
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import write
from sphere import case, direction, towards

mp.mp.dps = 60


def log_bessel(v, x):
    """log I_v(x), by the asymptotic series where x is large: there mpmath's own is slow."""
    if x < 1e5:
        return mp.log(mp.besseli(v, x))
    total = term = mp.mpf(1)
    for j in range(1, 12):
        term *= -(4 * v * v - (2 * j - 1) ** 2) / (j * 8 * x)
        total += term
    return x - mp.log(2 * mp.pi * x) / 2 + mp.log(total)


def ratio(k, n):
    v = mp.mpf(n) / 2 - 1
    return mp.exp(log_bessel(v + 1, k) - log_bessel(v, k))


def log_density(k, versine, n):
    v = mp.mpf(n) / 2 - 1
    return k * (1 - versine) + v * mp.log(k) - (v + 1) * mp.log(2 * mp.pi) - log_bessel(v, k)


def along(k, n):
    a = ratio(k, n)
    return 1 - a * a - (n - 1) * a / k


def across(k, n):
    return ratio(k, n) / k


def entropy(k, n):
    return -log_density(k, 1 - ratio(k, n), n)


def by_scipy(x, m, k):
    return stats.vonmises_fisher(m, k).logpdf(x)


cases = []
for n, k in [(3, 1.5), (3, 5), (3, 0.25), (3, 60), (2, 1), (2, 20), (4, 3), (5, 10), (5, 0.5), (10, 7), (30, 37), (30, 100), (3, 1000)]:
    loc = direction(n)
    values = [towards(loc, 0.02), towards(loc, 0.6), towards(loc, 1.6), towards(loc, 2.6)]
    cases.append(case("vonMisesFisher", loc, k, values, log_density, along=along, across=across, mean=ratio, entropy=entropy, other=by_scipy))
for n, k, angles in [(3, 1e-30, (1, 3)), (3, 1e-3, (1,)), (3, 1e6, (0.001, 0.01)), (4, 1e6, (0.001, 0.002)), (3, 1e10, (1e-5,)), (6, 1e30, (1e-15,)), (60, 20, (0.5, 2)), (60, 2000, (0.1, 0.3))]:
    loc = direction(n) if k < 1e9 else [1] + [0] * (n - 1)
    values = [towards(loc, t) for t in angles]
    with mp.workdps(150 if k > 1e9 or k < 1e-9 else 60):
        cases.append(case("vonMisesFisher", loc, k, values, log_density, along=along, across=across, mean=ratio, entropy=entropy, extreme=True, gradients=k < 1e9))
for each in cases:
    if len(each["mean"]) > 10:
        del each["covariance"]
write("vonMisesFisher", cases, f"mpmath {mp.__version__}, {mp.mp.dps} digits; SciPy {scipy.__version__} agrees to 1e-7")
