import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats


def sigmoid(y):
    return 1 / (1 + mp.exp(-y))


SETTINGS = [
    ({"loc": loc, "scale": scale}, [float(sigmoid(loc + scale * z)) for z in (-3, -1.5, -0.3, 0.7, 2.5)])
    for loc, scale in [(0.5, 1), (0, 1.5), (-1.5, 0.25), (1.5, 2), (-3, 1), (2, 0.125), (0, 0.01), (-1, 2.25), (0, 2.75)]
] + [
    # Within few roundings of the value with log odds loc, and at the modes, where terms of the gradient cancel.
    ({"loc": loc, "scale": scale}, [float(sigmoid(loc + scale * mp.mpf(z))) for z in (-2, -1, 1, 3)])
    for loc, scale in [(-0.75, 1e-3), (2, 1e-4), (-7, 1e-5), (1e-3, 1e-7), (-30, 1e-6)]
] + [
    ({"loc": -6, "scale": 0.5}, [float(sigmoid(y)) for y in (-6.249, -6.2475, -6)]),
    ({"loc": 0.25, "scale": 1.5}, [0.25, 0.75, 0.9]),
    ({"loc": 0, "scale": 1.375}, [0.125, 0.75]),
    ({"loc": -0.4, "scale": 1e-10}, [float(sigmoid(-0.4))]),
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


def mean(loc, scale):
    return expectation(sigmoid, loc, scale)


def variance(loc, scale):
    m = mean(loc, scale)
    return None if m is None else expectation(lambda y: (sigmoid(y) - m) ** 2, loc, scale)


def entropy(loc, scale):
    rest = expectation(lambda y: -abs(y) - 2 * mp.log1p(mp.exp(-abs(y))), loc, scale)
    return None if rest is None else mp.log(scale) + mp.log(2 * mp.pi * mp.e) / 2 + rest


def mode(loc, scale):
    """The largest root on the side of loc; at 0 the upper one."""
    side = 1 if loc >= 0 else -1
    slope = lambda y: y - abs(loc) - scale**2 * mp.tanh(y / 2)
    low, high = mp.mpf(0), abs(loc) + scale**2
    if loc == 0:
        if scale**2 <= 2:
            return mp.mpf(1) / 2
        low = mp.sqrt(12 * (1 - 2 / scale**2)) / 2 if scale < 2 else mp.mpf(1)
    while (high - low) > mp.mpf(10) ** -30 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return sigmoid(side * high)


scalar_family(
    "logitNormal",
    SETTINGS,
    log_density,
    support=lambda **_: (0, 1),
    cdf=cdf,
    mean=mean,
    variance=variance,
    mode=mode,
    entropy=entropy,
    quantile=lambda p, loc, scale: sigmoid(loc + scale * mp.sqrt(2) * mp.erfinv(2 * p - 1)),
)
