import functools
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import invert, mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"scale": scale}, [scale * z for z in (-30, -2.5, -0.3, 1e-3, 0.75, 4)])
    for scale in [2, 1, 0.25, 4, 0.0625, 30, 1e-6, 1e6]
] + [
    ({"scale": 2}, [-1, 0, 3]),
    ({"scale": 1e-30}, [1e-30, 3e-29, 1, 1e30], {"extreme": True}),
    ({"scale": 1e30}, [1, 1e-30, 1e30, 1e31], {"extreme": True}),
    ({"scale": 1}, [1e30, 1e-30, 1e-10, 1e9, 1e10, 1e11], {"extreme": True}),
]


def log_density(x, scale):
    y = (x / scale) ** 2 / 2
    if y == 0:
        return mp.inf
    if y > 1e4:
        # The asymptotic series, to below 1e-38.
        rest = mp.fsum((-1) ** k * mp.factorial(k) / y**k for k in range(14))
        return mp.log(rest / y) - mp.log(scale) - mp.log(2 * mp.pi**3) / 2
    return y + mp.log(mp.e1(y)) - mp.log(scale) - mp.log(2 * mp.pi**3) / 2


def centre(z):
    """P(|Z| < z), the integral of the series of the density."""
    terms = []
    for k in range(200):
        a = (z / 2) ** k * z ** (k + 1) / mp.factorial(k) / (2 * k + 1)
        terms.append(a * (mp.harmonic(k) - mp.euler + mp.log(2) + mp.mpf(2) / (2 * k + 1) - 2 * mp.log(z)))
        if terms[-1] < terms[0] * mp.mpf(10) ** -45:
            break
    return mp.fsum(terms) * 2 / mp.sqrt(2 * mp.pi**3)


def tail(z):
    """P(|Z| > z), from the half-Cauchy mixture; far out by moments of erfc."""
    if z > 1e9:
        return 2 * mp.sqrt(2) / mp.pi**1.5 * (1 / z - mp.mpf(2) / 3 / z**3)
    return mp.quad(lambda u: mp.erfc(u) * z / (z * z + 2 * u * u), [0, 1, 3, 10]) * 2 * mp.sqrt(2) / mp.pi


# The series and the mixture meet.
assert abs(centre(mp.mpf("0.75")) + tail(mp.mpf("0.75")) - 1) < mp.mpf("1e-20")


def cdf(x, scale):
    z = abs(x / scale)
    if z == 0:
        return mp.mpf(1) / 2
    if z < 1:
        return (1 + mp.sign(x) * centre(z)) / 2
    return tail(z) / 2 if x < 0 else 1 - tail(z) / 2


@functools.cache
def standard_quantile(p):
    if p == mp.mpf(1) / 2:
        return mp.mpf(0)
    if p < mp.mpf(1) / 2:
        return -standard_quantile(1 - p)
    return mp.exp(invert(lambda t: cdf(mp.exp(t), 1), lambda t: log_density(mp.exp(t), 1) + t, p, -10, 10))


scalar_family(
    "horseshoe",
    SETTINGS,
    log_density,
    support=lambda **_: (-mp.inf, mp.inf),
    cdf=cdf,
    cdf_gradient=False,
    quantile=lambda p, scale: scale * standard_quantile(p),
    mode=lambda scale: 0,
    # −∫ p log p at scale 1 by quadrature over log |z|, mpmath, 25 digits.
    entropy=lambda scale: mp.log(scale) + mp.mpf("2.109871836061647724737394"),
)
