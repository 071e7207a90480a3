"""Elementwise bijectors over sixty orders of magnitude, by mpmath with 80 digits: writes bijectorSweep.json beside this file."""

import json
import pathlib

import mpmath as mp
import numpy as np

mp.mp.dps = 80
sizes = [1e-30, 1e-10, 1e-3, 0.1, 0.7, 1.0, 3.0, 5.0, 9.0, 20.0, 50.0, 80.0, 1e3, 1e10, 1e30]
real = [-x for x in reversed(sizes)] + [0.0] + sizes
unit = [1e-30, 1e-10, 1e-3, 0.1, 0.5, 0.7, 0.99, 1 - 2**-12, 1 - 2**-24]
one = mp.mpf(1)


def kumaraswamy(a, b):
    return lambda x: 1 - (1 - x**a) ** b, lambda x: mp.log(a * b * x ** (a - 1) * (1 - x**a) ** (b - 1))


def weibull(scale, k):
    return lambda x: -mp.expm1(-((x / scale) ** k)), lambda x: mp.log(k / scale) + (k - 1) * mp.log(x / scale) - (x / scale) ** k


def softplus(x):
    return mp.log1p(mp.exp(x)) if x < 1e4 else x


sigmoid = lambda x: 1 / (1 + mp.exp(-x)) if x > -1e4 else mp.mpf(0)
log_sigmoid_slope = lambda x: -softplus(x) - softplus(-x)
log_sech_square = lambda x: 2 * (mp.log(2) - abs(x) - mp.log1p(mp.exp(-2 * abs(x)) if abs(x) < 1e4 else mp.mpf(0)))
bounded_exp = lambda x: mp.exp(x) if x < 1e4 else mp.inf
rows = {
    "exp": (real, lambda x: bounded_exp(x) if x > -1e4 else mp.mpf(0), lambda x: x),
    "log": (sizes, mp.log, lambda x: -mp.log(x)),
    "sigmoid": (real, sigmoid, log_sigmoid_slope),
    "logit": (unit, lambda x: mp.log(x / (1 - x)), lambda x: -mp.log(x) - mp.log(1 - x)),
    "softplus": (real, lambda x: softplus(x) if x > -1e4 else mp.mpf(0), lambda x: -softplus(-x)),
    "tanh": (real, lambda x: mp.tanh(x) if abs(x) < 1e4 else mp.sign(x), log_sech_square),
    "softsign": (real, lambda x: x / (1 + abs(x)), lambda x: -2 * mp.log1p(abs(x))),
    "normalCdf": ([x for x in real if abs(x) < 13], lambda x: mp.ncdf(x), lambda x: -x * x / 2 - mp.log(2 * mp.pi) / 2),
    "power": (sizes, lambda x: x ** mp.mpf(-0.5), lambda x: mp.log(0.5) - mp.mpf(1.5) * mp.log(x)),
    "ontoInterval": (real, lambda x: 4 * sigmoid(x), lambda x: mp.log(4) + log_sigmoid_slope(x)),
    "gumbelCdf": ([x for x in real if x > -8], lambda x: mp.exp(-mp.exp(-(x - 0.5) / 2)), lambda x: -(x - 0.5) / 2 - mp.exp(-(x - 0.5) / 2) - mp.log(2)),
    "kumaraswamyCdf": (unit, *kumaraswamy(mp.mpf(1.5), mp.mpf(2.5))),
    "weibullCdf": ([x for x in sizes if x < 1e4], *weibull(mp.mpf(2), mp.mpf(1.5))),
}


def number(x):
    x = float(x)
    return x if np.isfinite(x) else ("inf" if x > 0 else "-inf")


table = []
for name, (points, value, log_det) in rows.items():
    xs = [float(np.float32(x)) for x in points]
    table.append({"name": name, "x": xs, "y": [number(value(mp.mpf(x))) for x in xs], "logDet": [number(log_det(mp.mpf(x))) for x in xs]})
text = json.dumps({"origin": f"mpmath {mp.__version__}, 80 digits", "rows": table})
pathlib.Path(__file__).with_name("bijectorSweep.json").write_text(text + "\n")
print(sum(len(row["x"]) for row in table), "points")
