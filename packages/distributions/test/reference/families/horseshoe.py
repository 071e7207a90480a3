import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
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


scalar_family(
    "horseshoe",
    SETTINGS,
    log_density,
    support=lambda **_: (-mp.inf, mp.inf),
    mode=lambda scale: 0,
    # −∫ p log p at scale 1 by quadrature over log |z|, mpmath, 25 digits.
    entropy=lambda scale: mp.log(scale) + mp.mpf("2.109871836061647724737394"),
)
