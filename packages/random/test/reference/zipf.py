"""Distribution function and draws by definition, written to zipf.json beside this file. mpmath 1.3.

    python3 packages/random/test/reference/zipf.py
"""

import json
from math import floor
from pathlib import Path

import mpmath as mp

from streams import each

mp.mp.dps = 40


def tail(s, n):
    """The sum of k^(−s) over k > n."""
    if n < 1000:
        return mp.zeta(s) - mp.fsum(mp.mpf(k) ** -s for k in range(1, n + 1))
    m = mp.mpf(n) + 1
    # Euler and Maclaurin, to n^(−4) of the whole.
    return m ** (1 - s) / (s - 1) + m**-s / 2 + s * m ** (-s - 1) / 12


COUNTS = [1, 2, 3, 4, 5, 7, 10, 20, 50, 100, 1000, 10**5, 10**8, 10**12, 10**15, 2**52 - 1, 2**52]
FAR = [10**18, 10**25, 10**38, 10**80, 10**200, 10**300]


def points(exponent):
    s = mp.mpf(exponent)
    return [[float(n), float(1 - tail(s, n) / mp.zeta(s))] for n in COUNTS + FAR]


def draw(u, exponent):
    s = mp.mpf(exponent)
    while True:
        v = u() * (mp.mpf(1.5) ** (1 - s) + s - 1)
        x = v ** (-1 / (s - 1))
        n = floor(x + 0.5)
        if n == 1 or v <= (n + mp.mpf(0.5)) ** (1 - s) + (s - 1) * mp.mpf(n) ** -s:
            return float(n)


EXPONENTS = [1 + 2**-23, 1 + 2**-20, 1.0001, 1.001, 1.01, 1.03, 1.1, 1.3, 1.5, 1.8, 2, 2.5, 3, 4, 6, 10, 20, 60, 1e30]
MIXED = [1.5, 2.0, 1.2, 3.5, 1.8]
Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "about": "points: count, probability of no more; draws: 60 of randomKey(3) with the exponents in turn",
            "rows": [{"exponent": s, "points": points(s)} for s in EXPONENTS],
            "draws": {"exponents": MIXED, "want": each(3, 60, lambda u, i: draw(u, MIXED[i % 5]))},
        },
        allow_nan=False,
    )
    + "\n"
)
