import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale, "power": b}, [loc + scale * s * float(mp.mpf(y) ** (1 / mp.mpf(b))) for s, y in ((-1, 9), (-1, 1.5), (-1, 0.1), (1, 0.3), (1, 5))])
    for loc, scale, b in [(0.5, 2, 1.5), (0, 1, 1), (-1.5, 0.25, 0.5), (3, 4, 2), (100, 0.5, 3), (-2000, 30, 2.5), (0, 1e-6, 0.75), (5, 1e6, 8), (0, 1, 60), (1, 2, 0.25)]
] + [
    ({"loc": 0, "scale": 1e-30, "power": 2}, [1e-30, -3e-30, 1e-31], {"extreme": True}),
    ({"loc": 1e30, "scale": 1e28, "power": 1.5}, [1.01e30, 1.05e30, 0.96e30], {"extreme": True}),
    ({"loc": 0, "scale": 1e30, "power": 0.5}, [1, -1e30, 1e31], {"extreme": True}),
    ({"loc": 0, "scale": 1, "power": 1e4}, [0.5, -0.25], {"extreme": True}),
]


def cdf(x, loc, scale, power):
    z = (x - loc) / scale
    if abs(z) < 1 and power > 1e3:
        # P(a, y) = yᵃ / Γ(1 + a) for a y this small.
        return mp.mpf(1) / 2 + z / mp.gamma(1 + 1 / power) / 2
    tail = mp.gammainc(1 / power, abs(z) ** power, regularized=True) / 2
    return tail if z < 0 else 1 - tail


def variance(loc, scale, power):
    return scale**2 * mp.gamma(3 / power) / mp.gamma(1 / power)


scalar_family(
    "generalizedNormal",
    SETTINGS,
    lambda x, loc, scale, power: -mp.log(2 * scale) - mp.loggamma(1 + 1 / power) - abs((x - loc) / scale) ** power,
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=cdf,
    mean=lambda loc, scale, power: loc,
    variance=variance,
    mode=lambda loc, scale, power: loc,
    entropy=lambda loc, scale, power: 1 / power + mp.log(2 * scale) + mp.loggamma(1 + 1 / power),
    quantile=True,
    frozen=lambda loc, scale, power: stats.gennorm(power, loc, scale) if power < 1e3 else None,
)
