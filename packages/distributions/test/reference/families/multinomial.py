import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from classes import EXTREME, VECTORS, log, probabilities, single, weight_gradient
from counts import binomial, only_mode
from harness import agree, mp, write
from scipy import stats


def spread(n, p, shift):
    """Counts near n p, moved about by `shift`, with sum n."""
    counts = [int(n * q) for q in p]
    for i in range(n - sum(counts)):
        counts[(i + shift) % len(p)] += 1
    if shift and len(p) > 1:
        donor = max(range(len(p)), key=lambda i: counts[i])
        moved = min(counts[donor], shift)
        counts[donor] -= moved
        counts[(donor + 1) % len(p)] += moved
    return counts


def log_mass(counts, p):
    return mp.loggamma(sum(counts) + 1) + mp.fsum((c * log(q) if c else 0) - mp.loggamma(c + 1) for c, q in zip(counts, p))


def entropy(n, p):
    """−log n! − n Σ p log p + Σ E log x!, each x binomial."""
    total = -mp.loggamma(n + 1)
    for q in p:
        if q == 0 or n == 0:
            continue
        terms = (mp.exp(binomial(n, k) + k * mp.log(q) + ((n - k) * mp.log1p(-q) if k < n else 0)) * mp.loggamma(k + 1) for k in range(n + 1))
        total += mp.fsum(terms) - n * q * mp.log(q)
    return total


cases = []
SETTINGS = [(v, n, False) for v, n in zip(VECTORS, (12, 5, 40, 1, 20, 1000, 7, 10000, 3, 50, 2500, 16, 4, 6))]
# n times the rounding of p is a count here.
SETTINGS += [({"probs": [0.3020725, 0.3734057, 0.1696632]}, 4491491, False), ({"logits": [-11.1, -0.79, -2.47, 8.57, 3.24]}, 4601317, False), ({"logits": [0.25, 50, 49]}, 8000000, False)]
SETTINGS += [(v, n, True) for v, n in zip(EXTREME, (3, 2, 8, 10, 5, 4, 9))] + [({"logits": [0, 1, 2]}, 0, True)]
for given, n, extreme in SETTINGS:
    given = single(given)
    p = probabilities(**given)
    size = len(p)
    values = [spread(n, p, shift) for shift in (0, 1, 3)]
    case = {
        "parameters": {"totalCount": n, **given},
        "value": values,
        "logProb": [float(log_mass(v, p)) for v in values],
        "mean": [float(n * q) for q in p],
        "variance": [float(n * q * (1 - q)) for q in p],
        "covariance": [[float(n * p[i] * ((i == j) - p[j])) for j in range(size)] for i in range(size)],
    }
    if (mode := only_mode(lambda v: log_mass(v, p), n, size)) is not None:
        case["mode"] = mode
    if n <= 10000:
        case["entropy"] = float(entropy(n, p))
    if all(q > 0 for q in p) and not extreme:
        case["gradient"] = {name: [weight_gradient(v, given) for v in values] for name in given}
    if extreme:
        case["extreme"] = True
        # A sum that is not n, and what holds no counts.
        case["value"] = values + [[n + 1] + [0] * (size - 1), [0.5] + [n - 0.5] + [0] * (size - 2), [-1, n + 1] + [0] * (size - 2)]
        case["logProb"] += [float("-inf")] * 3
    else:
        frozen = stats.multinomial(n, [float(q) for q in p])
        for v, got in zip(values, case["logProb"]):
            agree(f"{given} {n} {v}", got, frozen.logpmf(v), 1e-7)
        for got, want in zip(case["covariance"], frozen.cov()):
            for a, b in zip(got, want):
                agree(f"covariance {given}", a, b)
    cases.append(case)
write("multinomial", cases, "mpmath, 40 digits; SciPy agrees on logProb and covariance to 1e-7")
