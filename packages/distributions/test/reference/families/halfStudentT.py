import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

import student

SETTINGS = [
    ({"df": df, "scale": scale}, [scale * z for z in (0.01, 0.3, 0.75, 1.25, 4, 30)])
    for df, scale in [(3.5, 2), (1, 1), (0.5, 0.25), (2, 4), (8, 0.5), (30, 30), (4.5, 1e-3), (1.5, 1e4), (100, 2), (2.5, 1)]
] + [
    ({"df": 3, "scale": 2}, [-1, 0, 3]),
    ({"df": 1e30, "scale": 2}, [1, 3, 1e10], {"extreme": True}),
    ({"df": 3, "scale": 1e-30}, [1e-30, 3e-30, 1, 1e30], {"extreme": True}),
    ({"df": 2.1, "scale": 1e30}, [1, 1e30, 1e31], {"extreme": True}),
]


def mean(df, scale):
    if df <= 1:
        return mp.inf
    with mp.workdps(100):
        return 2 * scale * mp.sqrt(df / mp.pi) * mp.exp(mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2)) / (df - 1)


def quantile(p, df, scale):
    guess = mp.log(-stats.t.ppf(float(1 - p) / 2, float(df)))
    return scale * mp.exp(mp.findroot(lambda y: mp.log(2 * student.upper_tail(mp.exp(y), df, mp.mpf(1)) / (1 - p)), guess))


scalar_family(
    "halfStudentT",
    SETTINGS,
    lambda x, df, scale: mp.log(2) + student.log_density(x, df, scale),
    support=lambda **_: (0, mp.inf),
    cdf=lambda x, df, scale: student.centre(x, df, scale),
    mean=mean,
    variance=lambda df, scale: scale**2 * df / (df - 2) - mean(df, scale) ** 2 if df > 2 else mp.inf,
    mode=lambda df, scale: 0,
    quantile=quantile,
    entropy=lambda df, scale: student.entropy(df, scale) - mp.log(2),
)
