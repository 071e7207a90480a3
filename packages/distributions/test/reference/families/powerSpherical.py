"""python3 packages/distributions/test/reference/families/powerSpherical.py"""

import sys
from pathlib import Path

import mpmath as mp
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import write
from sphere import case, direction, towards

mp.mp.dps = 60


def ab(k, n):
    return k + mp.mpf(n - 1) / 2, mp.mpf(n - 1) / 2


def log_density(k, versine, n):
    """De Cao and Aziz, eq. 9 and 10."""
    a, b = ab(k, n)
    normalizer = (a + b) * mp.log(2) + b * mp.log(mp.pi) + mp.loggamma(a) - mp.loggamma(a + b)
    return (k * mp.log(2 - versine) if k else mp.mpf(0)) - normalizer


def along(k, n):
    a, b = ab(k, n)
    return 4 * a * b / ((a + b) ** 2 * (a + b + 1))


def across(k, n):
    """The rest of the trace of E xxᵀ, which is 1, over the other directions."""
    return (1 - along(k, n) - mean(k, n) ** 2) / (n - 1)


def mean(k, n):
    a, b = ab(k, n)
    return (a - b) / (a + b)


def entropy(k, n):
    """−E log p, with E log(1 + t) the derivative of log ∫ (1 + t)^k in k."""
    a, b = ab(k, n)
    return -log_density(k, mp.mpf(0), n) + k * mp.log(2) - k * (mp.log(2) + mp.digamma(a) - mp.digamma(a + b))


cases = []
for n, k in [(3, 1.5), (3, 4), (3, 0.25), (3, 60), (2, 1), (2, 20), (4, 3), (5, 10), (5, 0.5), (10, 7), (30, 100), (3, 1000)]:
    loc = direction(n)
    values = [towards(loc, 0.02), towards(loc, 0.6), towards(loc, 1.6), towards(loc, 2.6)]
    cases.append(case("powerSpherical", loc, k, values, log_density, along=along, across=across, mean=mean, entropy=entropy))
for n, k, angles in [(3, 1e-30, (1, 3)), (3, 1e-3, (1,)), (3, 1e6, (0.001, 0.01)), (4, 1e6, (0.001, 0.002)), (3, 1e10, (1e-5,)), (6, 1e30, (1e-15,))]:
    loc = direction(n) if k < 1e9 else [1] + [0] * (n - 1)
    values = [towards(loc, t) for t in angles]
    # Gradients in the concentration sit on the edge of the sphere where all draws are: 1e-5 of 1 is less than one rounding.
    cases.append(case("powerSpherical", loc, k, values, log_density, along=along, across=across, mean=mean, entropy=entropy, extreme=True, gradients=k < 1e9))
for each in cases:
    if len(each["mean"]) > 10:
        del each["covariance"]
write("powerSpherical", cases, f"mpmath {mp.__version__}, {mp.mp.dps} digits")
