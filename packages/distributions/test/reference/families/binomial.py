import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import binomial, frozen_by, lower_sum, odds, summed_entropy
from harness import mp, scalar_family
from scipy import stats


def log_mass(x, totalCount, **given):
    p, q = odds(**given)
    hits = x * mp.log(p) if x else 0
    misses = (totalCount - x) * mp.log(q) if totalCount > x else 0
    return binomial(totalCount, x) + hits + misses


def variance(totalCount, **given):
    p, q = odds(**given)
    return totalCount * p * q


def entropy(totalCount, **given):
    p, q = odds(**given)
    v = variance(totalCount, **given)
    if v == 0:
        return mp.mpf(0)
    if v > 2500:
        u = p * q
        return mp.log(2 * mp.pi * mp.e * v) / 2 - (1 - 4 * u) / (12 * v) - (1 - 4 * u + 2 * u**2) / (24 * v**2)
    spread = 14 * mp.sqrt(v) + 40
    low, high = max(0, mp.floor(totalCount * p - spread)), min(totalCount, mp.ceil(totalCount * p + spread))
    return summed_entropy(lambda k: log_mass(k, totalCount, **given), low, high)


def cdf(x, totalCount, **given):
    p, q = odds(**given)
    if totalCount < 60:
        return mp.fsum(mp.exp(log_mass(mp.mpf(k), totalCount, **given)) for k in range(int(x) + 1))
    return lower_sum(lambda k: log_mass(k, totalCount, **given), lambda k: k / (totalCount - k + 1) * q / p, totalCount * p, x)


SETTINGS = (
    [({"totalCount": n, "probs": v}, [0, 1, n // 2, n - 1, n]) for n, v in ((10, 0.25), (16, 0.7), (7, 0.03), (1, 0.3), (34, 0.5), (120, 0.99))]
    + [({"totalCount": n, "logits": v}, [0, 1, n // 3, n - 1, n]) for n, v in ((10, 0.5), (25, -2), (4, 0), (300, 6), (500, -7))]
    + [({"totalCount": n, "probs": v}, [int(n * v + z * (n * v * (1 - v)) ** 0.5) for z in (-3, -1, 0, 0.5, 4)])
       for n, v in ((1000, 0.5), (400, 0.1), (10000, 0.25), (3000, 0.9), (118, 0.5), (122, 0.5))]
    + [({"totalCount": n, "probs": v}, [k], {"extreme": True}) for n, v, k in ((10000, 0.5, 5000), (1000, 1e-4, 2), (50, 0.999, 50), (10000, 0.5, 0), (0, 0.3, 0), (5, 0, 0), (5, 1, 5), (1000, 1e-30, 1), (100000, 1e-5, 3))]
    + [({"totalCount": n, "logits": v}, [0, 1, n], {"extreme": True}) for n, v in ((3, 100), (3, -100), (10, 85), (10, 1e-30), (2, 300))]
    + [({"totalCount": 5, "probs": 0.25}, [-1, 0.5, 6, 5, 4.75], {"extreme": True}), ({"totalCount": 0, "logits": 2}, [0, 1], {"extreme": True})]
    # n times the rounding of p is a count and more here.
    + [({"totalCount": n, "logits": v}, values, {"densityOnly": True}) for n, v, values in (
        (4590688, 0.0007159042870625854, [2296169, 2295344, 2299000]), (10920421, -1.088422417640686, [2750994, 2751062, 2740000]),
        (9713779, -0.1330081820487976, [4534315, 4535000]), (12912420, 0.0011797476327046752, [6459914, 6456000]), (16777216, -15, [0, 3, 5, 9]), (16000000, 12, [15999900, 15999990, 16000000]))]
)

scalar_family(
    "binomial",
    SETTINGS,
    log_mass,
    support=lambda totalCount, **_: (mp.mpf(0), totalCount),
    discrete=True,
    cdf=cdf,
    mean=lambda totalCount, **given: totalCount * odds(**given)[0],
    variance=variance,
    mode=lambda totalCount, **given: min(mp.floor((totalCount + 1) * odds(**given)[0]), totalCount),
    entropy=entropy,
    quantile=True,
    skip_gradient=("totalCount",),
    frozen=frozen_by(lambda p, totalCount: stats.binom(totalCount, p)),
)
