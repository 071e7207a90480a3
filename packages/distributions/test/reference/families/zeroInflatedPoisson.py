import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import odds, summed_entropy
from harness import mp, scalar_family


def gate_of(gate=None, gateLogits=None):
    return odds(gate, gateLogits)


def log_mass(x, rate, **given):
    g, kept = gate_of(**given)
    own = x * mp.log(rate) - rate - mp.loggamma(x + 1)
    return mp.log(g + kept * mp.exp(own)) if x == 0 else mp.log(kept) + own


def cdf(x, rate, **given):
    g, kept = gate_of(**given)
    return g + kept * (mp.gammainc(x + 1, rate, mp.inf, regularized=True) if rate < 1e6 else 0)


def mode(rate, **given):
    peak = mp.floor(rate)
    return mp.mpf(0) if log_mass(mp.mpf(0), rate, **given) >= log_mass(peak, rate, **given) else peak


def quantile(p, rate, **given):
    k = mp.mpf(0)
    while cdf(k, rate, **given) < p:
        k += 1
    return k


def variance(rate, **given):
    g, kept = gate_of(**given)
    return kept * (rate + g * rate**2)


def setting(rate, **given):
    return {"rate": rate, **given}


SETTINGS = (
    [(setting(r, gate=g), [0, 1, 2, 5, 11]) for r, g in ((2.5, 0.25), (7, 0.5), (0.3, 0.1), (20, 0.01), (1, 0.9), (4.5, 1e-4))]
    + [(setting(r, gateLogits=g), [0, 1, 3, 8, 30]) for r, g in ((3, 0.5), (10, -2), (40, 1), (0.05, -4), (6, 3), (29.5, 0))]
    + [(setting(r, gateLogits=g), [0, 1, 4], {"extreme": True}) for r, g in ((2, 100), (2, -100), (1e-20, 0), (60, -30))]
    + [(setting(2, gate=0), [0, 1, 3], {"extreme": True}), (setting(2, gate=0.5), [-1, 0.5, 1.5], {"extreme": True})]
    + [(setting(r, gateLogits=g), [0, 1, r], {"densityOnly": True}) for r, g in ((1e20, 100), (6.9e21, 41), (1e30, -20))]
)

mp.mp.dps = 60
scalar_family(
    "zeroInflatedPoisson",
    SETTINGS,
    log_mass,
    support=lambda **_: (mp.mpf(0), mp.inf),
    discrete=True,
    cdf=cdf,
    mean=lambda rate, **given: gate_of(**given)[1] * rate,
    variance=variance,
    mode=mode,
    entropy=lambda rate, **given: None if rate > 1e6 else summed_entropy(lambda k: log_mass(k, rate, **given), 0, rate + 14 * mp.sqrt(rate) + 40),
    quantile=quantile,
)
