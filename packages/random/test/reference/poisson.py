"""Distribution function and draws by definition, written to poisson.json beside this file. SciPy 1.17.

    python3 packages/random/test/reference/poisson.py
"""

import json
from math import floor, log, sqrt, ulp
from pathlib import Path

import numpy as np
from scipy import stats

from streams import each

LEVELS = [1e-4, 1e-3, 0.01, *[k / 20 for k in range(1, 20)], 0.99, 0.999, 0.9999]


def points(rate):
    if rate < 1e10:
        counts = sorted({float(stats.poisson.ppf(level, rate)) for level in LEVELS})
        return [[n, float(stats.poisson.cdf(n, rate))] for n in counts]
    # Normal to 1e-6 from here on. A draw is a whole float64: up to n if it is up to n + 1/2, or half the spacing there.
    counts = sorted({float(floor(rate + sqrt(rate) * stats.norm.ppf(level))) for level in LEVELS})
    return [[n, float(stats.norm.cdf((n - rate + max(ulp(n), 1) / 2) / sqrt(rate)))] for n in counts]


def draw(u, rate):
    if rate < 10:
        first = u()
        return int(np.argmax(np.cumsum(stats.poisson.pmf(np.arange(200), rate)) >= first))
    b = 0.931 + 2.53 * sqrt(rate)
    a = -0.059 + 0.02483 * b
    while True:
        x, v = u() - 0.5, u()
        edge = 0.5 - abs(x)
        n = floor((2 * a / edge + b) * x + rate + 0.43)
        if edge >= 0.07 and v <= 0.9177 - 3.6224 / (b - 2):
            return n
        if n < 0 or (edge < 0.013 and v > edge):
            continue
        if log(v * 1.007 * (1.1239 + 1.1328 / (b - 3.4)) / (a / edge**2 + b)) <= stats.poisson.logpmf(n, rate):
            return n


RATES = [1e-3, 0.1, 0.5, 1, 3, 6, 9.999, 10, 12.4, 26, 47.5, 150, 1e3, 1e4, 123456.7, 1e8, 1e12, 1e16, 1e20, 1e30]
MIXED = [0.3, 8.0, 10.0, 40.0, 2000.5]
Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "about": "points: count, probability of no more; draws: 60 of randomKey(3) with the rates in turn",
            "rows": [{"rate": rate, "points": points(rate)} for rate in RATES],
            "draws": {"rates": MIXED, "want": each(3, 60, lambda u, i: draw(u, MIXED[i % 5]))},
        }
    )
    + "\n"
)
