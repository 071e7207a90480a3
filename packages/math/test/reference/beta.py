"""Reference values of the incomplete beta function and of quantiles, written to beta.json beside this file.

    python3 packages/math/test/reference/beta.py

mpmath 1.3.0 with 50 digits. The incomplete beta function is the series of positive terms 8.17.8 of the NIST handbook on
the side of x <= 1/2, its derivatives in a and b are central differences with a step of 1e-16, and quantiles are roots
of the logarithm of the smaller tail. Inputs are exactly representable in float32.
"""

import json
from pathlib import Path

import numpy as np
from mpmath import exp, expm1, gammainc, inf, log, log1p, loggamma, mp, mpf

mp.dps = 50
HALF = mpf(1) / 2


def f32(value):
    return float(np.float32(float(value)))


def series(a, b, z):
    """log I_x(a, b) at x = logistic(z); slow for x > 1/2."""
    s, log_x, log_y = a + b, -log1p(exp(-z)), -log1p(exp(z))
    x = exp(log_x)
    term, total, n = mpf(1), mpf(1), 0
    while term > total * mpf(10) ** -48:
        term *= (s + n) / (a + 1 + n) * x
        total += term
        n += 1
    return a * log_x + b * log_y + loggamma(s) - loggamma(a + 1) - loggamma(b) + log(total)


def other(value, slowly):
    """The logarithm of the complement, by the series where too few digits would be left."""
    return log(-expm1(value)) if value < -mpf(10) ** -20 else slowly()


def tails(a, b, z):
    """log I and log(1 - I)."""
    if z <= 0:
        lower = series(a, b, z)
        return lower, other(lower, lambda: series(b, a, -z))
    upper = series(b, a, -z)
    return other(upper, lambda: series(a, b, z)), upper


def log_density(a, b, z):
    """Of the log-odds."""
    return -a * log1p(exp(-z)) - b * log1p(exp(z)) + loggamma(a + b) - loggamma(a) - loggamma(b)


def beta_quantile(a, b, p):
    """Log-odds at which I is p: Newton's method on the concave logarithm of the smaller tail."""
    a, b, p = mpf(a), mpf(b), mpf(p)
    below = p <= HALF
    target = log(p) if below else log(1 - p)
    z = log(a / b)
    for _ in range(200):
        value = tails(a, b, z)[0 if below else 1]
        slope = exp(log_density(a, b, z) - value)
        step = (target - value) / (slope if below else -slope)
        if below == (z > 0):
            step = max(step, -1) if below else min(step, 1)  # not far into the tail without digits
        z += step
        if abs(step) < mpf(10) ** -20 * (1 + abs(z)):
            return z
    raise ArithmeticError((a, b, p))


def partials(f, *arguments):
    """Central differences of each function value in the first two arguments."""
    out = []
    for i in range(2):
        h = arguments[i] * mpf(10) ** -16
        up, down = list(arguments), list(arguments)
        up[i] += h
        down[i] -= h
        out.append((f(*up) - f(*down)) / (2 * h))
    return out


def lower_probability(a, b, z):
    """I up to a constant, of the tail that keeps its digits: the other is one less."""
    return exp(tails(a, b, z)[0]) if z <= 0 else -exp(tails(a, b, z)[1])


def at(a, b, z):
    a, b, z = mpf(a), mpf(b), mpf(z)
    lower, upper = tails(a, b, z)
    of_a, of_b = partials(lower_probability, a, b, z)
    return lower, upper, of_a, of_b, exp(log_density(a, b, z))


def gamma_tails(a, v):
    x = exp(v)
    if x <= a + 1:
        lower = log(gammainc(a, 0, x, regularized=True))
        return lower, log(-expm1(lower))
    upper = log(gammainc(a, x, inf, regularized=True))
    return log(-expm1(upper)), upper


def gamma_quantile(a, p):
    """log x at which P(a, x) is p."""
    a, p = mpf(a), mpf(p)
    below = p <= HALF
    target = log(p) if below else log(1 - p)
    v = min(log(a), (log(p) + loggamma(a + 1)) / a) if below or a < 1 else log(a)
    for _ in range(200):
        value = gamma_tails(a, v)[0 if below else 1]
        slope = exp(a * v - exp(v) - loggamma(a) - value)
        step = (target - value) / (slope if below else -slope)
        step = max(min(step, 2), -max(2, abs(v)))
        v += step
        if abs(step) < mpf(10) ** -20 * (1 + abs(v)):
            return v
    raise ArithmeticError((a, p))


RANKS = [1e-6, 1e-3, 0.1, 0.5, 0.75, 0.99, 1 - 2.0 ** -20]
CONCENTRATIONS = [1e-3, 0.03, 0.4, 1, 1.5, 7, 60, 1e3, 1e5]
PAIRS = [(a, b) for a in CONCENTRATIONS for b in CONCENTRATIONS] + [
    (1e-6, 2), (2, 1e-6), (1e-5, 1e-5), (0.5, 1e6), (1e6, 0.5), (1e6, 1e6), (1e6, 3), (0.99, 0.99), (0.999, 50),
    (5e5, 1e6), (0.5, 0.5)]
GAMMAS = [1e-30, 1e-6, 1e-3, 0.03, 0.2, 0.5, 0.9, 1, 1.5, 3, 10, 70, 1e3, 3e4, 1e6]


def main():
    odds = {k: [] for k in ("a", "b", "z", "logLower", "logUpper", "ofA", "ofB", "ofZ")}
    shares = {k: [] for k in ("a", "b", "x", "logLower", "logUpper", "ofA", "ofB", "ofX")}
    quantiles = {k: [] for k in ("a", "b", "p", "z")}
    for a, b in PAIRS:
        a, b = f32(a), f32(b)
        for p in map(f32, RANKS):
            exact = beta_quantile(a, b, p)
            row = dict(a=a, b=b, p=p, z=exact)
            for k in quantiles:
                quantiles[k].append(float(row[k]))
            z = f32(exact)
            lower, upper, of_a, of_b, kernel = at(a, b, z)
            row = dict(a=a, b=b, z=z, logLower=lower, logUpper=upper, ofA=of_a, ofB=of_b, ofZ=kernel)
            for k in odds:
                odds[k].append(float(row[k]))
            x = f32(1 / (1 + exp(-exact)))
            if 1e-37 < x < 1:
                v = mpf(x)
                lower, upper, of_a, of_b, kernel = at(a, b, log(v / (1 - v)))
                row = dict(a=a, b=b, x=x, logLower=lower, logUpper=upper, ofA=of_a, ofB=of_b, ofX=kernel / v / (1 - v))
                for k in shares:
                    shares[k].append(float(row[k]))
        print(a, b, flush=True)
    gammas = {k: [] for k in ("a", "p", "logX")}
    for a in map(f32, GAMMAS):
        for p in map(f32, [1e-30, 1e-10, *RANKS, 1 - 2.0 ** -24]):
            row = dict(a=a, p=p, logX=gamma_quantile(a, p))
            for k in gammas:
                gammas[k].append(float(row[k]))
        print(a, flush=True)
    tables = {"odds": odds, "shares": shares, "betaQuantile": quantiles, "gammaQuantile": gammas}
    text = json.dumps({"origin": "mpmath 1.3.0, 50 digits; beta.py", **tables})
    for key in ("odds", "shares", "betaQuantile", "gammaQuantile", "b", "x", "z", "p", "logX", "logLower", "logUpper", "ofA", "ofB", "ofX", "ofZ"):
        text = text.replace(f'"{key}":', f'\n"{key}":')
    Path(__file__).with_name("beta.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
