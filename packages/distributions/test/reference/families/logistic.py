import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale}, [loc + scale * z for z in (-30, -2.5, -0.3, 0.7, 12)])
    for loc, scale in [(0.5, 2), (0, 1), (-1.5, 0.25), (3, 4), (100, 0.5), (-2000, 30), (0, 1e-6), (5, 1e6)]
] + [
    # The gradient is relative to a small z.
    ({"loc": 0, "scale": 1e-5}, [1e-11, -3e-9, 2e-8]),
    ({"loc": 0, "scale": 1e-30}, [0, 1e-30, -3e-29, 1], {"extreme": True}),
    ({"loc": 1e30, "scale": 1e28}, [1e30, 2e30, -1e30], {"extreme": True}),
    ({"loc": 0, "scale": 1e30}, [1, -1e30, 1e31], {"extreme": True}),
    ({"loc": 0, "scale": 1}, [-100, 100, 1e30, -1e30, 1e-30], {"extreme": True}),
]


def sigmoid(z):
    return 1 / (1 + mp.exp(-z)) if z > 0 else mp.exp(z) / (1 + mp.exp(z))


def log_density(x, loc, scale):
    z = abs(x - loc) / scale
    return -z - 2 * mp.log1p(mp.exp(-z)) - mp.log(scale)


scalar_family(
    "logistic",
    SETTINGS,
    log_density,
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=lambda x, loc, scale: sigmoid((x - loc) / scale),
    mean=lambda loc, scale: loc,
    variance=lambda loc, scale: mp.pi**2 / 3 * scale**2,
    mode=lambda loc, scale: loc,
    entropy=lambda loc, scale: mp.log(scale) + 2,
    quantile=lambda p, loc, scale: loc + scale * mp.log(p / (1 - p)),
    frozen=lambda loc, scale: stats.logistic(loc, scale),
)
