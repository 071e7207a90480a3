import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"low": low, "high": high}, [low, low + 0.1 * (high - low), (low + high) / 2, low + 0.875 * (high - low)])
    for low, high in [(-2, 3), (0, 1), (-1, 4), (2, 2.5), (-100, 50), (1000, 1001), (0, 1e-6), (-1e6, 1e6)]
] + [
    ({"low": -1, "high": 3}, [-1.5, 3.5, -1, 0]),
    ({"low": 0, "high": 1e-30}, [2e-31, 1e-30, 1, -1], {"extreme": True}),
    ({"low": 1e30, "high": 3e30}, [2e30, 1e30, 0], {"extreme": True}),
    ({"low": -1e30, "high": 1e30}, [0, 5e29, 1e31], {"extreme": True}),
]

scalar_family(
    "uniform",
    SETTINGS,
    lambda x, low, high: -mp.log(high - low),
    support=lambda low, high: (low, high),
    cdf=lambda x, low, high: (x - low) / (high - low),
    mean=lambda low, high: (low + high) / 2,
    variance=lambda low, high: (high - low) ** 2 / 12,
    entropy=lambda low, high: mp.log(high - low),
    quantile=True,
    frozen=lambda low, high: stats.uniform(low, high - low),
)
