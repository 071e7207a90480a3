import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"concentration1": a, "concentration0": b}, values)
    for a, b, values in [
        (2.5, 1.5, [0.01, 0.3, 0.7, 0.99]),
        (1, 3, [1e-6, 0.2, 0.5, 0.9]),
        (4, 2, [0.05, 0.4, 0.8, 0.97]),
        (1, 1, [0.001, 0.5, 0.9]),
        (0.5, 0.5, [1e-8, 0.1, 0.6, 0.999]),
        (0.3, 4, [1e-12, 0.01, 0.2, 0.7]),
        (7, 0.2, [0.3, 0.9, 0.999]),
        (1.0001, 1.5, [1e-5, 0.1, 0.5]),
        (60, 40, [0.4, 0.59, 0.6, 0.75]),
        (1000, 1000, [0.46, 0.499, 0.5, 0.53]),
        (1000, 3, [0.98, 0.997, 0.9995]),
        (2, 1e4, [1e-5, 1e-4, 1e-3]),
        (1e5, 3e5, [0.247, 0.2499, 0.25, 0.252]),
    ]
] + [
    ({"concentration1": 0.01, "concentration0": 0.01}, [1e-6, 0.5, 0.9999], {"extreme": True}),
    ({"concentration1": 2, "concentration0": 3}, [-0.5, 0, 1, 2, 0.5], {"extreme": True}),
    ({"concentration1": 1, "concentration0": 1}, [0, 1, 1e-30, -1], {"extreme": True}),
    ({"concentration1": 1e-3, "concentration0": 50}, [1e-30, 1e-10, 0.01], {"extreme": True}),
]


def cdf(x, concentration1, concentration0):
    """The incomplete beta function by its continued fraction, DLMF 8.17.22, on the side where it converges fast."""
    a, b = concentration1, concentration0
    if x <= 0 or x >= 1:
        return mp.mpf(0 if x <= 0 else 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - cdf(1 - x, b, a)
    # Lentz's algorithm.
    f, c, d = mp.mpf(1), mp.mpf(1), mp.mpf(0)
    for i in range(1, 20000):
        m = i // 2
        if i % 2:
            step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + step * d)
        c = 1 + step / c
        f *= c * d
        if abs(c * d - 1) < mp.eps:
            break
    else:
        raise ArithmeticError("no convergence")
    prefactor = a * mp.log(x) + b * mp.log(1 - x) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
    return mp.exp(prefactor) / a / f


def log_density(x, concentration1, concentration0):
    a, b = concentration1, concentration0
    if x in (0, 1):
        own, other = (a, b) if x == 0 else (b, a)
        return mp.log(other) if own == 1 else mp.mpf("-inf") if own > 1 else mp.mpf("inf")
    constant = mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
    return (a - 1) * mp.log(x) + (b - 1) * mp.log(1 - x) + constant


def mode(concentration1, concentration0):
    a, b = concentration1, concentration0
    return (a - 1) / (a + b - 2) if a > 1 and b > 1 else mp.mpf(1 if a > b else 0)


def entropy(concentration1, concentration0):
    a, b = concentration1, concentration0
    constant = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    return constant - (a - 1) * mp.digamma(a) - (b - 1) * mp.digamma(b) + (a + b - 2) * mp.digamma(a + b)


def quantile(p, concentration1, concentration0):
    # SciPy's; the harness holds the cdf above to it.
    return mp.mpf(float(stats.beta(float(concentration1), float(concentration0)).ppf(float(p))))


if __name__ == "__main__":
    scalar_family(
        "beta",
        SETTINGS,
        log_density,
        support=lambda **_: (0, 1),
        cdf=cdf,
        mean=lambda concentration1, concentration0: concentration1 / (concentration1 + concentration0),
        variance=lambda concentration1, concentration0: concentration1
        * concentration0
        / (concentration1 + concentration0) ** 2
        / (concentration1 + concentration0 + 1),
        mode=mode,
        entropy=entropy,
        quantile=quantile,
        frozen=lambda concentration1, concentration0: stats.beta(concentration1, concentration0)
        if concentration1 + concentration0 <= 2500 and min(concentration1, concentration0) >= 0.2
        else None,
    )
