import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"low": low, "high": high, "peak": peak}, [low + (high - low) * f for f in fractions])
    for low, high, peak, fractions in [
        (-1, 2, 0.5, (0.01, 0.3, 0.7, 0.95)),
        (0, 1, 0.25, (0.01, 0.2, 0.5, 0.999)),
        (3, 8, 7, (0.1, 0.5, 0.9)),
        (-10, -4, -9, (0.1, 0.5, 0.9)),
        (0, 1, 0.001, (0.1, 0.5, 0.9)),
        (-3, 9, 8.9, (0.1, 0.5, 0.9)),
        (100, 100.25, 100.125, (0.125, 0.75)),
        (-1e6, 1e6, 10, (0.25, 0.75)),
        (0, 1e-6, 2e-7, (0.1, 0.75)),
        (-2, 5, 4.99, (0.25, 0.75, 0.9)),
    ]
] + [
    ({"low": 0, "high": 1, "peak": 0}, [-1, 0, 0.25, 1, 2], {"extreme": True}),
    ({"low": 0, "high": 1, "peak": 1}, [-1, 0, 0.25, 1, 2], {"extreme": True}),
    ({"low": 0, "high": 2, "peak": 1}, [-1, 0, 1, 2, 3], {"extreme": True}),
    ({"low": -1e30, "high": 1e30, "peak": 1e29}, [0, -9e29, 5e29], {"extreme": True}),
    ({"low": 0, "high": 1e-30, "peak": 5e-31}, [1e-31, 7e-31], {"extreme": True}),
]


def log_density(x, low, high, peak):
    height = mp.log(2 / (high - low))
    if x == peak or high == peak and x > peak or low == peak and x < peak:
        return height
    share = (x - low) / (peak - low) if x < peak else (high - x) / (high - peak)
    return height + mp.log(share) if share > 0 else mp.mpf("-inf")


def cdf(x, low, high, peak):
    if x < peak:
        return (x - low) ** 2 / (high - low) / (peak - low) if x > low else mp.mpf(0)
    return 1 - (high - x) ** 2 / (high - low) / (high - peak) if x < high else mp.mpf(1)


def quantile(p, low, high, peak):
    if p < (peak - low) / (high - low):
        return low + mp.sqrt(p * (high - low) * (peak - low))
    return high - mp.sqrt((1 - p) * (high - low) * (high - peak))


if __name__ == "__main__":
    scalar_family(
        "triangular",
        SETTINGS,
        log_density,
        support=lambda low, high, peak: (low, high),
        cdf=cdf,
        mean=lambda low, high, peak: (low + high + peak) / 3,
        variance=lambda low, high, peak: ((high - low) ** 2 - (peak - low) * (high - peak)) / 18,
        mode=lambda low, high, peak: peak,
        entropy=lambda low, high, peak: mp.mpf(1) / 2 + mp.log((high - low) / 2),
        quantile=quantile,
        frozen=lambda low, high, peak: stats.triang((peak - low) / (high - low), low, high - low) if high - low < 1e3 and low < peak < high else None,
        scipy_tolerance=1e-7,
    )
