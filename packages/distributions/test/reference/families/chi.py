import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"df": df}, [float(mp.sqrt(v)) for v in values])
    for df, values in [
        (5, [0.02, 1.6, 4.6, 10, 40]),
        (2, [0.002, 1, 2, 8, 60]),
        (1, [1e-6, 0.1, 0.6, 2.4, 16]),
        (1.9999, [1e-6, 0.1, 0.6, 2.4, 16]),
        (0.02, [1e-20, 1e-6, 0.02, 1, 6]),
        (0.3, [1e-9, 0.01, 0.3, 3]),
        (3.5, [0.1, 3, 9, 20]),
        (12, [2, 10, 12, 30]),
        (80, [36, 66, 78, 80.6, 140]),
        (2000, [1760, 1960, 1998, 2006, 2200]),
        (2e5, [197800, 199800, 199998, 200420, 202000]),
        (1e6, [995800, 999800, 999998, 1000420, 1003800]),
    ]
] + [
    ({"df": 2e-3}, [1e-10, 1e-30, 4], {"extreme": True}),
    ({"df": 4}, [-1, 0, 1, mp.inf], {"extreme": True}),
    ({"df": 1}, [-1e-30, 0, 1e10, 1e-30], {"extreme": True}),
    ({"df": 1e-30}, [1e-20, 1], {"extreme": True}),
]


def mean(df):
    with mp.workdps(80):
        return mp.sqrt(2) * mp.gammaprod([(df + 1) / 2], [df / 2])


def variance(df):
    with mp.workdps(80):
        return df - mean(df) ** 2


def quantile(p, df):
    # SciPy's; the harness holds the cdf above to it.
    return mp.mpf(float(stats.chi(float(df)).ppf(float(p))))


if __name__ == "__main__":
    scalar_family(
        "chi",
        SETTINGS,
        lambda x, df: (df - 1) * mp.log(x) - x**2 / 2 - (df / 2 - 1) * mp.log(2) - mp.loggamma(df / 2)
        if 0 < x < mp.inf
        else (mp.log(2 / mp.pi) / 2 if x == 0 and df == 1 else mp.mpf("-inf")),
        support=lambda **_: (0, mp.inf),
        cdf=lambda x, df: mp.gammainc(df / 2, 0, x**2 / 2, regularized=True),
        mean=mean,
        variance=variance,
        mode=lambda df: mp.sqrt(max(df - 1, mp.mpf(0))),
        entropy=lambda df: df / 2 - mp.log(2) / 2 + mp.loggamma(df / 2) + (1 - df) * mp.digamma(df / 2) / 2,
        quantile=quantile,
        frozen=lambda df: stats.chi(df) if 0.5 <= df <= 1e3 else None,
    )
