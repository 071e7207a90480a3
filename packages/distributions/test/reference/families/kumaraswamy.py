import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family

SETTINGS = [
    ({"concentration1": a, "concentration0": b}, values)
    for a, b, values in [
        (2.5, 1.5, [0.01, 0.3, 0.7, 0.99]),
        (1, 3, [1e-6, 0.2, 0.5, 0.9]),
        (3, 2, [1e-3, 0.1, 0.6, 0.999]),
        (0.5, 0.5, [1e-8, 0.1, 0.6, 0.999]),
        (1, 1, [0.001, 0.5, 0.9]),
        (0.3, 4, [1e-12, 0.01, 0.2, 0.7]),
        (7, 0.2, [0.3, 0.9, 0.999]),
        (1.0001, 1.5, [1e-5, 0.1, 0.5]),
        (60, 40, [0.85, 0.93, 0.95, 0.97]),
        (1000, 1000, [0.98, 0.993, 0.9937, 0.995]),
        (1000, 3, [0.98, 0.997, 0.9995]),
        (2, 1e4, [0.001, 0.007, 0.03]),
        (0.05, 0.02, [1e-8, 0.5, 0.999]),
    ]
] + [
    ({"concentration1": 0.01, "concentration0": 0.01}, [1e-6, 0.5, 0.9999], {"extreme": True}),
    ({"concentration1": 2, "concentration0": 3}, [-0.5, 0, 1, 2, 0.5], {"extreme": True}),
    ({"concentration1": 1, "concentration0": 1}, [0, 1, 1e-30, -1], {"extreme": True}),
    ({"concentration1": 1e-3, "concentration0": 50}, [1e-30, 1e-10, 0.01], {"extreme": True}),
    ({"concentration1": 1e-6, "concentration0": 1e-3}, [1e-30, 0.5], {"extreme": True}),
]


def log_density(x, concentration1, concentration0):
    a, b = concentration1, concentration0
    if x in (0, 1):
        own = a if x == 0 else b
        return mp.log(a * b) if own == 1 else mp.mpf("-inf") if own > 1 else mp.mpf("inf")
    return mp.log(a * b) + (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-(x**a))


def moment(k, a, b):
    with mp.workdps(80):
        return b * mp.beta(1 + k / a, b)


def variance(concentration1, concentration0):
    with mp.workdps(80):
        return moment(2, concentration1, concentration0) - moment(1, concentration1, concentration0) ** 2


def mode(concentration1, concentration0):
    a, b = concentration1, concentration0
    return ((a - 1) / (a * b - 1)) ** (1 / a) if a > 1 and b > 1 else mp.mpf(1 if a > b else 0)


if __name__ == "__main__":
    scalar_family(
        "kumaraswamy",
        SETTINGS,
        log_density,
        support=lambda **_: (0, 1),
        cdf=lambda x, concentration1, concentration0: 1 - (1 - x**concentration1) ** concentration0,
        mean=lambda concentration1, concentration0: moment(1, concentration1, concentration0),
        variance=variance,
        mode=mode,
        entropy=lambda concentration1, concentration0: 1
        - 1 / concentration0
        + (1 - 1 / concentration1) * (mp.digamma(concentration0 + 1) + mp.euler)
        - mp.log(concentration1 * concentration0),
        quantile=lambda p, concentration1, concentration0: (1 - (1 - p) ** (1 / concentration0)) ** (1 / concentration1),
    )
