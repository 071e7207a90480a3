"""What the reference files of counts have in common."""

import math

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


def vectors(n, size):
    """All vectors of `size` counts with sum n."""
    if size == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in vectors(n - first, size - 1):
            yield (first, *rest)


def only_mode(log_mass, n, size):
    """The vector of counts of the largest mass, by trying all; None where there are too many, or several such."""
    if math.comb(n + size - 1, size - 1) > 3000:
        return None
    ranked = sorted(((log_mass(v), v) for v in vectors(n, size)), reverse=True)
    return list(ranked[0][1]) if len(ranked) == 1 or ranked[0][0] - ranked[1][0] > mp.mpf(10) ** -6 else None


def endless_entropy(log_mass, mean, variance):
    """−Σ p log p over 0, 1, …, or None where that takes too many terms."""
    spread = 14 * mp.sqrt(variance)
    low, high = max(mp.floor(mean - spread), 0), mean + spread
    if high - low > 60000:
        return None
    total, k = mp.mpf(0), mp.mpf(low)
    while True:
        log = log_mass(k)
        part = mp.exp(log) * log if mp.isfinite(log) else mp.mpf(0)
        total -= part
        k += 1
        if k > high and abs(part) * (spread + 10) < abs(total) * mp.mpf(10) ** -12:
            return total
        if k - low > 60000:
            return None


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


LEVELS = (0.001, 0.125, 0.5, 0.75, 0.96875)


def table_case(log_mass, low, high, values, extreme=False, moments=True):
    """Every quantity of a distribution over low … high, by its log mass in mpmath."""
    from harness import f32

    support = range(low, high + 1)
    logs = {k: log_mass(mp.mpf(k)) for k in support}
    mass = {k: mp.exp(l) for k, l in logs.items()}
    below = {}
    total = mp.mpf(0)
    for k in support:
        total += mass[k]
        below[k] = total
    assert abs(total - 1) < mp.mpf("1e-25"), total

    def cdf(x):
        return mp.mpf(0) if x < low else mp.mpf(1) if x >= high else below[int(mp.floor(x))]

    inside = [v for v in values if v in logs]
    case = {"value": values, "logProb": [float(logs[v]) if v in logs else float("-inf") for v in values]}
    case["cdf"] = [float(cdf(v)) for v in values]
    case["logCdf"] = [float(mp.log(cdf(v))) if cdf(v) > 0 else float("-inf") for v in values]
    ordered = sorted(mass.values())
    if len(ordered) == 1 or ordered[-1] - ordered[-2] > 1e-6 * ordered[-1]:
        case["mode"] = max(support, key=lambda k: mass[k])
    case["entropy"] = float(-mp.fsum(mass[k] * logs[k] for k in support if mass[k] > 0))
    if moments:
        mean = mp.fsum(k * mass[k] for k in support)
        case["mean"] = float(mean)
        case["variance"] = float(mp.fsum((k - mean) ** 2 * mass[k] for k in support))
    if extreme:
        case["extreme"] = True
    else:
        levels = [f32(v) for v in LEVELS]
        case["quantile"] = {"p": levels, "x": [next(k for k in support if below[k] >= p or k == high) for p in levels]}
    case["_inside"] = len(inside) == len(values)
    return case


def gradients(log_mass, parameters, names, values):
    """d log_mass(x, parameters) / d each entry of the named parameters, numbers or vectors, by differences of 60 digits."""

    def moved(name, i, t):
        own = parameters[name]
        return {**parameters, name: t if i is None else [t if j == i else v for j, v in enumerate(own)]}

    result = {}
    with mp.workdps(100):
        for name in names:
            own = parameters[name]
            spots = [None] if not isinstance(own, list) else range(len(own))
            at = []
            for v in values:
                row = []
                for i in spots:
                    start = mp.mpf(own if i is None else own[i])
                    h = (abs(start) or mp.mpf(1)) * mp.mpf("1e-25")
                    row.append(float(mp.diff(lambda t: log_mass(mp.mpf(v), **moved(name, i, t)), start, h=h)))
                at.append(row[0] if spots == [None] else row)
            result[name] = at
    return result
