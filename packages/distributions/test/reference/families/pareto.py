import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"scale": scale, "alpha": alpha}, [scale * (1 + y / alpha) for y in (1e-3, 0.2, 1, 2.5, 30)])
    for scale, alpha in [(2, 1.5), (1, 1), (0.25, 0.5), (4, 3), (100, 2), (30, 4.5), (1e-6, 2.5), (1e6, 1.25), (1, 60), (50, 400)]
] + [
    ({"scale": 2, "alpha": 3}, [-1, 0, 1.5, 2, 3]),
    ({"scale": 1e-30, "alpha": 2}, [1e-30, 3e-30, 1, 1e30], {"extreme": True}),
    ({"scale": 1e30, "alpha": 3}, [1e30, 5e30, 1], {"extreme": True}),
    ({"scale": 1, "alpha": 1e-30}, [2, 1e10, 1e30], {"extreme": True}),
    ({"scale": 1, "alpha": 1e30}, [2, 1.5], {"extreme": True}),
]


def mean(scale, alpha):
    return alpha * scale / (alpha - 1) if alpha > 1 else mp.inf


def variance(scale, alpha):
    return scale**2 * alpha / ((alpha - 1) ** 2 * (alpha - 2)) if alpha > 2 else mp.inf


scalar_family(
    "pareto",
    SETTINGS,
    lambda x, scale, alpha: mp.log(alpha / x) - alpha * mp.log(x / scale),
    support=lambda scale, **_: (scale, mp.inf),
    cdf=lambda x, scale, alpha: -mp.expm1(-alpha * mp.log(x / scale)),
    mean=mean,
    variance=variance,
    mode=lambda scale, alpha: scale,
    entropy=lambda scale, alpha: mp.log(scale / alpha) + 1 + 1 / alpha,
    quantile=lambda p, scale, alpha: scale * (1 - p) ** (-1 / alpha),
    frozen=lambda scale, alpha: stats.pareto(alpha, scale=scale) if 1e-3 < alpha < 1e3 else None,
)
