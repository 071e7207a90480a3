import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import invert, mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"loc": m, "concentration": k}, [m * f for f in factors])
    for m, k, factors in [
        (1, 2, (0.1, 0.6, 1.5, 6)),
        (2, 1, (0.02, 0.3, 1, 9)),
        (0.5, 8, (0.3, 0.9, 1.2, 3)),
        (3, 300, (0.7, 0.95, 1.05, 1.4)),
        (1, 1e4, (0.96, 0.995, 1.01, 1.04)),
        (10, 0.1, (1e-4, 0.003, 0.1, 20)),
        (1, 1, (0.05, 0.5, 1, 4)),
        (100, 50, (0.05, 0.5, 4)),
        (1e-3, 0.01, (0.2, 0.9, 3)),
        (1e5, 3e5, (0.2, 0.9, 3)),
    ]
] + [
    # Far below the mean the gradient in it is small, and beyond float32 each gradient is infinite, of its sign.
    ({"loc": 0.01, "concentration": 1e-6}, [1e-10, 1e-9, 1e-8]),
    ({"loc": 2**-90, "concentration": 1e20}, [1.001 * 2**-90, 1.0], {"extreme": True}),
    ({"loc": 1e-20, "concentration": 1e6}, [1e8, 1e-22], {"extreme": True}),
    ({"loc": 1, "concentration": 1e-10}, [1e-12, 3e-10, 1], {"extreme": True}),
    ({"loc": 2, "concentration": 3}, [-1, 0, 1, mp.inf], {"extreme": True}),
    ({"loc": 1e10, "concentration": 1e10}, [1e9, 1e10, 5e10], {"extreme": True}),
    ({"loc": 1e-10, "concentration": 1e-8}, [5e-11, 1e-10, 2e-10], {"extreme": True}),
]


def log_density(x, loc, concentration):
    if not 0 < x < mp.inf:
        return mp.mpf("-inf")
    return mp.log(concentration / (2 * mp.pi * x**3)) / 2 - concentration * (x - loc) ** 2 / (2 * loc**2 * x)


def upper(z):
    return mp.erfc(z / mp.sqrt(2)) / 2


def cdf(x, loc, concentration):
    if x <= 0:
        return mp.mpf(0)
    root = mp.sqrt(concentration / x)
    a, b = root * (x / loc - 1), root * (x / loc + 1)
    return upper(-a) + mp.exp(2 * concentration / loc) * upper(b)


def scaled_integral(r):
    with mp.workdps(60):
        return mp.exp(r) * mp.e1(r) if r < 1e3 else mp.nsum(lambda k: (-1) ** int(k) * mp.factorial(k) / r ** (k + 1), [0, 12])


def quantile(p, loc, concentration):
    def at(f):
        return lambda t: f(mp.exp(t), loc, concentration)

    return mp.exp(invert(at(cdf), lambda t: at(log_density)(t) + t, p, mp.log(loc) - 20, mp.log(loc) + 20))


if __name__ == "__main__":
    scalar_family(
        "inverseGaussian",
        SETTINGS,
        log_density,
        support=lambda **_: (0, mp.inf),
        cdf=cdf,
        quantile=quantile,
        mean=lambda loc, concentration: loc,
        variance=lambda loc, concentration: loc**3 / concentration,
        mode=lambda loc, concentration: loc * (mp.sqrt(1 + (3 * loc / (2 * concentration)) ** 2) - 3 * loc / (2 * concentration)),
        entropy=lambda loc, concentration: mp.log(2 * mp.pi * mp.e * loc**3 / concentration) / 2
        - mp.mpf(3) / 2 * scaled_integral(2 * concentration / loc),
        frozen=lambda loc, concentration: stats.invgauss(float(loc / concentration), scale=float(concentration)) if 1e-3 < concentration / loc < 1e3 else None,
        scipy_tolerance=1e-7,
    )
