import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family
from scipy import stats


def pair(probs=None, logits=None):
    """p and 1 − p."""
    if logits is not None:
        return 1 / (1 + mp.exp(-logits)), 1 / (1 + mp.exp(logits))
    return probs, 1 - probs


def log_density(x, **given):
    p, q = pair(**given)
    return mp.log(p) if x == 1 else mp.log(q)


def entropy(**given):
    p, q = pair(**given)
    return -(p * mp.log(p) if p else 0) - (q * mp.log(q) if q else 0)


def frozen(**given):
    # SciPy knows probabilities only, and loses the rarer outcome of large logits.
    if abs(given.get("logits", 0)) > 15:
        return None
    return stats.bernoulli(float(pair(**{k: mp.mpf(v) for k, v in given.items()})[0]))


SETTINGS = (
    [({"probs": v}, [0, 1]) for v in (0.25, 0.7, 0.5, 0.01, 0.999, 1e-6, 0.125)]
    + [({"logits": v}, [0, 1]) for v in (0.5, -2, 0, 7, -12, 30, -30, 1e-4)]
    + [({"logits": v}, [0, 1], {"extreme": True}) for v in (100, -100, 1e-30, 1e30, -1e30)]
    + [({"probs": v}, [0, 1], {"extreme": True}) for v in (1e-30, 2**-24, 1 - 2**-24)]
    + [({"probs": 0}, [0], {"extreme": True}), ({"probs": 1}, [1], {"extreme": True})]
)

scalar_family(
    "bernoulli",
    SETTINGS,
    log_density,
    support=lambda **_: (mp.mpf(0), mp.mpf(1)),
    discrete=True,
    cdf=lambda x, **given: pair(**given)[1],
    mean=lambda **given: pair(**given)[0],
    variance=lambda **given: pair(**given)[0] * pair(**given)[1],
    mode=lambda **given: 1 if pair(**given)[0] > pair(**given)[1] else 0,
    entropy=entropy,
    quantile=True,
    frozen=frozen,
)
