import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"scale": scale}, [scale * z for z in (1e-4, 0.1, 0.75, 1.25, 2.5, 5)])
    for scale in [2, 1, 0.25, 4, 0.0625, 30, 1e-6, 1e6]
] + [
    # Terms of the gradient cancel around scale.
    ({"scale": 1e-3}, [0.998e-3, 0.9999e-3, 1.003e-3]),
    ({"scale": 1e-6}, [0.9995e-6, 1.01e-6]),
    ({"scale": 2}, [-1, 0, 3]),
    ({"scale": 1e-30}, [1e-30, 3e-30, 1, 1e-32], {"extreme": True}),
    ({"scale": 1e30}, [1, 1e-30, 1e30, 5e30], {"extreme": True}),
    ({"scale": 1}, [1e10, 1e-30, 1e-3], {"extreme": True}),
]

scalar_family(
    "halfNormal",
    SETTINGS,
    lambda x, scale: mp.log(2 / mp.pi) / 2 - mp.log(scale) - (x / scale) ** 2 / 2,
    support=lambda **_: (0, mp.inf),
    cdf=lambda x, scale: mp.erf(x / scale / mp.sqrt(2)),
    mean=lambda scale: scale * mp.sqrt(2 / mp.pi),
    variance=lambda scale: scale**2 * (1 - 2 / mp.pi),
    mode=lambda scale: 0,
    entropy=lambda scale: mp.log(mp.pi * scale**2 / 2) / 2 + mp.mpf(1) / 2,
    quantile=True,
    frozen=lambda scale: stats.halfnorm(scale=scale),
)
