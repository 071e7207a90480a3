"""Reference values of standardized logarithms and logits, written to standardizedLog.json beside this file.

    python3 packages/math/test/reference/standardizedLog.py

mpmath with 60 digits. Every input is exactly representable in float32; many values lie within rounding of exp(loc), or of
the value with log odds loc, where z is a difference of nearly equal numbers.
"""

import json
from pathlib import Path

import mpmath as mp
import numpy as np

mp.mp.dps = 60
LOCS = [0, 0.25, -0.004, 1e-6, 0.7, 1, -3, 12, -16, 55, -80, 85]
SCALES = [1e-30, 1e-12, 1e-9, 1e-6, 1e-3, 0.5, 2, 300, 1e20]


def f32(x):
    return float(np.float32(x))


def neighbours(x):
    x = np.float32(x)
    return [float(v) for v in (x, np.nextafter(x, np.float32(0)), np.nextafter(x, np.float32(2) * x), x * np.float32(1.001), x / np.float32(3))]


def table(inverse, transform, slope, least, most):
    rows = []
    for loc in map(f32, LOCS):
        for scale in map(f32, SCALES):
            for x in neighbours(float(inverse(loc))):
                if not least <= x <= most:
                    continue
                z = (transform(mp.mpf(x)) - mp.mpf(loc)) / mp.mpf(scale)
                if abs(z) > 1e38:
                    continue
                s = mp.mpf(scale)
                slopes = (slope(mp.mpf(x)) / s, -1 / s, -z / s, -slope(mp.mpf(x)) / s**2)
                rows.append([x, loc, scale, z, *slopes])
    plain = [[float(v) if abs(v) < 3.4e38 else None for v in column] for column in zip(*rows)]
    return dict(zip(("x", "loc", "scale", "z", "ofX", "ofLoc", "ofScale", "ofXAndScale"), plain))


tables = {
    "standardizedLog": table(mp.exp, mp.log, lambda x: 1 / x, 1.2e-38, 3.4e38),
    "standardizedLogit": table(
        lambda y: 1 / (1 + mp.exp(-y)), lambda x: mp.log(x) - mp.log1p(-x), lambda x: 1 / (x * (1 - x)), 1.2e-38, 1 - 2**-24
    ),
}
text = json.dumps({"origin": f"mpmath {mp.__version__}, 60 digits; standardizedLog.py", **tables}, separators=(",", ":"))
Path(__file__).with_name("standardizedLog.json").write_text(text + "\n")
