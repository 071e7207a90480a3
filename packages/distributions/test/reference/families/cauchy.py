import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale}, [loc + scale * z for z in (-300, -2.5, -1, -0.3, 0.7, 1, 40)])
    for loc, scale in [(0.5, 2), (0, 1), (-1.5, 0.25), (3, 4), (100, 0.5), (-2000, 30), (0, 1e-6), (5, 1e6)]
] + [
    # Terms of the gradient cancel around the quartiles.
    ({"loc": 0, "scale": 1e-3}, [0.998e-3, -0.9999e-3, 1.003e-3]),
    ({"loc": 0, "scale": 1e-30}, [0, 1e-30, -3e-29, 1, -1e30], {"extreme": True}),
    ({"loc": 1e30, "scale": 1e28}, [1e30, 2e30, -1e30, 0], {"extreme": True}),
    ({"loc": 0, "scale": 1e30}, [1, -1e30, 1e31], {"extreme": True}),
    ({"loc": 0, "scale": 1}, [1e30, -1e30, 1e-30], {"extreme": True}),
]


def cdf(x, loc, scale):
    z = (x - loc) / scale
    return mp.atan(-1 / z) / mp.pi if z < -1 else mp.mpf(1) / 2 + mp.atan(z) / mp.pi


scalar_family(
    "cauchy",
    SETTINGS,
    lambda x, loc, scale: -mp.log(mp.pi * scale) - mp.log1p(((x - loc) / scale) ** 2),
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=cdf,
    mode=lambda loc, scale: loc,
    entropy=lambda loc, scale: mp.log(4 * mp.pi * scale),
    quantile=lambda p, loc, scale: loc + scale * mp.tan(mp.pi * (p - mp.mpf(1) / 2)),
    frozen=lambda loc, scale: stats.cauchy(loc, scale),
)
