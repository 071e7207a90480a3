import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"rate": rate}, [z / rate for z in (1e-4, 0.1, 0.75, 1.25, 4, 30)])
    for rate in [2, 1, 0.25, 4, 0.0625, 30, 1e-6, 1e6]
] + [
    ({"rate": 2}, [-1, 0, 3]),
    ({"rate": 1e-30}, [1e-30, 1, 3e30, 2e30], {"extreme": True}),
    ({"rate": 1e30}, [1, 1e-30, 3e-30, 2e-31], {"extreme": True}),
    ({"rate": 1}, [1e30, 1e-30, 1e-3], {"extreme": True}),
]

scalar_family(
    "exponential",
    SETTINGS,
    lambda x, rate: mp.log(rate) - rate * x,
    support=lambda **_: (0, mp.inf),
    cdf=lambda x, rate: -mp.expm1(-rate * x),
    mean=lambda rate: 1 / rate,
    variance=lambda rate: 1 / rate**2,
    mode=lambda rate: 0,
    entropy=lambda rate: 1 - mp.log(rate),
    quantile=lambda p, rate: -mp.log1p(-p) / rate,
    frozen=lambda rate: stats.expon(scale=1 / rate),
)
