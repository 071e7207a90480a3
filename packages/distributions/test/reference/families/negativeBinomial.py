import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import endless_entropy, frozen_by, odds, without_entropy
from harness import mp, scalar_family
from scipy import stats


def log_mass(x, totalCount, **given):
    p, q = odds(**given)
    return mp.loggamma(x + totalCount) - mp.loggamma(totalCount) - mp.loggamma(x + 1) + (x * mp.log(p) if x else 0) + totalCount * mp.log(q)


def cdf(x, totalCount, **given):
    p, q = odds(**given)
    if x < 500:
        with mp.workdps(60):
            return mp.fsum(mp.exp(log_mass(mp.mpf(k), totalCount, **given)) for k in range(int(x) + 1))
    return mp.betainc(totalCount, x + 1, 0, q, regularized=True)


def mean(totalCount, **given):
    p, q = odds(**given)
    return totalCount * p / q


def entropy(totalCount, **given):
    m = mean(totalCount, **given)
    return endless_entropy(lambda k: log_mass(k, totalCount, **given), m, m / odds(**given)[1])


SETTINGS = (
    [({"totalCount": r, "probs": v}, [0, 1, 3, 10, 40]) for r, v in ((2.5, 0.25), (0.3, 0.7), (7, 0.5), (1, 0.9), (40, 0.2), (1e-3, 0.99))]
    + [({"totalCount": r, "logits": v}, [0, 1, 4, 17, 60]) for r, v in ((3, 0.5), (0.7, 2.5), (12.5, -1), (300, -3), (0.05, -0.2))]
    + [({"totalCount": 1000, "logits": -4}, [0, 10, 18, 25, 40]), ({"totalCount": 20, "probs": 0.99}, [900, 1500, 1980, 2500, 4000])]
    + [({"totalCount": r, "probs": v}, [0, 1, 20], {"extreme": True}) for r, v in ((1e6, 1e-5), (1e-10, 0.5), (1e-30, 0.5), (1e4, 2.5e-4), (2, 1e-30))]
    + [({"totalCount": r, "logits": v}, [0, 1, 20], {"extreme": True}) for r, v in ((2, 100), (2, -100), (0.5, 60), (1e10, -22))]
    + [({"totalCount": 2, "probs": 0}, [0], {"extreme": True}), ({"totalCount": 3, "probs": 0.5}, [-1, 0.5, 2.5], {"extreme": True})]
    # x + r times the rounding of p is a count and more here.
    + [({"totalCount": r, "logits": v}, values, {"densityOnly": True}) for r, v, values in (
        (96274904776704, -1.4678256511688232, [22184237989888]), (6162673016242176, -0.000977486022748053, [6156652008964096]),
        (57870067739152876000, -0.0000338287754857447, [57868110608455434000]), (1e6, -1, [367879, 368000, 365000]), (1.5e6, 0, [1.5e6]), (9e5, 0, [9e5]), (3.5, 13, [1548446, 2000000, 400000]))]
)

scalar_family(
    "negativeBinomial",
    SETTINGS,
    log_mass,
    support=lambda **_: (mp.mpf(0), mp.inf),
    discrete=True,
    cdf=cdf,
    mean=mean,
    variance=lambda totalCount, **given: mean(totalCount, **given) / odds(**given)[1],
    mode=lambda totalCount, **given: max(mp.floor((totalCount - 1) * odds(**given)[0] / odds(**given)[1]), 0),
    entropy=entropy,
    quantile=True,
    frozen=frozen_by(lambda p, totalCount: without_entropy(stats.nbinom(totalCount, 1 - p))),
)
