import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"concentration": a, "rate": r}, [q / r for q in values])
    for a, r, values in [
        (2.5, 1.5, [0.01, 0.8, 2.3, 5, 20]),
        (1, 0.5, [0.001, 0.5, 1, 4, 30]),
        (0.5, 2, [1e-6, 0.05, 0.3, 1.2, 8]),
        (0.01, 3, [1e-20, 1e-6, 0.01, 0.5, 3]),
        (40, 10, [18, 33, 39, 40.3, 70]),
        (1.0001, 0.3, [0.0001, 0.2, 1, 3]),
        (1000, 0.7, [880, 980, 999, 1003, 1100]),
        (1e5, 13, [98900, 99900, 99999, 100210, 101000]),
        (5e5, 0.013, [497900, 499900, 499999, 500210, 501900]),
        (3, 1e-6, [0.1, 2, 9]),
        (7, 1e6, [0.5, 6, 19]),
    ]
] + [
    ({"concentration": 1e-3, "rate": 1}, [1e-10, 1e-30, 2], {"extreme": True}),
    ({"concentration": 2, "rate": 3}, [-1, 0, 1, mp.inf], {"extreme": True}),
    ({"concentration": 1, "rate": 1e-30}, [1, 1e30, 1e-30], {"extreme": True}),
    ({"concentration": 1e-30, "rate": 1e20}, [1e-20, 1], {"extreme": True}),
    ({"concentration": 1e20, "rate": 1e10}, [1e10, 1.0000001e10], {"extreme": True}),
]


def cdf(x, concentration, rate):
    y = rate * x
    return mp.gammainc(concentration, 0, y, regularized=True) if concentration < 1e6 else mp.ncdf(
        3 * mp.sqrt(concentration) * ((y / concentration) ** (mp.mpf(1) / 3) - 1 + 1 / (9 * concentration))
    )


def quantile(p, concentration, rate):
    # SciPy's; the harness holds the cdf above to it.
    return mp.mpf(float(stats.gamma(float(concentration), scale=1 / float(rate)).ppf(float(p))))


if __name__ == "__main__":
    scalar_family(
        "gamma",
        SETTINGS,
        lambda x, concentration, rate: concentration * mp.log(rate)
        + (concentration - 1) * mp.log(x)
        - rate * x
        - mp.loggamma(concentration)
        if 0 < x < mp.inf
        else mp.mpf("-inf"),
        support=lambda **_: (0, mp.inf),
        cdf=cdf,
        mean=lambda concentration, rate: concentration / rate,
        variance=lambda concentration, rate: concentration / rate**2,
        mode=lambda concentration, rate: max(concentration - 1, mp.mpf(0)) / rate,
        entropy=lambda concentration, rate: concentration
        - mp.log(rate)
        + mp.loggamma(concentration)
        + (1 - concentration) * mp.digamma(concentration),
        quantile=quantile,
        frozen=lambda concentration, rate: stats.gamma(concentration, scale=1 / rate) if 1e-2 <= concentration <= 1e4 else None,
    )
