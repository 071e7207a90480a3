import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import frozen_by, odds
from harness import mp, scalar_family
from scipy import stats

mp.mp.dps = 120  # 1 − p for logits of 100


def mean(**given):
    p, q = odds(**given)
    return q / p


SETTINGS = (
    [({"probs": v}, [0, 1, 2, 7, 30]) for v in (0.25, 0.7, 0.03, 0.5, 0.99, 0.0012)]
    + [({"logits": v}, [0, 1, 3, 12, 40]) for v in (0.5, -2, 0, 3, -6, 1e-3)]
    + [({"probs": 1e-5}, [0, 100, 12345, 1000000]), ({"logits": 12}, [0, 1, 2])]
    + [({"probs": v}, [0, 1, 1000], {"extreme": True}) for v in (1e-30, 2**-24, 1 - 2**-24, 0.5)]
    + [({"logits": v}, [0, 1, 1000], {"extreme": True}) for v in (100, -100, 1e-30, 60)]
    + [({"probs": 1}, [0], {"extreme": True}), ({"probs": 1e-20}, [2e20, 3e20, 1e18], {"extreme": True})]
    + [({"probs": 0.25}, [-1, -0.5, 0.5, 2.25], {"extreme": True})]
)

scalar_family(
    "geometric",
    SETTINGS,
    lambda x, **given: (x * mp.log(odds(**given)[1]) if x else 0) + mp.log(odds(**given)[0]),
    support=lambda **_: (mp.mpf(0), mp.inf),
    discrete=True,
    cdf=lambda x, **given: 1 - odds(**given)[1] ** (x + 1),
    mean=mean,
    variance=lambda **given: mean(**given) / odds(**given)[0],
    mode=lambda **_: 0,
    entropy=lambda **given: -mp.log(odds(**given)[0]) - (mean(**given) * mp.log(odds(**given)[1]) if odds(**given)[1] else 0),
    quantile=lambda p, **given: mp.ceil(mp.log(1 - p) / mp.log(odds(**given)[1]) - 1),
    frozen=frozen_by(lambda p: stats.geom(p, loc=-1)),
)
