import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

import student

SETTINGS = [
    ({"df": df, "loc": loc, "scale": scale}, [loc + scale * z for z in (-30, -2.5, -0.3, 0, 0.7, 4)])
    for df, loc, scale in [
        (3.5, 0.5, 2), (1, 0, 1), (0.5, -1.5, 0.25), (2, 3, 4), (8, 100, 0.5), (30, -2000, 30), (4.5, 0, 1e-3), (1.5, 5, 1e4),
        (100, 1, 2), (1000, 0, 1), (0.05, 0, 1),
    ]
] + [
    ({"df": 10000, "loc": 0, "scale": 1}, [3, -0.5, 1e3], {"extreme": True}),
    ({"df": 1e6, "loc": 0, "scale": 1}, [2, -0.01, 30], {"extreme": True}),
    ({"df": 1e30, "loc": 0.5, "scale": 2}, [0, 1, -9, 1e10], {"extreme": True}),
    ({"df": 1e-30, "loc": 0, "scale": 1}, [0, 1, 1e30, 1e-30], {"extreme": True}),
    ({"df": 3, "loc": 0, "scale": 1e-30}, [0, 1e-30, -3e-30, 1, 1e30], {"extreme": True}),
    ({"df": 3, "loc": 1e30, "scale": 1e28}, [1e30, 2e30, -1e30], {"extreme": True}),
    ({"df": 2.1, "loc": 0, "scale": 1e30}, [1, -1e30, 1e31], {"extreme": True}),
]


def cdf(x, df, loc, scale):
    tail = student.upper_tail(abs(x - loc), df, scale)
    return tail if x < loc else 1 - tail


def quantile(p, df, loc, scale):
    tail = min(p, 1 - p)
    guess = mp.log(max(-stats.t.ppf(float(tail), float(df)), 1e-12))
    size = mp.exp(mp.findroot(lambda y: mp.log(student.upper_tail(mp.exp(y), df, mp.mpf(1)) / tail), guess)) if tail < 0.5 else mp.mpf(0)
    return loc + scale * (-size if p < 0.5 else size)


scalar_family(
    "studentT",
    SETTINGS,
    lambda x, df, loc, scale: student.log_density(x - loc, df, scale),
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=cdf,
    mean=lambda df, loc, scale: loc if df > 1 else None,
    variance=lambda df, loc, scale: scale**2 * df / (df - 2) if df > 2 else mp.inf if df > 1 else None,
    mode=lambda df, loc, scale: loc,
    entropy=lambda df, loc, scale: student.entropy(df, scale),
    quantile=quantile,
    frozen=lambda df, loc, scale: stats.t(df, loc, scale) if 1e-3 < df < 1e5 else None,
    scipy_tolerance=1e-7,
)
