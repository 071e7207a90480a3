import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"concentration": a, "scale": s}, [s / q for q in values])
    for a, s, values in [
        (5, 1.5, [0.7, 2.5, 4.5, 8, 14]),
        (2.5, 4, [0.01, 0.8, 2.3, 5, 20]),
        (1, 0.5, [0.001, 0.5, 1, 4, 30]),
        (1.5, 0.5, [0.001, 0.5, 1, 4, 30]),
        (0.5, 2, [1e-6, 0.05, 0.3, 1.2, 8]),
        (40, 10, [18, 33, 39, 40.3, 70]),
        (2.001, 0.3, [0.0001, 0.2, 1, 3]),
        (1000, 0.7, [880, 980, 999, 1003, 1100]),
        (1e5, 13, [98900, 99900, 99999, 100210, 101000]),
        (3, 1e-6, [0.1, 2, 9]),
        (7, 1e6, [0.5, 6, 19]),
    ]
] + [
    ({"concentration": 1e-3, "scale": 1}, [1e10, 1e30, 0.5], {"extreme": True}),
    ({"concentration": 2, "scale": 3}, [-1, 0, 1, mp.inf], {"extreme": True}),
    ({"concentration": 1, "scale": 1e-30}, [1, 1e-30, 1e30], {"extreme": True}),
    ({"concentration": 3, "scale": 1e30}, [1e30, 4e29], {"extreme": True}),
    ({"concentration": 1e10, "scale": 3}, [1e-30, 1], {"extreme": True}),
    ({"concentration": 1e-30, "scale": 1e20}, [1e20, 1], {"extreme": True}),
]


def variance(concentration, scale):
    return scale**2 / (concentration - 1) ** 2 / (concentration - 2) if concentration > 2 else mp.inf


def cdf(x, concentration, scale):
    if x <= 0:
        return mp.mpf(0)
    y = scale / x
    if y > mp.mpf(10) ** 15 * max(concentration, 1):
        # The first term of the asymptotic series, which is all.
        return mp.exp((concentration - 1) * mp.log(y) - y - mp.loggamma(concentration))
    return mp.gammainc(concentration, y, mp.inf, regularized=True)


def quantile(p, concentration, scale):
    # SciPy's; the harness holds the cdf above to it.
    return mp.mpf(float(stats.invgamma(float(concentration), scale=float(scale)).ppf(float(p))))


if __name__ == "__main__":
    scalar_family(
        "inverseGamma",
        SETTINGS,
        lambda x, concentration, scale: concentration * mp.log(scale)
        - (concentration + 1) * mp.log(x)
        - scale / x
        - mp.loggamma(concentration)
        if 0 < x < mp.inf
        else mp.mpf("-inf"),
        support=lambda **_: (0, mp.inf),
        cdf=cdf,
        mean=lambda concentration, scale: scale / (concentration - 1) if concentration > 1 else mp.inf,
        variance=variance,
        mode=lambda concentration, scale: scale / (concentration + 1),
        entropy=lambda concentration, scale: concentration
        + mp.log(scale)
        + mp.loggamma(concentration)
        - (1 + concentration) * mp.digamma(concentration),
        quantile=quantile,
        frozen=lambda concentration, scale: stats.invgamma(concentration, scale=scale) if 2 < concentration <= 1e3 and scale < 1e20 else None,
    )
