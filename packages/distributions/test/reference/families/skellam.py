import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats


def log_mass(k, rate1, rate2):
    # The sum of the series of the Bessel function, in logarithms where it is long.
    return -rate1 - rate2 + k / 2 * mp.log(rate1 / rate2) + mp.log(mp.besseli(abs(k), 2 * mp.sqrt(rate1 * rate2)))


SETTINGS = (
    [({"rate1": m, "rate2": n}, [-7, -1, 0, 1, 4, 12]) for m, n in ((2, 3), (0.5, 0.25), (10, 4), (1, 1), (7.5, 20), (0.01, 3), (5, 0.02))]
    + [({"rate1": m, "rate2": n}, [int(m - n + z * (m + n) ** 0.5) for z in (-4, -1, 0, 0.5, 3)]) for m, n in ((100, 80), (1000, 1200), (3000, 10), (40, 45.5), (1e4, 1e4))]
    + [({"rate1": m, "rate2": n}, [-2, -1, 0, 1, 3], {"extreme": True}) for m, n in ((1e-10, 1e-10), (1e-30, 1), (2, 1e-30), (1e-15, 3), (1e-30, 1e-30))]
    + [({"rate1": 2, "rate2": 3}, [0.5, -1.5, 60, -60], {"extreme": True}), ({"rate1": 50, "rate2": 2}, [300, -40], {"extreme": True})]
)

mp.mp.dps = 60
scalar_family(
    "skellam",
    SETTINGS,
    log_mass,
    support=lambda **_: (-mp.inf, mp.inf),
    discrete=True,
    mean=lambda rate1, rate2: rate1 - rate2,
    variance=lambda rate1, rate2: rate1 + rate2,
    frozen=lambda rate1, rate2: stats.skellam(rate1, rate2) if 0.05 < rate1 < 50 and 0.05 < rate2 < 50 else None,
    scipy_tolerance=1e-6,
)
