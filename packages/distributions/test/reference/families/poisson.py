import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import lower_sum, summed_entropy, without_entropy
from harness import mp, scalar_family
from scipy import stats


def log_mass(x, rate):
    return x * mp.log(rate) - rate - mp.loggamma(x + 1)


def entropy(rate):
    if rate > 5000:
        u = 1 / rate
        return mp.log(2 * mp.pi * mp.e * rate) / 2 - u / 12 - u**2 / 24 - 19 * u**3 / 360
    spread = 14 * mp.sqrt(rate) + 40
    return summed_entropy(lambda k: log_mass(k, rate), max(0, mp.floor(rate - spread)), mp.ceil(rate + spread))


SETTINGS = (
    [({"rate": v}, [0, 1, 2, 5, 11]) for v in (2.5, 0.3, 7, 1, 0.01, 1e-6)]
    + [({"rate": v}, [int(v) + k for k in (-12, -3, 0, 4, 15)]) for v in (29.5, 30.5, 100, 450.25)]
    + [({"rate": v}, [int(v + z * v**0.5) for z in (-4, -1, 0, 0.5, 5)]) for v in (3000, 1e4, 1e5)]
    + [({"rate": v}, [0, 1, 5], {"extreme": True}) for v in (1e-30, 1e-10, 30)]
    + [({"rate": 1e30}, [1e30, 2e30], {"extreme": True}), ({"rate": 300}, [250, 0, 900], {"extreme": True})]
    + [({"rate": 1e4}, [1e4, 100, 0], {"extreme": True}), ({"rate": 5}, [-1, 0.5, 60, -0.25], {"extreme": True})]
    + [({"rate": 1}, [1e10, 1e30], {"extreme": True})]
)


def cdf(x, rate):
    if rate > 1e20:
        return mp.mpf(0) if x < rate else mp.mpf(1) if x > rate else mp.mpf(0.5)
    if x > 1e5 > 10 * rate:
        return mp.mpf(1)
    return lower_sum(lambda k: log_mass(k, rate), lambda k: k / rate, rate, x)


scalar_family(
    "poisson",
    SETTINGS,
    log_mass,
    support=lambda **_: (mp.mpf(0), mp.inf),
    discrete=True,
    cdf=cdf,
    mean=lambda rate: rate,
    variance=lambda rate: rate,
    mode=lambda rate: mp.floor(rate),
    entropy=entropy,
    quantile=True,
    frozen=lambda rate: without_entropy(stats.poisson(rate)) if 900 < rate < 1e20 else stats.poisson(rate) if rate < 1e20 else None,
)
