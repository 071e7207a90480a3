"""Quantiles and draws by definition, written to gamma.json beside this file. SciPy 1.17, mpmath 1.3.

    python3 packages/random/test/reference/gamma.py
"""

import json
from math import exp, expm1, log, sqrt
from pathlib import Path

import mpmath
from scipy import stats

from streams import threefry

mpmath.mp.dps = 40


def log_quantile(a, p):
    """log x with P(a, x) = p: by x^a / Γ(a + 1) where x is tiny, by Newton's method in log x from SciPy's elsewhere."""
    a = mpmath.mpf(a)
    start = stats.gamma.ppf(float(p), float(a))
    t = (mpmath.log(p) + mpmath.loggamma(a + 1)) / a
    if start > 1e-20:
        t = mpmath.log(start)
        for _ in range(4):
            x = mpmath.exp(t)
            t -= (mpmath.gammainc(a, 0, x, regularized=True) - p) / mpmath.exp(a * t - x - mpmath.loggamma(a))
    return float(t)


def draw(key, a):
    """In float64, apart from the package's own code: `key` is that of the draw."""
    words = lambda block: [(word + 0.5) * 2.0**-32 for word in threefry(key, block)]
    if a < 1:
        return draw(key, a + 1) + log(words(0)[0]) / a
    slope, block = sqrt(2 * a - 1), 1
    while True:
        u, w = words(block)
        block += 1
        v = log(u / (1 - u)) / slope
        # Density of log(x / a) over that of v, relative to its value at 0.
        if w < exp(-a * (expm1(v) - v)) / (4 * u * (1 - u)):
            return log(a) + v


CONCENTRATIONS = [0.001, 0.05, 0.5, 1, 1.2, 3.7, 250, 1e5]
MIXED = [0.5, 3, 0.01, 1, 1e6, 1e12]
Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "about": "rows: log of the quantiles of gamma(concentration, 1) at levels 1/20 .. 19/20; "
            "draws: 60 of randomKey(0) with the concentrations in turn",
            "rows": [
                {"concentration": a, "logQuantiles": [log_quantile(a, mpmath.mpf(k) / 20) for k in range(1, 20)]}
                for a in CONCENTRATIONS
            ],
            "draws": {
                "concentrations": MIXED,
                "want": [draw(threefry((0, 0), i), MIXED[i % len(MIXED)]) for i in range(60)],
            },
        }
    )
    + "\n"
)
