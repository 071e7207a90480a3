"""Reference values of special functions, written to special.json beside this file.

    python3 packages/math/test/reference/special.py

mpmath 1.3.0 with 60 digits. Every input is exactly representable in float32. "y", "dy" and "ddy" hold the function and
its first two derivatives in closed form; entries beyond the range of float64 become "inf" or "-inf".
"""

import json
from pathlib import Path

import numpy as np
from mpmath import (acosh, besseli, cot, diff, digamma, erf, erfc, erfinv, euler, exp, expm1, findroot, inf, isnan, log,
                    log1p, loggamma, mp, mpf, ncdf, npdf, pi, psi, sign, sin, sqrt, tan)

mp.dps = 60


def float32(values):
    return sorted({float(np.float32(v)) for v in values})


def spread(low, high, count):
    """Log-spaced magnitudes."""
    return np.exp(np.linspace(np.log(low), np.log(high), count))


def lgamma(x):
    return loggamma(x).real if x < 0 else loggamma(x)


POSITIVE = [*spread(1e-30, 1e30, 61), *np.linspace(0.05, 12, 80), 1 - 2**-24, 1 + 2**-23, 0.999, 1.001, 1.0001, 1.9999,
            2 + 2**-22, 2 - 2**-23, 1.99, 2.01, 0.5, 2.5, 1.4616321, 3, 100, 1e6, 8388608]
NEGATIVE = [*(-spread(1e-30, 0.9, 12)), *(-np.linspace(0.1, 20.3, 60)), -0.5, -1.5, -2.4570247, -2.0001, -1.9999, -100.5,
            -1000.25, -30000.5]
REAL = [*spread(1e-30, 1e4, 36), *(-spread(1e-30, 1e4, 36)), *np.linspace(-14, 14, 57), 0]
SQRT_2PI = sqrt(2 * pi)


def mills(x):
    return npdf(x) / ncdf_exact(x)


def ncdf_exact(x):
    return erfc(-x / sqrt(2)) / 2


def log_ncdf(x):
    return log1p(-erfc(x / sqrt(2)) / 2) if x > 0 else log(erfc(-x / sqrt(2)) / 2)


def log1mexp(x):
    return log(-expm1(-abs(x)))


def softplus(x):
    return log1p(exp(x))


def logistic(x):
    return 1 / (1 + exp(-x))


def quantile(p):
    if p < mpf("0.01"):
        s = sqrt(-2 * log(p))
        start = -(s - (log(4 * pi) + log(-log(p))) / (2 * s))
    else:
        start = sqrt(2) * erfinv(2 * p - 1) if p < 1 else mpf(5)
    return findroot(lambda x: log_ncdf(x) - log(p), start) if p < 0.5 else -quantile_upper(1 - p)


def quantile_upper(q):
    return mpf(0) if q == 0.5 else quantile(q)


def erfcx(x):
    return exp(x * x) * erfc(x)


def stirling(x):
    x = mpf(x)
    return loggamma(x) - ((x - mpf(1) / 2) * log(x) - x + log(2 * pi) / 2)


PROBABILITY = [*spread(1e-37, 0.4, 50), *np.linspace(0.02, 0.98, 49), 0.5 + 2**-20, 0.5 - 2**-22, 0.075, 0.925, 0.999999]

FUNCTIONS = {
    "lgamma": (POSITIVE + NEGATIVE, lgamma, lambda x: psi(0, x), lambda x: psi(1, x)),
    "digamma": (POSITIVE + NEGATIVE, lambda x: psi(0, x), lambda x: psi(1, x), lambda x: psi(2, x)),
    "trigamma": (POSITIVE + NEGATIVE, lambda x: psi(1, x), lambda x: psi(2, x), lambda x: psi(3, x)),
    "log1p": ([*spread(1e-30, 1e30, 61), *(-spread(1e-30, 0.999, 40)), *np.linspace(-0.95, 3, 60), 0],
              log1p, lambda x: 1 / (1 + x), lambda x: -1 / (1 + x) ** 2),
    "expm1": ([*spread(1e-30, 88, 50), *(-spread(1e-30, 1e4, 50)), *np.linspace(-2, 2, 50), 0], expm1, exp, exp),
    "log1mexp": ([*spread(1e-30, 87, 60), *(-spread(1e-30, 87, 60)), *np.linspace(0.3, 1.2, 30), 0.6931472], log1mexp,
                 lambda x: sign(x) / expm1(abs(x)),
                 lambda x: -exp(abs(x)) / expm1(abs(x)) ** 2),
    "softplus": ([*REAL, -80.5, -87, 30.5], softplus, logistic, lambda x: logistic(x) * logistic(-x)),
    "softplusInverse": ([*spread(1e-30, 1e30, 61), *np.linspace(0.1, 20, 60)], lambda y: y + log(-expm1(-y)),
                        lambda y: -1 / expm1(-y), lambda y: -exp(-y) / expm1(-y) ** 2),
    "erf": (REAL, erf, lambda x: 2 / sqrt(pi) * exp(-x * x), lambda x: -4 * x / sqrt(pi) * exp(-x * x)),
    "erfc": (REAL, erfc, lambda x: -2 / sqrt(pi) * exp(-x * x), lambda x: 4 * x / sqrt(pi) * exp(-x * x)),
    "erfcx": ([*spread(1e-30, 1e30, 61), *np.linspace(-9.3, 12, 80)], lambda x: erfcx(x) if x < 1e6 else 1 / (x * sqrt(pi)),
              lambda x: 2 * x * erfcx(x) - 2 / sqrt(pi) if x < 1e6 else -1 / (x * x * sqrt(pi)),
              lambda x: (2 + 4 * x * x) * erfcx(x) - 4 * x / sqrt(pi) if x < 1e6 else 2 / (x ** 3 * sqrt(pi))),
    "normalPdf": (REAL, npdf, lambda x: -x * npdf(x), lambda x: (x * x - 1) * npdf(x)),
    "normalCdf": (REAL, ncdf_exact, npdf, lambda x: -x * npdf(x)),
    "logNormalCdf": ([*REAL, *(-spread(1e4, 1e19, 16))], log_ncdf, mills, lambda x: -mills(x) * (x + mills(x))),
    "inverseMillsRatio": (REAL, mills, lambda x: -mills(x) * (x + mills(x)),
                          lambda x: mills(x) * ((x + mills(x)) * (x + 2 * mills(x)) - 1)),
    "normalQuantile": (PROBABILITY, quantile, lambda p: 1 / npdf(quantile(p)), lambda p: quantile(p) / npdf(quantile(p)) ** 2),
    "erfinv": ([*spread(1e-30, 0.9, 40), *(-spread(1e-30, 0.9, 20)), *np.linspace(-0.99, 0.99, 60), 1 - 2**-24, 0.85, 0], erfinv,
               lambda y: sqrt(pi) / 2 * exp(erfinv(y) ** 2), lambda y: pi / 2 * erfinv(y) * exp(2 * erfinv(y) ** 2)),
}


def number(value):
    if value in (inf, -inf):
        return "inf" if value > 0 else "-inf"
    value = float(value)
    return value if np.isfinite(value) else ("inf" if value > 0 else "-inf")


def evaluate(f, x):
    """Digits are raised until two evaluations agree, since closed forms cancel far out."""
    x = mpf(x)
    previous = None
    for digits in (60, 120, 240, 480, 960):
        mp.dps = digits
        value = f(x)
        if previous is not None and (value == previous or abs(value - previous) <= abs(value) * mpf(10) ** -20):
            return number(value)
        previous = value
    return number(value)


if __name__ == "__main__":
    out = {"origin": "mpmath 1.3.0, 60 digits and more; special.py", "functions": {}}
    for name, (points, f, df, ddf) in FUNCTIONS.items():
        x = float32(points)
        out["functions"][name] = {
            "x": x,
            "y": [evaluate(f, v) for v in x],
            "dy": [evaluate(df, v) for v in x],
            "ddy": [evaluate(ddf, v) for v in x],
        }
        print(name, len(x))
    lines = json.dumps(out).replace('"y":', '\n"y":').replace('"dy":', '\n"dy":').replace('"ddy":', '\n"ddy":')
    lines = lines.replace('}, "', '},\n"').replace('"functions"', '\n"functions"')
    Path(__file__).with_name("special.json").write_text(lines + "\n")
