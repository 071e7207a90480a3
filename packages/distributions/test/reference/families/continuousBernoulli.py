import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family

VALUES = [0.01, 0.3, 0.7, 0.999]
SETTINGS = (
    [({"logits": l}, VALUES) for l in (0.5, -1.5, 3, 1e-3, -1e-6, 0, 0.04, -12, 30, -0.9999)]
    + [({"probs": p}, VALUES) for p in (0.25, 0.5, 0.4999, 0.5002, 0.999, 1e-6)]
    + [
        ({"logits": 100}, [0, 0.5, 0.999, 1], {"extreme": True}),
        ({"logits": -100}, [-1, 0, 1e-30, 0.5, 1, 2], {"extreme": True}),
        ({"logits": -1e20}, [0.25, 0.875, 1e-20], {"extreme": True}),
        ({"logits": 1e-30}, [0, 0.5, 1], {"extreme": True}),
        ({"logits": -1e10}, [0, 1e-10, 0.5], {"extreme": True}),
        ({"probs": 1e-30}, [0, 1e-3, 0.5], {"extreme": True}),
    ]
)


def odds(logits=None, probs=None):
    return logits if logits is not None else mp.log(probs / (1 - probs))


def cumulant(t):
    """log((exp t − 1)/t)"""
    with mp.workdps(150):
        if t == 0:
            return mp.mpf(0)
        return mp.log(mp.expm1(t) / t) if t < 0 else t + mp.log(-mp.expm1(-t) / t)


def log_density(x, **given):
    t = odds(**given)
    if abs(t) < mp.mpf("1e-15"):
        return t * x - t / 2 - t**2 / 24
    return t * x - cumulant(t)


def cdf(x, **given):
    t = odds(**given)
    if abs(t) < mp.mpf("1e-15"):
        return x * (1 + t * (x - 1) / 2 + t**2 * (2 * x - 1) * (x - 1) / 12)
    with mp.workdps(150):
        return mp.expm1(t * x) / mp.expm1(t) if t < 0 else mp.exp(t * (x - 1)) * mp.expm1(-t * x) / mp.expm1(-t)


def quantile(p, **given):
    t = odds(**given)
    with mp.workdps(150):
        return mp.log1p(p * mp.expm1(t)) / t if t != 0 else p


def mean(**given):
    t = odds(**given)
    with mp.workdps(150):
        return 1 / -mp.expm1(-t) - 1 / t if t != 0 else mp.mpf(1) / 2


def variance(**given):
    t = odds(**given)
    with mp.workdps(150):
        return 1 / t**2 - 1 / (4 * mp.sinh(t / 2) ** 2) if t != 0 else mp.mpf(1) / 12


if __name__ == "__main__":
    scalar_family(
        "continuousBernoulli",
        SETTINGS,
        log_density,
        support=lambda **_: (0, 1),
        cdf=cdf,
        mean=mean,
        variance=variance,
        mode=lambda **given: mp.mpf(1 if odds(**given) > 0 else 0),
        entropy=lambda **given: (cumulant(odds(**given)) - odds(**given) * mean(**given)) if odds(**given) != 0 else mp.mpf(0),
        quantile=quantile,
    )
