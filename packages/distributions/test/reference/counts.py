"""What the reference files of counts have in common."""

from harness import mp


def odds(probs=None, logits=None, **_):
    """p and 1 − p, in mpmath."""
    if logits is not None:
        return 1 / (1 + mp.exp(-logits)), 1 / (1 + mp.exp(logits))
    return probs, 1 - probs


def frozen_by(make):
    """SciPy's distribution by the probability, where that is far enough from 0 and 1 for SciPy to keep its digits."""

    def frozen(probs=None, logits=None, **rest):
        p, q = odds(None if probs is None else mp.mpf(probs), None if logits is None else mp.mpf(logits))
        return make(float(p), **rest) if 1e-4 < p and 1e-4 < q else None

    return frozen


def binomial(n, x):
    """log C(n, x)."""
    return mp.loggamma(n + 1) - mp.loggamma(x + 1) - mp.loggamma(n - x + 1)


def summed_entropy(log_mass, low, high):
    """−Σ p log p over low … high."""
    logs = [log_mass(mp.mpf(k)) for k in range(int(low), int(high) + 1)]
    return -mp.fsum(mp.exp(l) * l for l in logs if mp.isfinite(l) and l > -150)


def without_entropy(frozen):
    """SciPy's distribution but for its entropy, where SciPy's own sum stops too early; NaN agrees with everything."""
    if frozen is not None:
        frozen.entropy = lambda: float("nan")
    return frozen


def lower_sum(log_mass, ratio, mean, x, low=0):
    """Σ of a mass over low … x, downwards by ratio(k) = p(k − 1) / p(k), until nothing is left to add."""
    term = mp.exp(log_mass(x))
    total, k = term, x
    while k > low and (k > mean or term > total * mp.mpf("1e-35")):
        term *= ratio(k)
        total += term
        k -= 1
    return total
