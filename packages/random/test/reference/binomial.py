"""Distribution function and draws by definition, written to binomial.json beside this file. SciPy 1.17.

    python3 packages/random/test/reference/binomial.py
"""

import json
from math import floor, log, sqrt, ulp
from pathlib import Path

import numpy as np
from scipy import special, stats

from streams import each

LEVELS = [1e-4, 1e-3, 0.01, *[k / 20 for k in range(1, 20)], 0.99, 0.999, 0.9999]


def cdf_points(total, p):
    """[count, P(no more)] for p up to 1/2."""
    mean, deviation = total * p, sqrt(total * p * (1 - p))
    if mean > 1e9:
        # Normal to 1e-5 from here on. A draw is a whole float64: up to n if it is up to n + 1/2, or half the spacing there.
        counts = sorted({float(floor(mean + deviation * stats.norm.ppf(level))) for level in LEVELS})
        return [[n, float(stats.norm.cdf((n - mean + max(ulp(n), 1) / 2) / deviation))] for n in counts]
    # Beyond the reach of SciPy's binomial: Poisson, whose distribution function differs by less than p.
    law = stats.binom(total, p) if total < 1e9 else stats.poisson(mean)
    assert total < 1e9 or p < 1e-6
    counts = sorted({float(n) for level in LEVELS for n in [law.ppf(level)]})
    return [[n, float(law.cdf(n))] for n in counts]


def points(total, p, q):
    if p <= q:
        return cdf_points(total, p)
    # P(successes ≤ total − n) = 1 − P(failures ≤ n − 1).
    return [[total - n - 1, 1 - below] for n, below in cdf_points(total, q) if n < total]


def successes(u, total, p):
    if total == 0 or p == 0:
        return 0
    if total * p < 10:
        first = u()
        return int(np.argmax(np.cumsum(stats.binom.pmf(np.arange(200), total, p)) >= first))
    deviation = sqrt(total * p * (1 - p))
    b = 1.15 + 2.53 * deviation
    a = -0.0873 + 0.0248 * b + 0.01 * p
    mode = floor((total + 1) * p)
    while True:
        x, v = u() - 0.5, u()
        edge = 0.5 - abs(x)
        n = floor((2 * a / edge + b) * x + total * p + 0.5)
        if edge >= 0.07 and v <= 0.92 - 4.2 / b:
            return n
        if n < 0 or n > total:
            continue
        ratio = v * (2.83 + 5.1 / b) * deviation / (a / edge**2 + b)
        if log(ratio) <= stats.binom.logpmf(n, total, p) - stats.binom.logpmf(mode, total, p):
            return n


def draw(u, total, p, q):
    return successes(u, total, p) if p <= q else total - successes(u, total, q)


LARGEST = 2**24
PROBS = [
    (0, 0.3), (1, 0.3), (5, 0.5), (19, 0.5), (20, 0.5), (20, 0.05), (21, 0.6), (33, 0.31), (40, 0.25), (100, 0.0999),
    (100, 0.97), (1000, 0.01), (1000, 0.5), (12345, 0.9), (10**6, 1e-6), (10**6, 0.3), (LARGEST, 0.5), (LARGEST, 2e-6),
    (LARGEST, 1 - 2**-22), (10**9, 1e-8), (10**12, 0.1), (10**15, 1e-14), (10**18, 3e-17), (10**20, 0.3), (1e30, 3e-30),
    (1e26, 0.75),
]  # fmt: skip
LOGITS = [(10, 0.0), (10, -1.5), (50, 3.0), (LARGEST, -15.0), (LARGEST, 14.0), (1e15, 34.0), (1e30, -70.0)]
MIXED = [(7, 0.4), (30, 0.45), (500, 0.98), (10**6, 2e-5), (12, 0.75), (2000, 0.5)]


def logit_points(total, logit):
    return points(total, float(special.expit(logit)), float(special.expit(-logit)))


Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "about": "points: count, probability of no more; draws: 60 of randomKey(3) with the parameters in turn",
            "probs": [{"totalCount": n, "probs": p, "points": points(n, p, 1 - p)} for n, p in PROBS],
            "logits": [{"totalCount": n, "logits": x, "points": logit_points(n, x)} for n, x in LOGITS],
            "draws": {
                "totalCounts": [n for n, _ in MIXED],
                "probs": [p for _, p in MIXED],
                "want": each(3, 60, lambda u, i: draw(u, *MIXED[i % 6], 1 - MIXED[i % 6][1])),
            },
        },
        allow_nan=False,
    )
    + "\n"
)
