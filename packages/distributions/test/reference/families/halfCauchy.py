import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats

SETTINGS = [
    ({"scale": scale}, [scale * z for z in (0.01, 0.3, 0.75, 1, 1.25, 40, 1e5)])
    for scale in [2, 1, 0.25, 4, 0.0625, 30, 1e-6, 1e6]
] + [
    # Terms of the gradient cancel around scale.
    ({"scale": 1e-3}, [0.998e-3, 0.9999e-3, 1.003e-3]),
    ({"scale": 1e-12}, [0.9995e-12, 1.01e-12]),
    ({"scale": 2}, [-1, 0, 3]),
    ({"scale": 1e-30}, [1e-30, 3e-29, 1, 1e30], {"extreme": True}),
    ({"scale": 1e30}, [1, 1e-30, 1e30, 1e31], {"extreme": True}),
    ({"scale": 1}, [1e30, 1e-30, 1e-3], {"extreme": True}),
]

scalar_family(
    "halfCauchy",
    SETTINGS,
    lambda x, scale: mp.log(2 / (mp.pi * scale)) - mp.log1p((x / scale) ** 2),
    support=lambda **_: (0, mp.inf),
    cdf=lambda x, scale: 2 / mp.pi * mp.atan(x / scale),
    mean=lambda scale: mp.inf,
    variance=lambda scale: mp.inf,
    mode=lambda scale: 0,
    entropy=lambda scale: mp.log(2 * mp.pi * scale),
    quantile=lambda p, scale: scale * mp.tan(mp.pi * p / 2),
    frozen=lambda scale: stats.halfcauchy(scale=scale),
)
