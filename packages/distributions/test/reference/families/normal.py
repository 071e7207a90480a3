import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale}, [loc + scale * z for z in (-6, -2.5, -0.3, 0.7, 4.5)])
    for loc, scale in [(0.5, 2), (0, 1), (-1.5, 0.25), (3, 4), (100, 0.5), (-2000, 30), (0, 1e-6), (5, 1e6)]
] + [
    ({"loc": 0, "scale": 1e-30}, [0, 1e-30, -3e-30], {"extreme": True}),
    ({"loc": 1e30, "scale": 1e28}, [1e30, 1.02e30, 0.9e30], {"extreme": True}),
    ({"loc": 0, "scale": 1e30}, [1, -1e30, 3e30], {"extreme": True}),
    ({"loc": 0, "scale": 1}, [1e10, -1e10, -30], {"extreme": True}),
]


def cdf(x, loc, scale):
    return mp.erfc((loc - x) / scale / mp.sqrt(2)) / 2


scalar_family(
    "normal",
    SETTINGS,
    lambda x, loc, scale: -(((x - loc) / scale) ** 2) / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2,
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=cdf,
    mean=lambda loc, scale: loc,
    variance=lambda loc, scale: scale**2,
    mode=lambda loc, scale: loc,
    entropy=lambda loc, scale: mp.log(2 * mp.pi * mp.e * scale**2) / 2,
    quantile=True,
    frozen=lambda loc, scale: stats.norm(loc, scale),
)
