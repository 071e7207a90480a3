"""Prints how far mass over hat, and squeeze over that ratio, come to their limits in the two transformed rejections.

    python3 packages/random/test/reference/hats.py

Rejection is exact if, for every u, the ratio at u is at most 1 and the squeeze at most the ratio: every number printed
must be negative. The scan covers 50 000 values of u at each of 601 rates from 10 to 1e8 (poisson.ts), and of 793 pairs of
expected count, in that range, and probability (binomialDraw.ts). NumPy, SciPy 1.17; a minute.
"""

import numpy as np
from scipy import special

STEPS = 50_000
U = (np.arange(STEPS) + 0.5) / STEPS - 0.5
EDGE = 0.5 - np.abs(U)
CORE = EDGE >= 0.07


def deviance(n, mean):
    v = (n - mean) / (n + mean)
    series = (n - mean) * v + sum(2 * n * v**j / j for j in range(3, 25, 2))
    return np.where(np.abs(v) < 0.1, series, special.xlogy(n, n / mean) - (n - mean))


def log_stirling(n):
    """log n! without n log n − n."""
    n = np.asarray(n, float)
    large = np.maximum(n, 15)
    series = 1 / (12 * large) - 1 / (360 * large**3) + 1 / (1260 * large**5) - 1 / (1680 * large**7)
    small = np.minimum(n, 15)
    return np.where(
        n < 15, special.gammaln(small + 1) - special.xlogy(small, small) + small, series + np.log(2 * np.pi * large) / 2
    )


def poisson(rate):
    b = 0.931 + 2.53 * np.sqrt(rate)
    a = -0.059 + 0.02483 * b
    n = np.floor((2 * a / EDGE + b) * U + rate + 0.43)
    counts = np.maximum(n, 0)
    mass = np.where(n < 0, 0, np.exp(-deviance(counts, rate) - log_stirling(counts)))
    ratio = mass * (a / EDGE**2 + b) / (1.007 * (1.1239 + 1.1328 / (b - 3.4)))
    # Where edge < 0.013 a v above it is rejected unseen.
    outer = EDGE < 0.013
    return ratio.max() - 1, (0.9177 - 3.6224 / (b - 2) - ratio[CORE]).max(), (ratio - EDGE)[outer].max()


def binomial(mean, p):
    total = np.ceil(mean / p)
    deviation = np.sqrt(total * p * (1 - p))
    b = 1.15 + 2.53 * deviation
    a = -0.0873 + 0.0248 * b + 0.01 * p
    n = np.floor((2 * a / EDGE + b) * U + total * p + 0.5)

    def log_mass(k):
        rest = deviance(total - k, total * (1 - p)) if p > 1e-5 else (k - total * p) ** 2 / (2 * total)
        return -deviance(k, total * p) - rest - log_stirling(k) - log_stirling(total - k)

    legal = (n >= 0) & (n <= total)
    mass = np.where(legal, np.exp(log_mass(np.clip(n, 0, total)) - log_mass(np.floor((total + 1) * p))), 0)
    ratio = mass * (a / EDGE**2 + b) / ((2.83 + 5.1 / b) * deviation)
    return ratio.max() - 1, (0.92 - 4.2 / b - ratio[CORE]).max()


rates = [*np.linspace(10, 60, 501), *np.geomspace(60, 1e8, 100)]
print("Poisson: ratio − 1, squeeze − ratio, ratio − edge:", np.max([poisson(rate) for rate in rates], axis=0))
means = [*np.linspace(10, 40, 31), *np.geomspace(40, 1e8, 30)]
probs = [1e-15, 1e-6, 0.001, 0.01, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]
print("binomial: ratio − 1, squeeze − ratio:", np.max([binomial(mean, p) for mean in means for p in probs], axis=0))
