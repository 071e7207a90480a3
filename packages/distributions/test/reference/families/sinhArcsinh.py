import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats



def unit(scale, tailweight):
    return 2 * scale / mp.sinh(tailweight * mp.asinh(2))


def at(n, loc, scale, e, t):
    t = mp.mpf(t)
    return float(loc + unit(scale, t) * mp.sinh((mp.asinh(n) + e) * t))


SETTINGS = [
    ({"loc": loc, "scale": scale, "skewness": e, "tailweight": t}, [at(n, loc, scale, e, t) for n in (-4, -1.5, -0.3, 0.7, 2.5)])
    for loc, scale, e, t in [(0.5, 2, 0.5, 1.5), (0, 1, 0, 1), (-1.5, 0.25, -1, 2), (3, 4, 0.25, 3), (10, 0.5, -0.25, 0.5), (-20, 30, 1, 1.25), (0, 1e-6, 0, 2), (5, 1e6, -0.5, 0.75), (1, 2, 0.125, 8)]
] + [
    ({"loc": 0, "scale": 1e-30, "skewness": 0.5, "tailweight": 2}, [1e-30, -3e-30, 0], {"extreme": True}),
    ({"loc": 0, "scale": 1e30, "skewness": 0.5, "tailweight": 2}, [1, -1e30, 1e31], {"extreme": True}),
    ({"loc": 0, "scale": 1, "skewness": 0, "tailweight": 1e-2}, [1, -0.25], {"extreme": True}),
    ({"loc": 0, "scale": 1, "skewness": 0.5, "tailweight": 50}, [1, 1e10, -1e-10], {"extreme": True}),
    ({"loc": 0, "scale": 1, "skewness": -3, "tailweight": 20}, [1, -10], {"extreme": True}),
    ({"loc": 0, "scale": 1, "skewness": 8, "tailweight": 0.25}, [1, 10], {"extreme": True}),
]


def score(x, loc, scale, skewness, tailweight):
    return mp.asinh((x - loc) / unit(scale, tailweight)) / tailweight - skewness


def log_density(x, loc, scale, skewness, tailweight):
    v = score(x, loc, scale, skewness, tailweight)
    c = unit(scale, tailweight)
    n = mp.sinh(v)
    return -n * n / 2 - mp.log(2 * mp.pi) / 2 + mp.log(mp.cosh(v)) - mp.log(tailweight) - mp.log(c * c + (x - loc) ** 2) / 2


def mean_cosh(q):
    """E cosh(q asinh n), Jones and Pewsey (2009), equation 4."""
    return mp.exp(mp.mpf(1) / 4) / mp.sqrt(8 * mp.pi) * (mp.besselk((q + 1) / 2, mp.mpf(1) / 4) + mp.besselk((q - 1) / 2, mp.mpf(1) / 4))


def mean(loc, scale, skewness, tailweight):
    return loc + unit(scale, tailweight) * mp.sinh(skewness * tailweight) * mean_cosh(tailweight)


def variance(loc, scale, skewness, tailweight):
    shift = skewness * tailweight
    with mp.workdps(80):
        square = (mp.cosh(2 * shift) * mean_cosh(2 * tailweight) - 1) / 2
        return unit(scale, tailweight) ** 2 * (square - (mp.sinh(shift) * mean_cosh(tailweight)) ** 2)


def entropy(loc, scale, skewness, tailweight):
    """E of −log p over v of n = sinh v, split where log cosh bends."""
    def surprise(v):
        n, angle = mp.sinh(v), abs(tailweight * (v + skewness))
        return mp.npdf(n) * mp.cosh(v) * (angle + mp.log1p(mp.exp(-2 * angle)) - mp.log(2) + n * n / 2 - mp.log(mp.cosh(v)))

    bends = [b for b in (-skewness - 5 / tailweight, -skewness - 1 / tailweight, -skewness, -skewness + 1 / tailweight, -skewness + 5 / tailweight) if -3 < b < 3]
    with mp.workdps(25):
        mean = mp.quad(surprise, sorted([-3.2, -1.5, 0, 1.5, 3.2, *bends]))
    return mean + mp.log(2 * mp.pi) / 2 + mp.log(tailweight) + mp.log(2 * scale) - mp.log(mp.sinh(tailweight * mp.asinh(2)))


scalar_family(
    "sinhArcsinh",
    SETTINGS,
    log_density,
    support=lambda **_: (-mp.inf, mp.inf),
    mean=mean,
    variance=variance,
    entropy=entropy,
    cdf=lambda x, **p: mp.erfc(-mp.sinh(score(x, **p)) / mp.sqrt(2)) / 2,
    quantile=lambda p, loc, scale, skewness, tailweight: loc + unit(scale, tailweight) * mp.sinh((mp.asinh(mp.sqrt(2) * mp.erfinv(2 * p - 1)) + skewness) * tailweight),
)
