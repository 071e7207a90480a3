import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import endless_entropy, without_entropy
from harness import mp, scalar_family
from scipy import stats


def log_mass(x, concentration, rate):
    a, b = concentration, rate
    return mp.loggamma(x + a) - mp.loggamma(a) - mp.loggamma(x + 1) + a * mp.log(b / (1 + b)) - x * mp.log(1 + b)


def cdf(x, concentration, rate):
    if x < 300:
        with mp.workdps(60):
            return mp.fsum(mp.exp(log_mass(mp.mpf(k), concentration, rate)) for k in range(int(x) + 1))
    return mp.betainc(concentration, x + 1, 0, rate / (1 + rate), regularized=True)


SETTINGS = (
    [({"concentration": a, "rate": b}, [0, 1, 3, 10, 40]) for a, b in ((2.5, 0.5), (0.3, 2), (7, 1), (1, 0.1), (40, 8), (1e-3, 0.02), (12, 3.5))]
    + [({"concentration": 30, "rate": 0.02}, [900, 1300, 1500, 2000]), ({"concentration": 500, "rate": 5}, [70, 95, 100, 120])]
    + [({"concentration": a, "rate": b}, [0, 1, 20], {"extreme": True}) for a, b in ((1e-10, 1), (1e6, 1e6), (2, 1e30), (2, 1e-30), (1e-30, 1), (1e30, 2e30))]
    + [({"concentration": 3, "rate": 0.5}, [-1, 0.5, 2.5], {"extreme": True})]
    + [({"concentration": a, "rate": b}, [k], {"densityOnly": True}) for a, b, k in ((154890108928, 0.0008939328254200518, 173268174635008), (1e-22, 1, 1e25))]
)

scalar_family(
    "gammaPoisson",
    SETTINGS,
    log_mass,
    support=lambda **_: (mp.mpf(0), mp.inf),
    discrete=True,
    cdf=cdf,
    mean=lambda concentration, rate: concentration / rate,
    variance=lambda concentration, rate: concentration / rate * (1 + 1 / rate),
    mode=lambda concentration, rate: max(mp.floor((concentration - 1) / rate), 0),
    entropy=lambda concentration, rate: endless_entropy(lambda k: log_mass(k, concentration, rate), concentration / rate, concentration / rate * (1 + 1 / rate)),
    quantile=True,
    frozen=lambda concentration, rate: without_entropy(stats.nbinom(concentration, rate / (1 + rate))) if 1e-4 < rate < 1e4 and concentration > 1e-4 else None,
)
