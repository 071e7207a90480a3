import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import invert, mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale, "skewness": g, "tailweight": d}, [float(loc + scale * mp.sinh((n - mp.mpf(g)) / mp.mpf(d))) for n in (-4, -1.5, -0.3, 0.7, 2.5)])
    for loc, scale, g, d in [(0.5, 2, 0.5, 1.5), (0, 1, 0, 1), (-1.5, 0.25, -1, 2), (3, 4, 2, 3), (10, 0.5, -0.25, 0.5), (-20, 30, 1, 1.25), (0, 1e-6, 0, 2), (5, 1e6, -2, 4), (1, 2, 3, 60)]
] + [
    # Quantiles of which the hyperbolic sine alone is beyond float32.
    ({"loc": 1, "scale": 1e-8, "skewness": -2.8125, "tailweight": 0.03125}, [1.5, -3, 1e6]),
    ({"loc": 0, "scale": 1e-30, "skewness": 0.5, "tailweight": 2}, [1e-30, -3e-30, 0, 1, 1e30], {"extreme": True}),
    ({"loc": 0, "scale": 1e30, "skewness": 0.5, "tailweight": 2}, [1, -1e30, 1e31], {"extreme": True}),
    ({"loc": 0, "scale": 1, "skewness": 0, "tailweight": 1e-30}, [1, 1e30, -1e-30], {"extreme": True}),
    ({"loc": 0, "scale": 1, "skewness": 0.5, "tailweight": 1e10}, [1e-10, -2e-10], {"extreme": True}),
]


def score(x, loc, scale, skewness, tailweight):
    return skewness + tailweight * mp.asinh((x - loc) / scale)


def log_density(x, loc, scale, skewness, tailweight):
    v = score(x, loc, scale, skewness, tailweight)
    return -v * v / 2 - mp.log(2 * mp.pi) / 2 + mp.log(tailweight / scale) - mp.log1p(((x - loc) / scale) ** 2) / 2


def mean(loc, scale, skewness, tailweight):
    if skewness == 0:
        return loc
    return loc - scale * mp.exp(1 / (2 * tailweight**2)) * mp.sinh(skewness / tailweight)


def variance(loc, scale, skewness, tailweight):
    if tailweight < 1e-3:
        return mp.inf
    s = 1 / tailweight**2
    return scale**2 / 2 * mp.expm1(s) * (mp.exp(s) * mp.cosh(2 * skewness / tailweight) + 1)


def mode(loc, scale, skewness, tailweight):
    if skewness == 0:
        return loc

    def rise(w):
        return skewness + tailweight * w + mp.tanh(w) / tailweight

    end = -skewness / tailweight
    w = invert(rise, lambda w: mp.log(tailweight + mp.sech(w) ** 2 / tailweight), 0, min(end, 0), max(end, 0))
    return loc + scale * mp.sinh(w)


def entropy(loc, scale, skewness, tailweight):
    with mp.workdps(30):
        return mp.log(2 * mp.pi * mp.e) / 2 + mp.log(scale / tailweight) + mp.quad(
            lambda n: mp.npdf(n) * mp.log(mp.cosh((n - skewness) / tailweight)), sorted({-12, -3, 0, 3, 12, min(mp.mpf(11), max(mp.mpf(-11), skewness))})
        )


scalar_family(
    "johnsonSU",
    SETTINGS,
    log_density,
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=lambda x, **p: mp.erfc(-score(x, **p) / mp.sqrt(2)) / 2,
    mean=mean,
    variance=variance,
    mode=mode,
    entropy=entropy,
    quantile=lambda p, loc, scale, skewness, tailweight: loc + scale * mp.sinh((mp.sqrt(2) * mp.erfinv(2 * p - 1) - skewness) / tailweight),
    frozen=lambda loc, scale, skewness, tailweight: stats.johnsonsu(skewness, tailweight, loc, scale) if 0.1 < tailweight < 1e3 and 1e-20 < scale < 1e20 else None,
    scipy_tolerance=1e-6,
)
