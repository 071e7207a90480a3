import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = (
    [({"low": a, "high": b}, [a, a + 1, (a + b) // 2, b]) for a, b in ((0, 9), (-3, 4), (1, 6), (0, 1), (-20, -5), (100, 355), (0, 1000), (-7, 90), (-1, 1), (3, 12))]
    + [({"low": 2, "high": 2}, [2], {"extreme": True}), ({"low": -2, "high": 3}, [-3, 4, 0.5, -1.5], {"extreme": True})]
    + [({"low": -1e6, "high": 1e6}, [-1e6, 0, 777, 1e6], {"extreme": True}), ({"low": 0, "high": 1e30}, [0, 5e29, 1e30], {"extreme": True})]
)

scalar_family(
    "discreteUniform",
    SETTINGS,
    lambda x, low, high: -mp.log(high - low + 1),
    support=lambda low, high: (low, high),
    discrete=True,
    cdf=lambda x, low, high: (x - low + 1) / (high - low + 1),
    mean=lambda low, high: (low + high) / 2,
    variance=lambda low, high: ((high - low + 1) ** 2 - 1) / 12,
    entropy=lambda low, high: mp.log(high - low + 1),
    quantile=lambda p, low, high: low + max(mp.ceil(p * (high - low + 1)) - 1, 0),
    skip_gradient=("low", "high"),
    frozen=lambda low, high: stats.randint(int(low), int(high) + 1) if high < 1e9 else None,
)
