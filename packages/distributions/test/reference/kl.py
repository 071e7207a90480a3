"""Divergences by numerical integration, written to kl.json beside this file.

    python3 packages/distributions/test/reference/kl.py

mpmath, 30 digits. Every input is exactly representable in float32.
"""

import json
from pathlib import Path

import mpmath as mp
from mpmath import mpf

mp.mp.dps = 30


def log_normal_density(x, loc, scale):
    return -((x - loc) / scale) ** 2 / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2


def log_laplace_density(x, loc, scale):
    return -abs(x - loc) / scale - mp.log(2 * scale)


def log_uniform_density(x, low, high):
    return -mp.log(high - low)


def log_gamma_density(x, concentration, rate):
    return concentration * mp.log(rate) + (concentration - 1) * mp.log(x) - rate * x - mp.loggamma(concentration)


def log_beta_density(x, concentration1, concentration0):
    a, b = concentration1, concentration0
    return (a - 1) * mp.log(x) + (b - 1) * mp.log(1 - x) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)


FAMILIES = {
    "normal": (log_normal_density, lambda p: [-mp.inf, p["loc"] - 3 * p["scale"], p["loc"], p["loc"] + 3 * p["scale"], mp.inf]),
    "laplace": (log_laplace_density, lambda p: [-mp.inf, p["loc"], mp.inf]),
    "uniform": (log_uniform_density, lambda p: [p["low"], p["high"]]),
    "beta": (log_beta_density, lambda p: [0, p["concentration1"] / (p["concentration1"] + p["concentration0"]), 1]),
    "gamma": (log_gamma_density, lambda p: [0, p["concentration"] / p["rate"], 4 * p["concentration"] / p["rate"], mp.inf]),
}


def kl(p_family, p, q_family, q):
    log_p, points = FAMILIES[p_family]
    log_q, _ = FAMILIES[q_family]
    kinks = [q["loc"]] if q_family == "laplace" else []
    ends = points({k: mpf(v) for k, v in p.items()})
    breaks = sorted(set(ends) | {mpf(k) for k in kinks if ends[0] < k < ends[-1]})
    p = {k: mpf(v) for k, v in p.items()}
    q = {k: mpf(v) for k, v in q.items()}
    return mp.quad(lambda x: mp.exp(log_p(x, *p.values())) * (log_p(x, *p.values()) - log_q(x, *q.values())), breaks)


PAIRS = [
    ("normal", {"loc": 0.5, "scale": 2}, "normal", {"loc": -1, "scale": 0.75}),
    ("normal", {"loc": 1.5, "scale": 0.5}, "laplace", {"loc": 1.25, "scale": 2}),
    ("normal", {"loc": -3, "scale": 0.25}, "laplace", {"loc": 1, "scale": 0.5}),
    ("laplace", {"loc": 0.5, "scale": 2}, "laplace", {"loc": -1, "scale": 0.75}),
    ("laplace", {"loc": 0.5, "scale": 2}, "normal", {"loc": 1, "scale": 1.5}),
    ("uniform", {"low": -1, "high": 2}, "normal", {"loc": 0.25, "scale": 0.5}),
    ("uniform", {"low": -1, "high": 2}, "laplace", {"loc": 0.25, "scale": 0.5}),
    ("uniform", {"low": 1, "high": 2}, "laplace", {"loc": -3, "scale": 4}),
    ("uniform", {"low": 40, "high": 40.001953125}, "laplace", {"loc": -30, "scale": 0.25}),
    ("uniform", {"low": -40.001953125, "high": -40}, "laplace", {"loc": 30, "scale": 2}),
    ("uniform", {"low": 80, "high": 80.03125}, "gamma", {"concentration": 15, "rate": 0.1875}),
    ("uniform", {"low": 50, "high": 50.125}, "gamma", {"concentration": 500, "rate": 10}),
    ("uniform", {"low": 0.5, "high": 2}, "gamma", {"concentration": 3.5, "rate": 2}),
    ("uniform", {"low": 0, "high": 4}, "gamma", {"concentration": 0.5, "rate": 0.25}),
    ("gamma", {"concentration": 2.5, "rate": 0.5}, "gamma", {"concentration": 4, "rate": 3}),
    ("gamma", {"concentration": 0.25, "rate": 0.5}, "gamma", {"concentration": 0.5, "rate": 0.125}),
    ("gamma", {"concentration": 3000, "rate": 2}, "gamma", {"concentration": 3010, "rate": 2}),
    ("gamma", {"concentration": 2.5, "rate": 0.5}, "normal", {"loc": 4, "scale": 3}),
    ("beta", {"concentration1": 2.5, "concentration0": 1.5}, "beta", {"concentration1": 1, "concentration0": 4}),
    ("beta", {"concentration1": 800, "concentration0": 300}, "beta", {"concentration1": 810, "concentration0": 305}),
    ("beta", {"concentration1": 0.5, "concentration0": 1.5}, "gamma", {"concentration": 3, "rate": 2}),
    ("beta", {"concentration1": 2.5, "concentration0": 1.5}, "normal", {"loc": 0.5, "scale": 0.25}),
]

rows = [
    {"p": {"family": pf, "parameters": p}, "q": {"family": qf, "parameters": q}, "kl": float(kl(pf, p, qf, q))}
    for pf, p, qf, q in PAIRS
]
out = {"origin": f"mpmath {mp.__version__}, numerical integration; kl.py", "rows": rows}
Path(__file__).with_name("kl.json").write_text(json.dumps(out) + "\n")
