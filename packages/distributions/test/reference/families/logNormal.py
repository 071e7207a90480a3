import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale}, [float(mp.exp(loc + scale * z)) for z in (-3.5, -1.75, -0.3, 0.7, 3)])
    for loc, scale in [(0.5, 2), (0, 1), (-1.5, 0.25), (1.5, 0.5), (-8, 1.5), (5, 0.125), (0, 0.01), (2, 4)]
] + [
    # Within few roundings of exp(loc), and at the mode, where terms of the gradient cancel.
    ({"loc": loc, "scale": scale}, [float(mp.exp(loc + scale * z)) for z in (-2, -1, 1, 3)])
    for loc, scale in [(0.75, 1e-3), (-3, 1e-4), (5, 1e-6), (0.25, 1e-7), (-40, 1e-5)]
] + [
    ({"loc": 0.25, "scale": 1e-10}, [float(mp.exp(0.25))]),
    ({"loc": -7, "scale": 0.5}, [float(mp.exp(y)) for y in (-7.25, -7.249, -6.5)]),
    ({"loc": 0.5, "scale": 2}, [0, -1, 3]),
    ({"loc": 0, "scale": 1e-30}, [0.5, 2], {"extreme": True}),
    ({"loc": 60, "scale": 0.5}, [1e26, 1e30, 1e-30, 1], {"extreme": True}),
    ({"loc": -69, "scale": 1}, [1e-30, 3e-30, 1], {"extreme": True}),
    ({"loc": 0, "scale": 1e30}, [1, 1e-30, 1e30], {"extreme": True}),
]


def log_density(x, loc, scale):
    if x == 0:
        return -mp.inf
    return -(((mp.log(x) - loc) / scale) ** 2) / 2 - mp.log(x * scale) - mp.log(2 * mp.pi) / 2


def cdf(x, loc, scale):
    return mp.erfc((loc - mp.log(x)) / scale / mp.sqrt(2)) / 2 if x > 0 else mp.mpf(0)


scalar_family(
    "logNormal",
    SETTINGS,
    log_density,
    support=lambda **_: (0, mp.inf),
    cdf=cdf,
    mean=lambda loc, scale: mp.exp(loc + scale**2 / 2) if scale < 1e3 else mp.inf,
    variance=lambda loc, scale: mp.expm1(scale**2) * mp.exp(2 * loc + scale**2) if scale < 1e3 else mp.inf,
    mode=lambda loc, scale: mp.exp(loc - scale**2) if scale < 1e3 else 0,
    entropy=lambda loc, scale: loc + mp.log(scale) + mp.log(2 * mp.pi * mp.e) / 2,
    quantile=lambda p, loc, scale: mp.exp(loc + scale * mp.sqrt(2) * mp.erfinv(2 * p - 1)),
    frozen=lambda loc, scale: stats.lognorm(scale, scale=float(mp.exp(loc))) if 0.005 < scale < 1e3 else None,
)
