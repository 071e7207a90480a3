import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale, "concentration": xi}, [loc + scale * mp.expm1(xi * h) / xi if xi else loc + scale * h for h in (1e-3, 0.2, 1, 2.5, 12 if xi >= 0 else 4)])
    for loc, scale, xi in [
        (0.5, 2, 0.25), (0, 1, 0.5), (-1.5, 0.25, 1), (3, 4, 2), (1, 0.5, -0.3), (-20, 30, -0.75), (0, 1e-6, 0.1), (5, 1e6, 0.45),
        (0, 1, 1e-4), (0, 1, -1e-6), (0, 1, 0), (0, 2, -1.5),
    ]
] + [
    ({"loc": 0, "scale": 1, "concentration": -0.5}, [-1, 0, 1, 2, 3]),
    ({"loc": 0, "scale": 2, "concentration": -1}, [-1, 0, 1, 2, 3]),
    ({"loc": 1, "scale": 2, "concentration": 0.5}, [-1, 1, 3]),
    ({"loc": 1, "scale": 2, "concentration": 1.75}, [-5, -1, 3]),
    ({"loc": 0, "scale": 1e-30, "concentration": 0.5}, [1e-30, 3e-30, 1], {"extreme": True}),
    ({"loc": 0, "scale": 1e30, "concentration": 0.5}, [1, 1e30, 5e30], {"extreme": True}),
    ({"loc": 0, "scale": 1, "concentration": 1e-30}, [1, 3, 0.5], {"extreme": True}),
    ({"loc": 0, "scale": 1, "concentration": 1e30}, [1, 1e5, 0.5], {"extreme": True}),
]


def hazard(x, loc, scale, xi):
    z = (x - loc) / scale
    with mp.workdps(160):
        return mp.log1p(xi * z) / xi if xi != 0 else z


def log_density(x, loc, scale, concentration):
    z = (x - loc) / scale
    if 1 + concentration * z == 0:
        return -mp.log(scale) if concentration == -1 else -mp.inf
    return -mp.log(scale) - hazard(x, loc, scale, concentration) - mp.log1p(concentration * z)


def cdf(x, loc, scale, concentration):
    if x <= loc:
        return mp.mpf(0)
    return -mp.expm1(-hazard(x, loc, scale, concentration))


scalar_family(
    "generalizedPareto",
    SETTINGS,
    log_density,
    support=lambda loc, scale, concentration: (loc, loc - scale / concentration if concentration < 0 else mp.inf),
    cdf=cdf,
    mean=lambda loc, scale, concentration: loc + scale / (1 - concentration) if concentration < 1 else mp.inf,
    variance=lambda loc, scale, concentration: scale**2 / ((1 - concentration) ** 2 * (1 - 2 * concentration)) if concentration < 0.5 else mp.inf,
    mode=lambda loc, scale, concentration: loc if concentration >= -1 else loc - scale / concentration,
    entropy=lambda loc, scale, concentration: mp.log(scale) + concentration + 1,
    quantile=lambda p, loc, scale, concentration: loc + scale * (mp.expm1(-concentration * mp.log1p(-p)) / concentration if concentration != 0 else -mp.log1p(-p)),
    frozen=lambda loc, scale, concentration: stats.genpareto(concentration, loc, scale) if abs(concentration) < 10 else None,
)
