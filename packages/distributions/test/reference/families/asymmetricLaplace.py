import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale, "asymmetry": k}, [loc + scale * z for z in (-12, -2.5, -0.3, 0.7, 9)])
    for loc, scale, k in [(0.5, 2, 1.5), (0, 1, 1), (-1.5, 0.25, 0.5), (3, 4, 2), (100, 0.5, 0.75), (-2000, 30, 1.25), (0, 1e-6, 3), (5, 1e6, 0.25), (0, 1, 10)]
] + [
    ({"loc": 0, "scale": 1e-30, "asymmetry": 2}, [1e-30, -3e-29, 1e-31], {"extreme": True}),
    ({"loc": 1e30, "scale": 1e28, "asymmetry": 0.5}, [1.01e30, 1.5e30, 0.8e30], {"extreme": True}),
    ({"loc": 0, "scale": 1e30, "asymmetry": 3}, [1, -1e30, 1e31], {"extreme": True}),
    ({"loc": 0, "scale": 1, "asymmetry": 1e30}, [-1, -3e30, 1e-20], {"extreme": True}),
    ({"loc": 0, "scale": 1, "asymmetry": 1e-30}, [1, 3e30, -1e-30], {"extreme": True}),
]


def log_density(x, loc, scale, asymmetry):
    z, k = (x - loc) / scale, asymmetry
    return -mp.log(scale * (k + 1 / k)) + (-k * z if z >= 0 else z / k)


def cdf(x, loc, scale, asymmetry):
    z, k = (x - loc) / scale, asymmetry
    if z < 0:
        return k**2 / (1 + k**2) * mp.exp(z / k)
    return (k**2 - mp.expm1(-k * z)) / (1 + k**2)


def quantile(p, loc, scale, asymmetry):
    k = asymmetry
    at = k**2 / (1 + k**2)
    return loc + scale * (k * mp.log(p / at) if p < at else -mp.log((1 - p) / (1 - at)) / k)


scalar_family(
    "asymmetricLaplace",
    SETTINGS,
    log_density,
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=cdf,
    mean=lambda loc, scale, asymmetry: loc + scale * (1 / asymmetry - asymmetry),
    variance=lambda loc, scale, asymmetry: scale**2 * (1 / asymmetry**2 + asymmetry**2),
    mode=lambda loc, scale, asymmetry: loc,
    entropy=lambda loc, scale, asymmetry: 1 + mp.log(scale * (asymmetry + 1 / asymmetry)),
    quantile=quantile,
    frozen=lambda loc, scale, asymmetry: stats.laplace_asymmetric(asymmetry, loc, scale) if 1e-3 < asymmetry < 1e3 else None,
)
