import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale}, [loc + scale * z for z in (-3, -1.5, -0.3, 0.7, 12)])
    for loc, scale in [(0.5, 2), (0, 1), (-1.5, 0.25), (3, 4), (100, 0.5), (-2000, 30), (0, 1e-6), (5, 1e6)]
] + [
    ({"loc": 0, "scale": 1e-30}, [0, 1e-30, 3e-29], {"extreme": True}),
    ({"loc": 1e30, "scale": 1e28}, [1e30, 2e30, 0.9e30], {"extreme": True}),
    ({"loc": 0, "scale": 1e30}, [1, -1e30, 1e31], {"extreme": True}),
    ({"loc": 0, "scale": 1}, [100, 1e30, -50, 1e-30], {"extreme": True}),
]

scalar_family(
    "gumbel",
    SETTINGS,
    lambda x, loc, scale: -(x - loc) / scale - mp.exp(-(x - loc) / scale) - mp.log(scale),
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=lambda x, loc, scale: mp.exp(-mp.exp(-(x - loc) / scale)),
    mean=lambda loc, scale: loc + scale * mp.euler,
    variance=lambda loc, scale: mp.pi**2 / 6 * scale**2,
    mode=lambda loc, scale: loc,
    entropy=lambda loc, scale: mp.log(scale) + mp.euler + 1,
    quantile=lambda p, loc, scale: loc - scale * mp.log(-mp.log(p)),
    frozen=lambda loc, scale: stats.gumbel_r(loc, scale),
)
