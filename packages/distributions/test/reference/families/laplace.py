import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale}, [loc + scale * z for z in (-12, -2.5, -0.3, 0.7, 9)])
    for loc, scale in [(0.5, 2), (0, 1), (-1.5, 0.25), (3, 4), (100, 0.5), (-2000, 30), (0, 1e-6), (5, 1e6)]
] + [
    ({"loc": 0, "scale": 1e-30}, [0, 1e-30, -3e-29], {"extreme": True}),
    ({"loc": 1e30, "scale": 1e28}, [1e30, 2e30, -1e30], {"extreme": True}),
    ({"loc": 0, "scale": 1e30}, [1, -1e30, 1e31], {"extreme": True}),
]

scalar_family(
    "laplace",
    SETTINGS,
    lambda x, loc, scale: -abs(x - loc) / scale - mp.log(2 * scale),
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=lambda x, loc, scale: mp.exp((x - loc) / scale) / 2 if x < loc else 1 - mp.exp((loc - x) / scale) / 2,
    mean=lambda loc, scale: loc,
    variance=lambda loc, scale: 2 * scale**2,
    mode=lambda loc, scale: loc,
    entropy=lambda loc, scale: 1 + mp.log(2 * scale),
    quantile=True,
    frozen=lambda loc, scale: stats.laplace(loc, scale),
)
