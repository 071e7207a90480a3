import sys
from functools import cache
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import binomial, summed_entropy
from harness import mp, scalar_family
from scipy import stats


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


@cache
def log_mass(x, totalCount, concentration1, concentration0):
    n, a, b = totalCount, concentration1, concentration0
    return binomial(n, x) + log_beta(x + a, n - x + b) - log_beta(a, b)


@cache
def sums(**q):
    """Running sums of the mass, by the ratio of neighbours."""
    n, a, b = q["totalCount"], q["concentration1"], q["concentration0"]
    term = mp.exp(log_mass(mp.mpf(0), **q))
    result = [term]
    for k in range(int(n)):
        term *= (n - k) * (k + a) / ((k + 1) * (n - k - 1 + b))
        result.append(result[-1] + term)
    return result


def mode(totalCount, concentration1, concentration0):
    n, a, b = totalCount, concentration1, concentration0
    if a > 1 and b > 1:
        return min(mp.floor((n + 1) * (a - 1) / (a + b - 2)), n)
    return n if a > b else 0


def settings(n, a, b):
    return {"totalCount": n, "concentration1": a, "concentration0": b}


def spread(n):
    return [0, 1, n // 3, n // 2, n - 1, n]


SETTINGS = (
    [(settings(n, a, b), spread(n)) for n, a, b in ((10, 2, 3), (7, 0.5, 0.25), (20, 30, 20), (5, 1, 1), (12, 0.1, 4), (1, 0.35, 0.9), (50, 6, 1.5), (33, 1e-3, 2))]
    + [(settings(n, a, b), spread(n)) for n, a, b in ((300, 5, 7), (500, 200, 100), (200, 2000, 3000), (5000, 3, 4), (40, 1e5, 2e5))]
    + [(settings(n, a, b), [0, n // 2, n], {"extreme": True}) for n, a, b in ((10, 1e-30, 1), (10, 1e30, 1e30), (6, 1e-20, 1e-20), (8, 1e10, 1), (6, 1, 1e-30))]
    + [(settings(0, 2, 3), [0, 1], {"extreme": True}), (settings(5, 2, 3), [-1, 0.5, 6], {"extreme": True})]
)

# Twice the digits: lgammas of 1e30 leave 40 digits with 8.
mp.mp.dps = 80
scalar_family(
    "betaBinomial",
    SETTINGS,
    log_mass,
    support=lambda totalCount, **_: (mp.mpf(0), totalCount),
    discrete=True,
    cdf=lambda x, **q: sums(**q)[int(x)],
    mean=lambda totalCount, concentration1, concentration0: totalCount * concentration1 / (concentration1 + concentration0),
    variance=lambda totalCount, concentration1, concentration0: totalCount
    * concentration1
    * concentration0
    * (concentration1 + concentration0 + totalCount)
    / ((concentration1 + concentration0) ** 2 * (concentration1 + concentration0 + 1)),
    mode=mode,
    entropy=lambda totalCount, **q: summed_entropy(lambda k: log_mass(k, totalCount, **q), 0, totalCount),
    quantile=True,
    skip_gradient=("totalCount",),
    frozen=lambda totalCount, concentration1, concentration0: stats.betabinom(totalCount, concentration1, concentration0)
    if totalCount < 400 and 1e-4 < concentration1 < 1e4 and 1e-4 < concentration0 < 1e4
    else None,
)
