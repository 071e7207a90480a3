import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"scale": scale, "concentration": k}, [scale * float(mp.exp(z / k)) for z in (-7, -1.5, 0.2, 2.5, 9)])
    for scale, k in [(2, 1.5), (1, 1), (0.25, 0.5), (4, 3), (100, 2.25), (30, 4.5), (1e-6, 2), (1e6, 1.25), (1, 60), (50, 400), (1, 2.01)]
] + [
    # Small values at concentrations around 1, where the gradient in the value is small beside 1/x, and values next to scale.
    ({"scale": 4, "concentration": 1}, [1e-4, 1e-6, 1e-8]),
    ({"scale": 2, "concentration": 1.001}, [1e-3, 1e-5, 1e-7]),
    ({"scale": 1e-3, "concentration": 1000}, [1e-3, 1.0000002e-3]),
    # Quantiles of which exp(logit p / k) alone is beyond float32.
    ({"scale": 0.025, "concentration": 0.0122}, [1e-3, 2, 1e20]),
    ({"scale": 2, "concentration": 0.5}, [0, -1, 3]),
    ({"scale": 2, "concentration": 3}, [0, -1, 3]),
    ({"scale": 1e-30, "concentration": 2}, [1e-30, 3e-30, 2e-31, 1e30], {"extreme": True}),
    ({"scale": 1e30, "concentration": 3}, [1, 1e-30, 1e30, 5e30], {"extreme": True}),
    ({"scale": 1, "concentration": 1e-30}, [1, 1e-30, 1e30], {"extreme": True}),
    ({"scale": 1, "concentration": 1e30}, [0.5, 2], {"extreme": True}),
]


def log_density(x, scale, concentration):
    k = concentration
    if x == 0:
        return -mp.log(scale) if k == 1 else mp.inf if k < 1 else -mp.inf
    z = abs(k * mp.log(x / scale))
    return mp.log(k / x) - z - 2 * mp.log1p(mp.exp(-z))


def cdf(x, scale, concentration):
    if x == 0:
        return mp.mpf(0)
    z = concentration * mp.log(x / scale)
    return mp.exp(z) / (1 + mp.exp(z)) if z < 0 else 1 / (1 + mp.exp(-z))


def mean(scale, concentration):
    b = mp.pi / concentration
    return scale * b / mp.sin(b) if concentration > 1 else mp.inf


def variance(scale, concentration):
    b = mp.pi / concentration
    with mp.workdps(110):
        return scale**2 * (2 * b / mp.sin(2 * b) - (b / mp.sin(b)) ** 2) if concentration > 2 else mp.inf


scalar_family(
    "logLogistic",
    SETTINGS,
    log_density,
    support=lambda **_: (0, mp.inf),
    cdf=cdf,
    mean=mean,
    variance=variance,
    mode=lambda scale, concentration: scale * ((concentration - 1) / (concentration + 1)) ** (1 / concentration) if concentration > 1 else 0,
    entropy=lambda scale, concentration: 2 + mp.log(scale / concentration),
    quantile=lambda p, scale, concentration: scale * (p / (1 - p)) ** (1 / concentration),
)
