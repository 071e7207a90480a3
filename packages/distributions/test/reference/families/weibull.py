import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"scale": scale, "concentration": k}, [scale * y ** (1 / k) for y in (1e-3, 0.2, 1, 2.5, 12)])
    for scale, k in [(2, 1.5), (1, 1), (0.25, 0.5), (4, 3), (100, 0.75), (30, 4.5), (1e-6, 2), (1e6, 1.25), (1, 60), (50, 400)]
] + [
    ({"scale": 2, "concentration": 0.5}, [0, -1, 3]),
    ({"scale": 2, "concentration": 3}, [0, -1, 3]),
    ({"scale": 2, "concentration": 1}, [0, -1, 3]),
    ({"scale": 1e-3, "concentration": 1.5}, [0.998e-3, 0.9999e-3, 1.003e-3]),
    ({"scale": 2, "concentration": 1e9}, [2]),
    ({"scale": 0.03125, "concentration": 1}, [1e-6, 1e-4, 0.01]),
    ({"scale": 1e-30, "concentration": 2}, [1e-30, 3e-30, 2e-31], {"extreme": True}),
    ({"scale": 1e30, "concentration": 2}, [1, 1e-30, 1e30, 5e30], {"extreme": True}),
    ({"scale": 1, "concentration": 1e-30}, [1, 1e-30, 1e30], {"extreme": True}),
    ({"scale": 1e-20, "concentration": 3}, [1e-21, 1, 50], {"extreme": True}),
    ({"scale": 1, "concentration": 1e30}, [0.5, 0.25], {"extreme": True}),
]


def log_density(x, scale, concentration):
    k = concentration
    if x == 0:
        return -mp.log(scale) if k == 1 else mp.inf if k < 1 else -mp.inf
    log = k * mp.log(x / scale)
    return mp.log(k / x) + log - mp.exp(log)


def mean(scale, concentration):
    return scale * mp.gamma(1 + 1 / concentration) if concentration > 1e-3 else mp.inf


def variance(scale, concentration):
    if concentration < 1e-3:
        return mp.inf
    with mp.workdps(80):
        return scale**2 * (mp.gamma(1 + 2 / concentration) - mp.gamma(1 + 1 / concentration) ** 2)


scalar_family(
    "weibull",
    SETTINGS,
    log_density,
    support=lambda **_: (0, mp.inf),
    cdf=lambda x, scale, concentration: -mp.expm1(-((x / scale) ** concentration)),
    mean=mean,
    variance=variance,
    mode=lambda scale, concentration: scale * (1 - 1 / concentration) ** (1 / concentration) if concentration > 1 else 0,
    entropy=lambda scale, concentration: mp.euler * (1 - 1 / concentration) + mp.log(scale / concentration) + 1,
    quantile=lambda p, scale, concentration: scale * (-mp.log1p(-p)) ** (1 / concentration),
    frozen=lambda scale, concentration: stats.weibull_min(concentration, scale=scale) if 1e-3 < concentration < 1e3 else None,
)
