"""Coefficients of the approximations in src/special, printed as TypeScript arrays with their relative error, which is that
before they are rounded to float32.

Each is a polynomial or a ratio of polynomials (denominator with constant term 1, not printed) that interpolates the
function at Chebyshev nodes, computed with 40 digits.

    python3 packages/math/scripts/coefficients.py [name ...]

Needs mpmath (1.3.0 was used).
"""

import struct
import sys

from mpmath import (atanh, besseli, cos, cosh, coth, digamma, e1, erf, erfc, euler, exp, log, loggamma, lu_solve,
                    matrix, mp, mpf, npdf, nstr, pi, polyval, psi, sin, sinh, sqrt)

mp.dps = 40


def interpolate(f, low, high, n, m):
    """Numerator and denominator of degrees n and m, and the largest relative error on [low, high]."""
    low, high, size = mpf(low), mpf(high), n + m + 1
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * size)) for i in range(size)]
    system, right = matrix(size, size), matrix(size, 1)
    for i, x in enumerate(nodes):
        right[i] = f(x)
        for j in range(n + 1):
            system[i, j] = x ** j
        for j in range(1, m + 1):
            system[i, n + j] = -right[i] * x ** j
    solution = lu_solve(system, right)
    p = [solution[j] for j in range(n + 1)]
    q = [solution[n + j] for j in range(1, m + 1)]
    worst = mpf(0)
    for i in range(500):
        x = low + (high - low) * i / 499
        worst = max(worst, abs(polyval(p[::-1], x) / polyval(q[::-1] + [1], x) / f(x) - 1))
    return p, q, worst


def at(f, limits, radius=mpf(10) ** -15):
    """f with its limits spelled out where its formula is 0/0."""
    def g(x):
        for point, value in limits:
            if abs(x - point) < radius:
                return mpf(value)
        return f(x)
    return g


def stirling(x):
    return loggamma(x) - ((x - mpf(1) / 2) * log(x) - x + log(2 * pi) / 2)


def hazard_excess(a):
    """phi(a) / Phi(-a) - a."""
    return npdf(a) / (erfc(a / sqrt(2)) / 2) - a if a < 1e6 else 1 / a - 2 / a ** 3


def in_inverse_square(f, limit):
    """f as a function of w = 1 / x^2."""
    return lambda w: mpf(limit) if w < mpf(10) ** -9 else f(1 / sqrt(w))


def scaled_hazard(q, pivot=3, shift=2):
    """(a + 2) k(a) of q = (a - 3) / (a + 3)."""
    if q > 1 - mpf(10) ** -12:
        return mpf(1)
    a = pivot * (1 + q) / (1 - q)
    return (a + shift) * hazard_excess(a)


def exponential_integral_excess(q):
    if q > 1 - mpf(10) ** -12:
        return mpf(1)
    x = 4 * (1 + q) / (1 - q)
    if x > 1e4:
        return 1 - 1 / x + 3 / x ** 2 - 13 / x ** 3
    return 1 / (exp(x) * e1(x)) - x


FITS = {
    # lgamma(1 + t) / (t (t - 1))
    "lgamma": (at(lambda t: loggamma(1 + t) / (t * (t - 1)), [(0, euler), (1, 1 - euler)]), -0.5, 1.5, 5, 4),
    # x (lgamma(x) - Stirling(x)), x >= 1, of 1/x^2
    "stirlingRemainder": (in_inverse_square(lambda x: x * stirling(x), mpf(1) / 12), 0, 1, 3, 3),
    # x^2 (digamma(x) - log x + 1/(2x)), x >= 1, of 1/x^2
    "digammaRemainder": (
        in_inverse_square(lambda x: x ** 2 * (digamma(x) - log(x) + 1 / (2 * x)), -mpf(1) / 12), 0, 1, 4, 3),
    # x^3 (trigamma(x) - 1/x - 1/(2x^2)), x >= 1, of 1/x^2
    "trigammaRemainder": (
        in_inverse_square(lambda x: x ** 3 * (psi(1, x) - 1 / x - 1 / (2 * x ** 2)), mpf(1) / 6), 0, 1, 4, 4),
    # (a + 2) k(a) of q = (a - 3)/(a + 3), k(a) = phi(a)/Phi(-a) - a, a >= 0
    "hazard": (scaled_hazard, -1, 1, 5, 5),
    # sin(pi r)/r and cos(pi r) of r^2, |r| <= 1/2; the last divided by its factor 1 - 4 r^2
    "sinPi": (at(lambda u: sin(pi * sqrt(u)) / sqrt(u), [(0, pi)]), 0, 0.25, 4, 0),
    "cosPi": (at(lambda u: cos(pi * sqrt(u)) / (1 - 4 * u), [(0.25, pi / 4)]), 0, 0.25, 4, 0),
    # (atanh(v)/v - 1)/v^2 of v^2, |v| <= 0.4
    "atanhTail": (at(lambda w: (atanh(sqrt(w)) / sqrt(w) - 1) / w, [(0, mpf(1) / 3)]), 0, 0.16, 5, 0),
    # (atanh(s)/s - 1)/s^2 of s^2, |s| <= 1/3: log(1 + x) for |x| <= 1/2
    "log1p": (at(lambda w: (atanh(sqrt(w)) / sqrt(w) - 1) / w, [(0, mpf(1) / 3)]), 0, mpf(1) / 9, 3, 0),
    # (exp(t) - 1 - t)/t^2, |t| <= 1
    "expTail": (at(lambda t: (exp(t) - 1 - t) / t ** 2, [(0, mpf(1) / 2)]), -1, 1, 7, 0),
    # The same for |t| <= 1/2
    "expm1": (at(lambda t: (exp(t) - 1 - t) / t ** 2, [(0, mpf(1) / 2)]), -0.5, 0.5, 4, 0),
    # log I0(x) / x^2 of x^2, x <= 5, and x (log I0(x) - x + log(2 pi x)/2) of 1/x, x >= 5
    "logI0Small": (at(lambda u: log(besseli(0, sqrt(u))) / u, [(0, mpf(1) / 4)]), 0, 25, 5, 4),
    "logI0Large": (at(lambda v: (log(besseli(0, 1 / v)) - 1 / v + log(2 * pi / v) / 2) / v, [(0, mpf(1) / 8)],
                      mpf(10) ** -8), 0, 0.2, 6, 0),
    # With A = I1/I0: 2 A(x)/x of x^2, x <= 6, and b = x (x (1 - A) - 1/2) of 1/x, x >= 6
    "besselRatioSmall": (at(lambda u: 2 * besseli(1, sqrt(u)) / besseli(0, sqrt(u)) / sqrt(u), [(0, 1)]), 0, 36, 4, 4),
    "besselRatioLarge": (at(lambda v: ((1 - besseli(1, 1 / v) / besseli(0, 1 / v)) / v - mpf(1) / 2) / v,
                            [(0, mpf(1) / 8)], mpf(10) ** -8), 0, mpf(1) / 6, 7, 0),
    # (E1(x) + log x + gamma)/x, x <= 1, and 1/(exp(x) E1(x)) - x of q = (x - 4)/(x + 4), x >= 1
    "exponentialIntegralNear": (at(lambda x: (e1(x) + log(x) + euler) / x, [(0, 1)]), 0, 1, 5, 0),
    "exponentialIntegralFar": (exponential_integral_excess, -0.6, 1, 4, 5),
    # With z^2 = u: log(sinh(z)/z)/z^2, z <= 2; (coth(z) - 1/z)/z, z <= 2
    "logSinhc": (at(lambda u: log(sinh(sqrt(u)) / sqrt(u)) / u, [(0, mpf(1) / 6)]), 0, 4, 2, 2),
    "langevin": (at(lambda u: (coth(sqrt(u)) - 1 / sqrt(u)) / sqrt(u), [(0, mpf(1) / 3)]), 0, 4, 2, 2),
    # With x^2 = u: second and third derivative of log(expm1(x)/x), the third over x, x <= 4
    "logExprelCurvature": (at(lambda u: 1 / u - 1 / (4 * sinh(sqrt(u) / 2) ** 2), [(0, mpf(1) / 12)]), 0, 16, 2, 3),
    "logExprelThird": (at(lambda u: (cosh(sqrt(u) / 2) / (4 * sinh(sqrt(u) / 2) ** 3) - 2 / sqrt(u) ** 3) / sqrt(u),
                          [(0, -mpf(1) / 120)]), 0, 16, 2, 3),
    # First and second derivative of log(1 + y)/y, |y| <= 1/2
    "log1pRatioSlope": (at(lambda y: (1 / (1 + y) - log(1 + y) / y) / y, [(0, -mpf(1) / 2)]), -0.5, 0.5, 3, 4),
    "log1pRatioCurvature": (
        at(lambda y: (-1 / (1 + y) ** 2 - 2 * (1 / (1 + y) - log(1 + y) / y) / y) / y, [(0, mpf(2) / 3)]), -0.5, 0.5, 3, 4),
    # erf(x)/x of x^2
    "erf": (at(lambda u: erf(sqrt(u)) / sqrt(u), [(0, 2 / sqrt(pi))]), 0, 0.5625, 5, 0),
}


def single(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def shortest(x):
    """The fewest digits that are the same float32: tensors see no more, and every digit is shipped."""
    texts = (nstr(mpf(y), digits) for digits in range(1, 10) for y in (x, single(x)))
    return next(text for text in texts if single(text) == single(x))


def show(name, values):
    print(f"{name} = [{', '.join(shortest(v) for v in values)}];")


if __name__ == "__main__":
    for name in sys.argv[1:] or FITS:
        p, q, worst = interpolate(*FITS[name])
        print(f"// {name}: relative error {nstr(worst, 2)}")
        show("numerator", p)
        if q:
            show("denominator", [mpf(1)] + q)
