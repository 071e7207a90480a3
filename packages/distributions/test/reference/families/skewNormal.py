import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import invert, mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale, "skewness": a}, [loc + scale * z for z in (-2, -0.5, 0.3, 1.25, 4)])
    for loc, scale, a in [(0.5, 2, 1.5), (0, 1, 1), (-1.5, 0.25, -0.5), (3, 4, 0), (100, 0.5, 4), (-2000, 30, -2), (0, 1e-6, 0.25), (5, 1e6, -8), (0, 1, 30)]
] + [
    ({"loc": 0, "scale": 1e-30, "skewness": 2}, [1e-30, -1e-30, 0], {"extreme": True}),
    ({"loc": 0, "scale": 1e30, "skewness": -2}, [1, -1e30, 1e30], {"extreme": True}),
    ({"loc": 0, "scale": 1, "skewness": 1e-30}, [1, -20, 4], {"extreme": True}),
]


def log_density(x, loc, scale, skewness):
    z = (x - loc) / scale
    return -z * z / 2 - mp.log(mp.pi / 2) / 2 - mp.log(scale) + mp.log(mp.erfc(-skewness * z / mp.sqrt(2)) / 2)


def owens_t(h, a):
    def f(t):
        return mp.exp(-h * h * (1 + t * t) / 2) / (1 + t * t)

    points = [0, a] if abs(a) <= 1 else [0, mp.sign(a) * mp.mpf(1) / 4, mp.sign(a), a]
    return mp.quad(f, points, maxdegree=7) / (2 * mp.pi)


def cdf(x, loc, scale, skewness):
    z = (x - loc) / scale
    if z < 0 and skewness > 0:
        # Φ(z) and 2T cancel: the part of T beyond a, over all of which T(z, ∞) is Φ(z)/2.
        def f(t):
            return mp.exp(-z * z * (1 + t * t) / 2) / (1 + t * t)

        return mp.quad(f, [skewness, skewness + 1 / abs(z), skewness + 4 / abs(z), skewness + 40 / abs(z)], maxdegree=7) / mp.pi
    return mp.erfc(-z / mp.sqrt(2)) / 2 - 2 * owens_t(abs(z), skewness)


def share(skewness):
    return skewness / mp.sqrt(1 + skewness**2)


def quantile(p, loc, scale, skewness):
    def at(f):
        return lambda z: f(z, mp.mpf(0), mp.mpf(1), skewness)

    with mp.workdps(28):
        return loc + scale * invert(at(cdf), at(log_density), p, -8, 8)


def mode(loc, scale, skewness):
    if skewness == 0:
        return loc
    a = abs(skewness)

    def rise(t):
        return t + mp.log(mp.erfc(-a * mp.exp(t) / mp.sqrt(2)) / 2) + (a * mp.exp(t)) ** 2 / 2 + mp.log(2 * mp.pi) / 2 - mp.log(a)

    high = mp.log(min(a, 1))
    return loc + scale * mp.sign(skewness) * mp.exp(invert(rise, lambda t: mp.log(mp.diff(rise, t)), 0, high - 4, high))


def entropy(loc, scale, skewness):
    ends = [k / max(1, abs(skewness)) for k in (-12, -3, 0, 3, 12)]
    with mp.workdps(30):
        mean = mp.quad(lambda z: mp.npdf(z) * mp.erfc(-skewness * z / mp.sqrt(2)) * mp.log(mp.erfc(-skewness * z / mp.sqrt(2)) / 2), ends)
    return mp.log(mp.pi * mp.e / 2) / 2 + mp.log(scale) - mean


scalar_family(
    "skewNormal",
    SETTINGS,
    log_density,
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=cdf,
    quantile=quantile,
    mean=lambda loc, scale, skewness: loc + scale * share(skewness) * mp.sqrt(2 / mp.pi),
    variance=lambda loc, scale, skewness: scale**2 * (1 - 2 * share(skewness) ** 2 / mp.pi),
    mode=mode,
    entropy=entropy,
    frozen=lambda loc, scale, skewness: stats.skewnorm(skewness, loc, scale) if scale < 1e20 and scale > 1e-20 else None,
    cdf_gradient=False,
    scipy_tolerance=1e-7,
)
