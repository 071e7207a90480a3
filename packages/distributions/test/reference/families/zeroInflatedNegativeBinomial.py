import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import endless_entropy, odds
from harness import mp, scalar_family


def parts(totalCount=None, probs=None, logits=None, mean=None, dispersion=None, gate=None, gateLogits=None):
    """r, p, 1 − p, π, 1 − π."""
    r = dispersion if mean is not None else totalCount
    p, q = (mean / (mean + dispersion), dispersion / (mean + dispersion)) if mean is not None else odds(probs, logits)
    return r, p, q, *odds(gate, gateLogits)


def log_counts(x, r, p, q):
    return mp.loggamma(x + r) - mp.loggamma(r) - mp.loggamma(x + 1) + (x * mp.log(p) if x else 0) + r * mp.log(q)


def log_mass(x, **given):
    r, p, q, g, kept = parts(**given)
    own = log_counts(x, r, p, q)
    return mp.log(g + kept * mp.exp(own)) if x == 0 else mp.log(kept) + own


def cdf(x, **given):
    r, p, q, g, kept = parts(**given)
    return g + kept * mp.fsum(mp.exp(log_counts(mp.mpf(k), r, p, q)) for k in range(int(x) + 1))


def mean(**given):
    r, p, q, g, kept = parts(**given)
    return kept * r * p / q


def variance(**given):
    r, p, q, g, kept = parts(**given)
    m = r * p / q
    return kept * (m / q + g * m**2)


def mode(**given):
    r, p, q, g, kept = parts(**given)
    peak = max(mp.floor((r - 1) * p / q), mp.mpf(0))
    return mp.mpf(0) if log_mass(mp.mpf(0), **given) >= log_mass(peak, **given) else peak


def quantile(level, **given):
    k = mp.mpf(0)
    r, p, q, g, kept = parts(**given)
    total = g
    while total + kept * mp.exp(log_counts(k, r, p, q)) < level:
        total += kept * mp.exp(log_counts(k, r, p, q))
        k += 1
    return k


SETTINGS = (
    [({"mean": m, "dispersion": t, "gateLogits": g}, [0, 1, 2, 7, 30]) for m, t, g in ((5, 2, 0.5), (0.3, 0.7, -1), (20, 10, -3), (12, 0.2, 2), (3, 100, 0), (50, 1.5, -0.7))]
    + [({"mean": m, "dispersion": t, "gate": g}, [0, 1, 4, 15]) for m, t, g in ((4, 3, 0.25), (0.05, 5, 0.6), (80, 30, 1e-3))]
    + [({"totalCount": r, "logits": l, "gateLogits": g}, [0, 1, 4, 15]) for r, l, g in ((3, 0.5, -1), (0.5, 2, 1), (10, -1.5, 0.25))]
    + [({"totalCount": 2.5, "probs": 0.4, "gate": 0.3}, [0, 1, 6, 12])]
    + [({"mean": m, "dispersion": t, "gateLogits": g}, [0, 1, 10], {"extreme": True}) for m, t, g in ((5, 1e10, 0), (5, 1e-10, 0), (1e-10, 1, 2), (5, 2, 100), (5, 2, -100), (1e-30, 1e-30, 0), (10, 1e30, -1))]
    + [({"mean": 5, "dispersion": 2, "gate": 0}, [0, 1, 10], {"extreme": True}), ({"mean": 5, "dispersion": 2, "gate": 0.5}, [-1, 0.5, 1.5], {"extreme": True})]
    + [({"mean": m, "dispersion": t, "gateLogits": g}, values, {"densityOnly": True}) for m, t, g, values in (
        (1e-20, 1e20, -30, [0, 1, 2]), (1e10, 1e-30, -2.5, [0, 1, 10000000000]), (1e20, 1e20, 0.5, [1e20, 0, 3]), (1e20, 1e25, 0.5, [1e20, 1.0000001e20, 0]),
        (3.9e14, 1e-22, 1.5, [1.1e25, 1]), (1.25e-27, 8.6e-22, -12, [1, 0]), (1e20, 3, 60, [0, 1, 1e20]))]
)

mp.mp.dps = 60
scalar_family(
    "zeroInflatedNegativeBinomial",
    SETTINGS,
    log_mass,
    support=lambda **_: (mp.mpf(0), mp.inf),
    discrete=True,
    cdf=cdf,
    mean=mean,
    variance=variance,
    mode=mode,
    entropy=lambda **given: endless_entropy(lambda k: log_mass(k, **given), mean(**given), variance(**given)),
    quantile=quantile,
)
