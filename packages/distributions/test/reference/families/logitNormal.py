import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "scale": scale}, [float(1 / (1 + mp.exp(-(loc + scale * z)))) for z in (-3, -1.5, -0.3, 0.7, 2.5)])
    for loc, scale in [(0.5, 1), (0, 1.5), (-1.5, 0.25), (1.5, 2), (-3, 1), (2, 0.125), (0, 0.01), (-1, 2.25), (0, 2.75)]
] + [
    ({"loc": 0.5, "scale": 2}, [-1, 2, 0.25, 0, 1]),
    ({"loc": -2, "scale": 20}, [0.25, 0.75, 1e-6], {"extreme": True}),
    ({"loc": 0, "scale": 1e-30}, [0.25, 0.75], {"extreme": True}),
    ({"loc": -60, "scale": 3}, [1e-26, 1e-24, 0.5, 1e-30], {"extreme": True}),
    ({"loc": 0, "scale": 1e30}, [0.5, 1e-30, 0.9], {"extreme": True}),
]


def logit(x):
    return mp.log(x) - mp.log1p(-x)


def log_density(x, loc, scale):
    if x == 0 or x == 1:
        return -mp.inf
    z = (logit(x) - loc) / scale
    return -z * z / 2 - mp.log(scale * x * (1 - x)) - mp.log(2 * mp.pi) / 2


def cdf(x, loc, scale):
    if x == 0 or x == 1:
        return mp.mpf(x)
    return mp.erfc((loc - logit(x)) / scale / mp.sqrt(2)) / 2


def expectation(f, loc, scale):
    """By the trapezoidal rule in n, or for wide scales in y, with steps far below those of the code."""
    with mp.workdps(25):
        h = min(mp.mpf(1) / 8, mp.mpf(1) / 4 / scale)
        if scale > 100:
            # The normal is flat where the logistic function bends: its value at 0 and 1, and the rest of order 1/scale².
            return None
        n = int(9 / h)
        return h * mp.fsum(f(loc + scale * h * k) * mp.npdf(h * k) for k in range(-n, n + 1))


def sigmoid(y):
    return 1 / (1 + mp.exp(-y))


def mean(loc, scale):
    return expectation(sigmoid, loc, scale)


def variance(loc, scale):
    m = mean(loc, scale)
    return None if m is None else expectation(lambda y: (sigmoid(y) - m) ** 2, loc, scale)


def entropy(loc, scale):
    rest = expectation(lambda y: -abs(y) - 2 * mp.log1p(mp.exp(-abs(y))), loc, scale)
    return None if rest is None else mp.log(scale) + mp.log(2 * mp.pi * mp.e) / 2 + rest


scalar_family(
    "logitNormal",
    SETTINGS,
    log_density,
    support=lambda **_: (0, 1),
    cdf=cdf,
    mean=mean,
    variance=variance,
    entropy=entropy,
    quantile=lambda p, loc, scale: sigmoid(loc + scale * mp.sqrt(2) * mp.erfinv(2 * p - 1)),
)
