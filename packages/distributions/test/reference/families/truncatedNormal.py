import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale, "low": low, "high": high}, [low + (high - low) * f for f in fractions])
    for loc, scale, low, high, fractions in [
        (0.5, 1, -1, 2, (0.05, 0.4, 0.9)),
        (0, 1, 0.5, 3, (0.05, 0.4, 0.9)),
        (1, 2, -9, 0, (0.1, 0.6, 0.95)),
        (0, 1, -1, 1, (0.01, 0.5, 0.75)),
        (-0.25, 0.5, -0.5, 7, (0.01, 0.1, 0.2)),
        (0, 1, 10, 11, (0.01, 0.1, 0.3)),
        (0, 1, -40, -30, (0.95, 0.99, 0.999)),
        (0, 1, -30, 40, (0.4, 0.43, 0.45)),
        (0, 1, 0.25, 0.2503, (0.1, 0.5, 0.9)),
        (0, 1, -0.0002, 0.0001, (0.1, 0.5, 0.9)),
        (3, 0.5, 3, 8, (0.01, 0.1, 0.3)),
        (100, 10, 60, 80, (0.3, 0.8, 0.99)),
        (0, 100, 3, 7, (0.1, 0.5, 0.9)),
    ]
] + [
    ({"loc": 0, "scale": 1, "low": 1000, "high": 1001}, [1000.001, 1000.00006103515625, 1000.25], {"extreme": True}),
    ({"loc": 0, "scale": 1e-30, "low": -1e-30, "high": 1e-29}, [0, 1e-30, 5e-30], {"extreme": True}),
    ({"loc": 0, "scale": 1e20, "low": -1e20, "high": 1e25}, [0, 1e20, 2e20], {"extreme": True}),
    ({"loc": 0, "scale": 1, "low": -1, "high": 2}, [-2, -1, 0.5, 2, 3], {"extreme": True}),
]


def mass(a, b):
    """Φ(b) − Φ(a)"""
    with mp.workdps(mp.mp.dps + 30):
        return (mp.erfc(a / mp.sqrt(2)) - mp.erfc(b / mp.sqrt(2))) / 2 if a + b > 0 else (mp.erfc(-b / mp.sqrt(2)) - mp.erfc(-a / mp.sqrt(2))) / 2


def parts(loc, scale, low, high):
    a, b = (low - loc) / scale, (high - loc) / scale
    return a, b, mass(a, b)


def log_density(x, loc, scale, low, high):
    return -(((x - loc) / scale) ** 2) / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2 - mp.log(parts(loc, scale, low, high)[2])


def precise(f):
    def inner(**p):
        with mp.workdps(80):
            return f(**p)
    return inner


@precise
def mean(loc, scale, low, high):
    a, b, z = parts(loc, scale, low, high)
    return loc + scale * (mp.npdf(a) - mp.npdf(b)) / z


@precise
def variance(loc, scale, low, high):
    a, b, z = parts(loc, scale, low, high)
    shift = (mp.npdf(a) - mp.npdf(b)) / z
    return scale**2 * (1 + (a * mp.npdf(a) - b * mp.npdf(b)) / z - shift**2)


@precise
def entropy(loc, scale, low, high):
    a, b, z = parts(loc, scale, low, high)
    return mp.log(scale * z * mp.sqrt(2 * mp.pi * mp.e)) + (a * mp.npdf(a) - b * mp.npdf(b)) / (2 * z)


def cdf(x, loc, scale, low, high):
    with mp.workdps(max(mp.mp.dps, 80)):
        return mass((low - loc) / scale, (x - loc) / scale) / parts(loc, scale, low, high)[2] if low < x < high else mp.mpf(x >= high)


def quantile(p, loc, scale, low, high):
    with mp.workdps(80):
        lo, hi = low, high
        for _ in range(110):
            mid = (lo + hi) / 2
            lo, hi = (mid, hi) if cdf(mid, loc, scale, low, high) < p else (lo, mid)
        return mid


def frozen(loc, scale, low, high):
    a, b = (low - loc) / scale, (high - loc) / scale
    return stats.truncnorm(a, b, loc, scale) if -9 <= a and b <= 9 and b - a > 0.01 else None


if __name__ == "__main__":
    scalar_family(
        "truncatedNormal",
        SETTINGS,
        log_density,
        support=lambda low, high, **_: (low, high),
        cdf=cdf,
        mean=mean,
        variance=variance,
        mode=lambda loc, low, high, **_: min(max(loc, low), high),
        entropy=entropy,
        quantile=quantile,
        frozen=frozen,
        scipy_tolerance=1e-6,
    )
