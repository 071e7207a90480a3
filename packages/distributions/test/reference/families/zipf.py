import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats


def moment(s, n):
    return mp.zeta(s - n) / mp.zeta(s) if s > n + 1 else mp.inf


SETTINGS = (
    [({"exponent": s}, [1, 2, 3, 10, 100]) for s in (2.5, 1.5, 4, 3.25, 2.125, 6, 10, 1.4375, 20, 3.0625)]
    + [({"exponent": 2.25}, [1000, 100000, 1e6])]
    + [({"exponent": s}, [1, 2, 50], {"extreme": True}) for s in (1 + 2**-20, 1.125, 100, 1e30, 1.0009765625)]
    + [({"exponent": 3}, [0, -1, 1.5, 0.5], {"extreme": True}), ({"exponent": 1.5}, [1e10, 1e20], {"extreme": True}), ({"exponent": 1.0625}, [20, 32, 33, 1000, 1e5, 1e10], {"extreme": True})]
)


def quantile(p, exponent):
    k, total = 1, mp.mpf(0)
    z = mp.zeta(exponent)
    if exponent < 1.3:
        low, high = mp.mpf(0), mp.mpf(2) ** 60
        while high - low > 1:
            middle = mp.floor((low + high) / 2)
            low, high = (low, middle) if 1 - mp.zeta(exponent, middle + 1) / z >= p else (middle, high)
        return high
    while total + mp.mpf(k) ** -exponent / z < p:
        total += mp.mpf(k) ** -exponent / z
        k += 1
    return mp.mpf(k)


scalar_family(
    "zipf",
    SETTINGS,
    lambda x, exponent: -exponent * mp.log(x) - mp.log(mp.zeta(exponent)),
    support=lambda **_: (mp.mpf(1), mp.inf),
    discrete=True,
    cdf=lambda x, exponent: 1 - mp.zeta(exponent, x + 1) / mp.zeta(exponent) if exponent < 1e10 else mp.mpf(1),
    mean=lambda exponent: moment(exponent, 1),
    variance=lambda exponent: moment(exponent, 2) - moment(exponent, 1) ** 2 if exponent > 3 else mp.inf,
    mode=lambda exponent: 1,
    entropy=lambda exponent: mp.log(mp.zeta(exponent)) - exponent * mp.zeta(exponent, 1, 1) / mp.zeta(exponent) if exponent < 1e10 else mp.mpf(0),
    quantile=quantile,
)
