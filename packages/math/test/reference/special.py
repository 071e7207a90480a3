"""Reference values of special functions, written to special.json and pairs.json beside this file.

    python3 packages/math/test/reference/special.py [name ...]

mpmath 1.3.0 with 60 digits and more. Every input is exactly representable in float32. In special.json "y", "dy" and "ddy"
hold the function and its first two derivatives; in pairs.json "ofFirst" and "ofSecond" hold the partial ones. With names,
only those functions are written anew. Entries beyond the range of float64 become "inf" or "-inf".
"""

import functools
import json
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
from mpmath import (bernoulli, besseli, cos, cosh, coth, diff, e1, erf, erfc, erfinv, exp, expm1, factorial, findroot, gammainc, inf,
                    log, log1p, loggamma, mp, mpf, npdf, pi, polyval, psi, quad, sign, sin, sinh, sqrt,
                    tanh)
from scipy.stats import gamma as gamma_distribution

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


def quantile_of_log(v):
    if v > log(mpf(1) / 2):
        return -quantile_of_log(log(-expm1(v)))
    x = -sqrt(-2 * v)
    for _ in range(60):
        step = (log_ncdf(x) - v) / mills(x)
        x -= step
        if abs(step) < mpf(10) ** (20 - mp.dps) * (1 + abs(x)):
            break
    return x


def erfcx(x):
    return exp(x * x) * erfc(x)


def stirling(x):
    return loggamma(x) - ((x - mpf(1) / 2) * log(x) - x + log(2 * pi) / 2)


def log_bessel(order):
    def f(x):
        if x < 1e4:
            return log(besseli(order, x))
        m, v = 4 * order ** 2, 1 / (8 * x)
        series = 1 - (m - 1) * v * (1 - (m - 9) * v / 2 * (1 - (m - 25) * v / 3 * (1 - (m - 49) * v / 4)))
        return x - log(2 * pi * x) / 2 + log(series)
    return f


def bessel_ratio(x):
    return besseli(1, x) / besseli(0, x) if x < 1e4 else 1 - 1 / (2 * x) - 1 / (8 * x ** 2) - 1 / (8 * x ** 3)


def bessel_slope(x):
    if x > 1e4:
        return 1 / (2 * x ** 2) + 1 / (4 * x ** 3) + 3 / (8 * x ** 4)
    return 1 - bessel_ratio(x) / x - bessel_ratio(x) ** 2


def bessel_curve(x):
    if x > 1e4:
        return -1 / x ** 3
    return bessel_ratio(x) / x ** 2 - bessel_slope(x) / x - 2 * bessel_ratio(x) * bessel_slope(x)


POSITIVE_REAL = [*spread(1e-30, 1e30, 61), *np.linspace(0.05, 15, 70), 1 - 2**-24, 1, 5, 6, 5.999, 700]

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
    "inverseLogNormalCdf": ([*(-spread(1e-30, 87, 50)), *(-spread(0.3, 2000, 60)), *(-spread(1e4, 1e30, 27)), -0.6931472],
                            quantile_of_log, lambda v: 1 / mills(quantile_of_log(v)),
                            lambda v: (quantile_of_log(v) + mills(quantile_of_log(v))) / mills(quantile_of_log(v)) ** 2),
    "stirlingRemainder": (POSITIVE_REAL, stirling, lambda x: psi(0, x) - log(x) + 1 / (2 * x),
                          lambda x: psi(1, x) - 1 / x - 1 / (2 * x * x)),
    "digammaRemainder": (POSITIVE_REAL, lambda x: psi(0, x) - log(x) + 1 / (2 * x),
                         lambda x: psi(1, x) - 1 / x - 1 / (2 * x * x), lambda x: psi(2, x) + 1 / x ** 2 + 1 / x ** 3),
    "logI0": (POSITIVE_REAL, log_bessel(0), bessel_ratio, bessel_slope),
    "logI1": (POSITIVE_REAL, log_bessel(1), lambda x: 1 / bessel_ratio(x) - 1 / x,
              lambda x: 1 / x ** 2 - bessel_slope(x) / bessel_ratio(x) ** 2),
    "besselRatio": (POSITIVE_REAL, bessel_ratio, bessel_slope, bessel_curve),
}

# Functions of two arguments: points, function, derivative in the first, in the second (None where not stored).


def kernel(a, x):
    return exp(a * log(x) - x - loggamma(a))


def lower(a, x):
    return gammainc(a, 0, x, regularized=True)


def upper(a, x):
    return gammainc(a, x, inf, regularized=True)


def lower_slope(a, x):
    """dP/da by a central difference, on the side that does not cancel."""
    h = a * mpf(10) ** -(mp.dps // 3)
    if x < a:
        return (lower(a + h, x) - lower(a - h, x)) / (2 * h)
    return -(upper(a + h, x) - upper(a - h, x)) / (2 * h)


def log_draw_slope(a, x):
    return -lower_slope(a, x) / kernel(a, x)


GAMMA_PAIRS = [(a, x) for a in (1e-30, 1e-3, 0.03, 0.3, 0.8, 0.999, 1, 1.5, 3, 8, 30, 200, 3000, 1e6)
               for x in (*gamma_distribution.ppf([1e-12, 1e-6, 1e-3, 0.05, 0.3, 0.5, 0.7, 0.95, 0.999, 1 - 1e-6,
                                                  1 - 1e-12], a), 1e-3, 0.1, 1, 10, 100, 1e4) if x > 1e-36]
LOG_DRAW_PAIRS = [*((a, np.log(x)) for a, x in GAMMA_PAIRS), (1e-3, -80), (1e-3, -2000), (0.01, -90), (1e-6, -1e5)]
MAGNITUDES = (1e-30, 1e-10, 1e-3, 0.1, 0.5, 1, 1.5, 2, 3.7, 10, 55, 1000, 1e5, 1e10, 1e20, 1e30)
NEIGHBOURS = [(m * f, m) for m in (1e-30, 1e-3, 0.7, 1, 13, 1e4, 1e8, 1e30)
              for f in (1e-6, 0.1, 0.4, 0.43, 0.5, 0.6, 0.9, 0.999, 1 - 2**-24, 1, 1 + 2**-23, 1.001, 1.1, 1.6, 2.3, 2.4, 3,
                        100, 1e6)]


def beta_slope(a, b):
    return psi(0, a) - psi(0, a + b)


PAIRS = {
    "regularizedGammaP": (GAMMA_PAIRS, lower, lower_slope, lambda a, x: kernel(a, x) / x),
    "regularizedGammaQ": (GAMMA_PAIRS, upper, lambda a, x: -lower_slope(a, x), lambda a, x: -kernel(a, x) / x),
    "logRegularizedGammaP": (GAMMA_PAIRS, lambda a, x: log(lower(a, x)), lambda a, x: lower_slope(a, x) / lower(a, x),
                             lambda a, x: kernel(a, x) / x / lower(a, x)),
    "logRegularizedGammaQ": (GAMMA_PAIRS, lambda a, x: log(upper(a, x)), lambda a, x: -lower_slope(a, x) / upper(a, x),
                             lambda a, x: -kernel(a, x) / x / upper(a, x)),
    "gammaDrawDerivative": (GAMMA_PAIRS, lambda a, x: x * log_draw_slope(a, x), None, None),
    "logGammaDrawDerivative": (LOG_DRAW_PAIRS, lambda a, v: log_draw_slope(a, exp(v)), None, None),
    "lbeta": ([(a, b) for a in MAGNITUDES for b in MAGNITUDES],
              lambda a, b: loggamma(a) + loggamma(b) - loggamma(a + b), beta_slope, lambda a, b: beta_slope(b, a)),
    "poissonDeviance": (NEIGHBOURS, lambda x, m: x * log(x / m) + m - x, lambda x, m: log(x / m), lambda x, m: 1 - x / m),
    "logRatio": ([*NEIGHBOURS, (1e30, 1e-30), (1e-30, 1e30)], lambda x, y: log(x / y), lambda x, y: 1 / x,
                 lambda x, y: -1 / y),
}


def normalized_bessel(order, x):
    """log(Gamma(v + 1) (2/x)^v I_v(x)), by its series or, far out, by Debye's with 16 terms."""
    if x < 400:
        q, term, total, k = x * x / 4, mpf(1), mpf(0), 0
        while k < 2000:
            k += 1
            term *= q / (k * (order + k))
            total += term
            if term < total * mpf(10) ** -mp.dps:
                break
        return log1p(total)
    r = sqrt(order ** 2 + x ** 2)
    powers = r + order * log(2 / (order + r)) - log(2 * pi * r) / 2 + loggamma(order + 1)
    return powers + log(sum(polyval(u[::-1], (order / r) ** 2) / r ** k for k, u in enumerate(debye())))


@functools.cache
def debye():
    """u_k(t) / t^k as polynomials in t^2 (Abramowitz and Stegun, 9.3.10)."""
    polynomials = [[Fraction(1)]]
    for k in range(16):
        u, following = polynomials[-1], [Fraction(0)] * (k + 2)
        for i, c in enumerate(u):
            power = k + 2 * i
            following[i] += c * Fraction(power, 2) + c / 8 / (power + 1)
            following[i + 1] -= c * Fraction(power, 2) + 5 * c / 8 / (power + 3)
        polynomials.append(following)
    return [[mpf(c.numerator) / c.denominator for c in u] for u in polynomials]


def log_bessel_of_order(order, x):
    return normalized_bessel(order, x) + order * log(x / 2) - loggamma(order + 1)


def bessel_i_ratio(order, x):
    return exp(normalized_bessel(order + 1, x) - normalized_bessel(order, x)) * x / (2 * (order + 1))


def bessel_remainder(order, x):
    r = sqrt(order ** 2 + x ** 2)
    return log_bessel_of_order(order, x) - (r + order * log(x / (order + r)) - log(2 * pi * r) / 2)


BESSEL_PAIRS = [(v, x) for v in (0, 1e-30, 1e-3, 0.5, 0.9999, 1, 1.5, 2, 5, 7.5, 11.9, 12.1, 30, 127, 511, 1e4, 1e5)
                for x in (*MAGNITUDES, 0.01, 3, 5, 7, 9, 11.5, 11.99, 12, 12.5, 15, 20, 30, 80, 150, 300, 3000, 1e4, 3e5)]
PAIRS |= {
    "logBesselI": (BESSEL_PAIRS, log_bessel_of_order, None, lambda v, x: bessel_i_ratio(v, x) + v / x),
    "logScaledBesselI": (BESSEL_PAIRS, lambda v, x: log_bessel_of_order(v, x) - x, None,
                         lambda v, x: bessel_i_ratio(v, x) + v / x - 1),
    "logBesselIRemainder": (BESSEL_PAIRS, bessel_remainder, None,
                            lambda v, x: bessel_i_ratio(v, x) - x / (sqrt(v * v + x * x) + v) + x / (2 * (v * v + x * x))),
    "logNormalizedBesselI": (BESSEL_PAIRS, normalized_bessel, None, bessel_i_ratio),
    "besselIRatio": (BESSEL_PAIRS, bessel_i_ratio, None,
                     lambda v, x: 1 - bessel_i_ratio(v, x) ** 2 - (2 * v + 1) * bessel_i_ratio(v, x) / x),
}


def von_mises_side(a, k, weight):
    """The integral of exp(k (cos t - cos a)) weight(t) from a to pi, at 30 digits."""
    with mp.workdps(30):
        width = min(1 / sqrt(k + 1), 1 / (k * sin(a) + mpf(10) ** -9))
        points = sorted({a, pi, *(min(a + width * f, pi) for f in (0.5, 1, 2, 4, 8, 16, 32, 64))})
        return quad(lambda t: exp(k * (cos(t) - cos(a))) * weight(t), points) if a < pi else mpf(0)


def von_mises_pdf(x, k):
    return exp(k * cos(x) - k) / (2 * pi * besseli(0, k) * exp(-k)) if abs(x) <= PI_32 else mpf(0)


def von_mises_cdf(x, k):
    tail = von_mises_pdf(x, k) * von_mises_side(abs(x), k, lambda t: 1)
    return tail if x < 0 else 1 - tail


def von_mises_draw_slope(x, k):
    ratio = besseli(1, k) / besseli(0, k)
    return -sign(x) * von_mises_side(abs(x), k, lambda t: ratio - cos(t))


PI_32 = mpf(float(np.float32(np.pi)))
VON_MISES_PAIRS = [(s * x, k) for k in (0, 1e-6, 0.01, 0.3, 1, 2, 5, 9, 13, 30, 100, 1e3, 1e4, 1e6, 1e8) for s in (-1, 1)
                   for x in (1e-8, 0.01, 0.1, 0.5, 1, 1.5707, 2, 2.5, 3, 3.1, 3.141592, 3.141592, np.pi,
                             *(z / np.sqrt(k + 1) for z in (0.1, 0.5, 0.9, 1.1, 1.7, 3)),
                             *(z / np.sqrt(k + 9) for z in (5, 8)))]
PAIRS |= {
    "vonMisesCdf": (VON_MISES_PAIRS, von_mises_cdf, von_mises_pdf, lambda x, k: -von_mises_pdf(x, k) * von_mises_draw_slope(x, k)),
    "logVonMisesCdf": ([(x, k) for x, k in VON_MISES_PAIRS if x > -3.14159], lambda x, k: log(von_mises_cdf(x, k)),
                       lambda x, k: von_mises_pdf(x, k) / von_mises_cdf(x, k),
                       lambda x, k: -von_mises_pdf(x, k) * von_mises_draw_slope(x, k) / von_mises_cdf(x, k)),
    "vonMisesDrawDerivative": (VON_MISES_PAIRS, von_mises_draw_slope, None, None),
}

ANGLES = np.random.default_rng(11)
SIZES = [s * 10**e for e in (-30, -8, -2, 0, 0.3, 0.5, 0.6, 1, 2, 4, 7, 9, 12, 16, 20, 25, 30, 34, 38) for s in ANGLES.uniform(-1, 1, 5)]
ANGLE_PAIRS = [(a, b) for a, b in zip(SIZES, ANGLES.permutation(SIZES))] + [(a, ANGLES.uniform(-3.14, 3.14)) for a in SIZES]
# Near each other, near the opposite direction, and both a number of turns away.
ANGLE_PAIRS += [(a * (1 + 2**-k), a + t * np.pi) for a in ANGLES.uniform(-30, 30, 6) for k in (3, 9, 16, 22) for t in (0, 1, -2, 7)]


def angle_between(x, y):
    turn = (x - y) / (2 * pi)
    return 2 * pi * (turn - mp.nint(turn))


PAIRS |= {
    "versine": (ANGLE_PAIRS, lambda x, y: 2 * sin((x - y) / 2) ** 2, lambda x, y: sin(x - y), lambda x, y: -sin(x - y)),
    "angleBetween": (ANGLE_PAIRS, angle_between, lambda x, y: mpf(1), lambda x, y: mpf(-1)),
}


def owens_t(h, a):
    """The factor exp(-h^2/2) is taken out, so that the quadrature keeps its digits."""
    if a < 0:
        return -owens_t(h, -a)
    with mp.workdps(30):
        points = sorted({mpf(0), a, *(min(a, f / (abs(h) + mpf(10) ** -20)) for f in (1, 3, 6, 12)),
                         *(min(a, mpf(f)) for f in (0.5, 1, 2, 4, 16, 100, 1e4))})
        return exp(-h * h / 2) / (2 * pi) * quad(lambda t: exp(-(h * t) ** 2 / 2) / (1 + t * t), points)


def hurwitz(s, q):
    """Euler and Maclaurin's formula with 40 terms and 24 corrections, over q^-s."""
    m = q + 40
    total = sum((1 + k / q) ** -s for k in range(40))
    tail = m / (s - 1) + mpf(1) / 2
    factor = s / m
    for j in range(1, 25):
        tail += bernoulli(2 * j) / factorial(2 * j) * factor
        factor *= (s + 2 * j - 1) * (s + 2 * j) / m ** 2
    return total + (m / q) ** -s * tail


def log_hurwitz(s, q):
    return -s * log(q) + log(hurwitz(s, q))


def log_zeta(s):
    return log1p(hurwitz(s, mpf(1)) - 1)


def exponential_integral_excess(x):
    return 1 / (exp(x) * e1(x)) - x if x < 1e4 else 1 - 1 / x + 3 / x ** 2 - 13 / x ** 3 + 71 / x ** 4


EXPONENTS = [1 + 2**-23, 1 + 2**-20, 1.0001, 1.01, 1.1, 1.5, 2, 3, 5, 9, 17, 25, 50, 100, 1000]
FUNCTIONS |= {
    "logRiemannZeta": ([*EXPONENTS, *np.linspace(1.05, 30, 40)], log_zeta, lambda s: diff(log_zeta, s),
                       lambda s: diff(log_zeta, s, 2)),
    "logScaledExponentialIntegral": (
        [*spread(1e-30, 1e30, 61), *np.linspace(0.05, 12, 60), 0.9999999, 1], lambda x: -log(x + exponential_integral_excess(x)),
        lambda x: -exponential_integral_excess(x) / x,
        lambda x: (1 - exponential_integral_excess(x)) * (x + exponential_integral_excess(x)) / x ** 2),
}
PAIRS |= {
    "owensT": ([(h, s * a) for h in (0, 1e-30, -0.01, 0.3, -1, 2, 3.5, -5, 8, 12, 20) for s in (-1, 1)
                for a in (1e-30, 1e-3, 0.2, 0.6, 0.99, 1, 1.01, 1.5, 4, 30, 1e4, 1e10)], owens_t,
               lambda h, a: -npdf(h) * erf(a * h / sqrt(2)) / 2,
               lambda h, a: exp(-h * h * (1 + a * a) / 2) / (2 * pi * (1 + a * a))),
    "logHurwitzZeta": ([(s, q) for s in EXPONENTS for q in (1e-30, 1e-3, 0.5, 1, 2, 3.5, 10, 30, 100, 1e4, 1e6, 1e10, 1e30)],
                       log_hurwitz, lambda s, q: diff(lambda v: log_hurwitz(v, q), s),
                       lambda s, q: -s * hurwitz(s + 1, q) / q / hurwitz(s, q)),
}


def cumulants(x):
    """log((exp(x) - 1)/x) and four derivatives, in as many digits as their cancellation near 0 takes."""
    with mp.workdps(mp.dps + 6 * max(0, int(-log(abs(x) + mpf(10) ** -40, 10))) + 20):
        if x == 0:
            return [mpf(0), mpf(1) / 2, mpf(1) / 12, mpf(0), -mpf(1) / 120]
        e, m = exp(x), expm1(x)
        return [log(m / x), e / m - 1 / x, 1 / x ** 2 - e / m ** 2, e * (e + 1) / m ** 3 - 2 / x ** 3,
                6 / x ** 4 - e * (e * e + 4 * e + 1) / m ** 4]


def log1p_over(c, x):
    return log1p(c * x) / c if c != 0 else x


def log1p_over_slope(c, x):
    with mp.workdps(mp.dps + 140):
        return (x / (1 + c * x) - log1p(c * x) / c) / c if c != 0 else -x * x / 2


def expm1_over_slope(c, x):
    with mp.workdps(mp.dps + 140):
        return (x * exp(c * x) - expm1(c * x) / c) / c if c != 0 else x * x / 2


AROUND_0 = [*spread(1e-30, 80, 50), *(-spread(1e-30, 80, 50)), *np.linspace(-12, 12, 97)]
OUT_TO_1E30 = [*AROUND_0, *spread(100, 1e30, 15), *(-spread(100, 1e30, 15))]


def cumulant(order, x):
    """Far out the exponential is 0 or cancels."""
    if abs(x) > 1000:
        a = abs(x)
        return [(x if x > 0 else 0) - log(a), 1 - 1 / x if x > 0 else -1 / x, 1 / a ** 2, -sign(x) * 2 / a ** 3,
                         6 / a ** 4][order]
    return cumulants(x)[order]


def log_cosh(x):
    return abs(x) + log1p(exp(-2 * abs(x))) - log(2)


def log_sinh(x):
    return abs(x) + log(-expm1(-2 * abs(x))) - log(2)


FUNCTIONS |= {
    "exprel": ([v for v in AROUND_0 if v < 85], lambda x: exp(cumulants(x)[0]), lambda x: exp(cumulants(x)[0]) * cumulants(x)[1],
               lambda x: exp(cumulants(x)[0]) * (cumulants(x)[1] ** 2 + cumulants(x)[2])),
    "logExprel": (OUT_TO_1E30, *(lambda x, k=k: cumulant(k, x) for k in range(3))),
    "logExprelSlope": (OUT_TO_1E30, *(lambda x, k=k: cumulant(k, x) for k in range(1, 4))),
    "logExprelCurvature": (OUT_TO_1E30, *(lambda x, k=k: cumulant(k, x) for k in range(2, 5))),
    "logSinhc": (OUT_TO_1E30, lambda x: cumulant(0, 2 * x) - x, lambda x: 2 * cumulant(1, 2 * x) - 1,
                 lambda x: 4 * cumulant(2, 2 * x)),
    "langevin": (OUT_TO_1E30, lambda x: 2 * cumulant(1, 2 * x) - 1, lambda x: 4 * cumulant(2, 2 * x),
                 lambda x: 8 * cumulant(3, 2 * x)),
    "logCosh": (OUT_TO_1E30, log_cosh, tanh, lambda x: 1 / cosh(x) ** 2),
    "logSinh": ([v for v in OUT_TO_1E30 if v != 0], log_sinh, coth, lambda x: -1 / sinh(x) ** 2),
}
SHAPE_PAIRS = [(c, x) for c in (0, 1e-30, -1e-20, 1e-7, -1e-4, 0.01, -0.1, 0.3, -0.5, 1, -2, 30, 1e10)
               for x in (1e-30, -1e-12, 1e-4, 0.01, -0.3, 0.6, 1, -1.4, 2, 5, -8, 20, 300, 1e10)]
PAIRS |= {
    "log1pOver": ([(c, x) for c, x in [*SHAPE_PAIRS, (1, 1e30), (1e10, 1e30), (-0.25, 1.98), (-0.25, 2.02)] if c * x > -0.9],
                  log1p_over, log1p_over_slope, lambda c, x: 1 / (1 + c * x)),
    "expm1Over": ([(c, x) for c, x in [*SHAPE_PAIRS, (-1, 1e30), (1e-30, 1e30)] if c * x < 12],
                  lambda c, x: expm1(c * x) / c if c != 0 else x, expm1_over_slope, lambda c, x: exp(c * x)),
}


def number(value):
    if value in (inf, -inf):
        return "inf" if value > 0 else "-inf"
    value = float(value)
    return value if np.isfinite(value) else ("inf" if value > 0 else "-inf")


def evaluate(f, *arguments):
    """Digits are raised until two evaluations agree, since closed forms cancel far out."""
    if f is None:
        return None
    arguments = [mpf(x) for x in arguments]
    previous = None
    for digits in (60, 120, 240, 480, 960):
        mp.dps = digits
        value = f(*arguments)
        if previous is not None and (value == previous or abs(value - previous) <= abs(value) * mpf(10) ** -15):
            return number(value)
        previous = value
    return number(value)


def write(name, origin, tables):
    """Functions that were not evaluated this time keep what is stored."""
    path = Path(__file__).with_name(name)
    if len(sys.argv) > 1:
        tables = json.loads(path.read_text())["functions"] | tables
    text = json.dumps({"origin": origin, "functions": tables}).replace('"functions"', '\n"functions"')
    for key in ("y", "dy", "ddy", "second", "ofFirst", "ofSecond"):
        text = text.replace(f'"{key}":', f'\n"{key}":')
    path.write_text(text.replace('}, "', '},\n"') + "\n")


def chosen(table):
    return {name: row for name, row in table.items() if len(sys.argv) == 1 or name in sys.argv}


if __name__ == "__main__":
    singles = {}
    for name, (points, *fs) in chosen(FUNCTIONS).items():
        x = float32(points)
        singles[name] = {"x": x, **{key: [evaluate(f, v) for v in x] for key, f in zip(("y", "dy", "ddy"), fs)}}
        print(name, len(x))
    write("special.json", "mpmath 1.3.0, 60 digits and more; special.py", singles)
    doubles = {}
    for name, (points, *fs) in chosen(PAIRS).items():
        points = sorted({(float(np.float32(a)), float(np.float32(b))) for a, b in points})
        doubles[name] = {"first": [a for a, _ in points], "second": [b for _, b in points]}
        for key, f in zip(("y", "ofFirst", "ofSecond"), fs):
            if f is not None:
                doubles[name][key] = [evaluate(f, *point) for point in points]
        print(name, len(points))
    write("pairs.json", "mpmath 1.3.0, 60 digits and more; special.py", doubles)
