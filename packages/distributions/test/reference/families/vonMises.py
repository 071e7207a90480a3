import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import invert, mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": loc, "concentration": k}, values)
    for loc, k, values in [
        (0.5, 8, [-1, 0.2, 0.5, 1.4]),
        (0, 2, [-3, -0.2, 0.5, 3.1]),
        (-1, 1, [-3.1, -1, 0.5, 2.9]),
        (3, 0.5, [-3, -0.2, 2.5, 3.1]),
        (-2.5, 4, [-3.1, -2, 0.3, 3.1]),
        (0, 0, [-3, 0.2, 1.5]),
        (1.5, 1e-3, [-3, 0.2, 1.5]),
        (0.25, 19.9, [-0.4, 0.25, 0.9]),
        (0.25, 20.1, [-0.4, 0.25, 0.9]),
        (1, 100, [0.75, 1, 1.2]),
        (-0.5, 2e4, [-0.52, -0.5, -0.49]),
        (7, 3, [-1, 0.5, 2.9]),
        # Angles that float32 holds to a turn and more.
        (25.5, 50, [0.25, 0.5, 0.3]),
        (-123456.7, 200, [0.3, 0.5, 2]),
        (1e10, 3, [-2, 0.5, 2.9]),
        (-3e12, 40, [-2, -2.4, 1]),
    ]
] + [
    ({"loc": 0, "concentration": 1e-30}, [-3, 0.2, 1.5], {"extreme": True}),
    ({"loc": 0, "concentration": 1e20}, [0, 1e-10, -2e-10], {"extreme": True}),
    ({"loc": 0, "concentration": 3}, [-3, 3.1, 0], {"extreme": True}),
    ({"loc": 0.05, "concentration": 500}, [0.1, 0, -3], {"extreme": True}),
]


def log_i0(k):
    return mp.log(mp.besseli(0, k)) if k < 1e4 else k - mp.log(2 * mp.pi * k) / 2 + mp.log(1 + 1 / (8 * k) + 9 / (128 * k**2) + 225 / (3072 * k**3) + 11025 / (98304 * k**4))


def ratio_gap(k):
    """1 − I₁(k)/I₀(k)"""
    with mp.workdps(80):
        if k < 1e4:
            return 1 - mp.besseli(1, k) / mp.besseli(0, k)
        return 1 / (2 * k) + 1 / (8 * k**2) + 1 / (8 * k**3) + 25 / (128 * k**4)


def wrap(x):
    return x - 2 * mp.pi * mp.floor(x / (2 * mp.pi) + mp.mpf(1) / 2)


def log_density(x, loc, concentration):
    return concentration * (mp.cos(x - loc) - 1) + concentration - mp.log(2 * mp.pi) - log_i0(concentration)


def cdf(x, loc, concentration):
    if concentration > 1e10:
        return mp.ncdf((x - loc) * mp.sqrt(concentration))
    turn = wrap(loc)
    peak = [p for p in (turn, turn - 2 * mp.pi, turn + 2 * mp.pi) if -mp.pi < p < x]
    width = 8 / mp.sqrt(concentration + mp.mpf(1) / 4)
    # Far below the peak the mass is next to x.
    steps = [x - d for d in (mp.mpf("0.04"), mp.mpf("0.2"), 1) if x - d > -mp.pi]
    points = sorted({-mp.pi, x, *steps, *peak, *[p + s * width for p in peak for s in (-1, 1) if -mp.pi < p + s * width < x]})
    return mp.quad(lambda t: mp.exp(log_density(t, loc, concentration)), points)


def quantile(p, **q):
    with mp.workdps(30):
        return invert(lambda x: cdf(x, **q), lambda x: log_density(x, **q), p, -mp.pi, mp.pi)


if __name__ == "__main__":
    scalar_family(
        "vonMises",
        SETTINGS,
        log_density,
        support=lambda **_: (-mp.pi - mp.mpf("1e-6"), mp.pi),
        cdf=lambda x, loc, concentration: cdf(x, loc, concentration),
        cdf_gradient=False,
        quantile=quantile,
        mean=lambda loc, concentration: wrap(loc),
        mode=lambda loc, concentration: wrap(loc),
        entropy=lambda loc, concentration: mp.log(2 * mp.pi) + log_i0(concentration) - concentration + concentration * ratio_gap(concentration),
    )
