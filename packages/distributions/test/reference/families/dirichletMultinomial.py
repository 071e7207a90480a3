import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import only_mode
from harness import agree, f32, mp, write
from scipy import stats

mp.mp.dps = 90  # lgammas of 1e30 are subtracted


def log_mass(x, a):
    n, total = sum(x), mp.fsum(a)
    return (
        mp.loggamma(n + 1) + mp.loggamma(total) - mp.loggamma(n + total)
        + mp.fsum(mp.loggamma(c + b) - mp.loggamma(b) - mp.loggamma(c + 1) for c, b in zip(x, a))
    )


def gradient(x, a):
    n, total = sum(x), mp.fsum(a)
    whole = mp.digamma(total + n) - mp.digamma(total)
    return [float(mp.digamma(c + b) - mp.digamma(b) - whole) for c, b in zip(x, a)]


def counts(n, a, shift):
    total = sum(a)
    x = [int(n * b / total) for b in a]
    x[shift % len(a)] += n - sum(x)
    if shift and len(a) > 1:
        donor = max(range(len(a)), key=lambda i: x[i])
        moved = min(x[donor], shift * max(1, n // 8))
        x[donor] -= moved
        x[(donor + 1) % len(a)] += moved
    return x


SETTINGS = [
    (12, [1, 2, 3], False), (5, [0.5, 0.5, 0.25], False), (40, [20, 10, 70], False), (1, [2, 3], False), (100, [0.1, 4, 1.5, 0.7], False),
    (1000, [5, 7, 11], False), (7, [1], False), (20, [1, 1, 1, 1, 1], False), (300, [1000, 2000], False), (16, [1e-3, 2, 0.5], False),
    (10000, [300, 200, 100], False), (50, [1e5, 2e5, 3e4], False), (3942, [4e-11, 3.5e-3, 1.3e-9], False),
    (6, [1e30, 2e30, 1e30], True), (6, [1e-30, 1, 2], True), (0, [1, 2, 3], True), (9, [1e10, 1, 1e-5], True), (4, [1e-20, 1e-20], True),
]
cases = []
for n, raw, extreme in SETTINGS:
    concentration = f32(raw)
    a = [mp.mpf(v) for v in concentration]
    total = mp.fsum(a)
    p = [b / total for b in a]
    spread = (n + total) / (1 + total)
    size = len(a)
    values = [counts(n, concentration, shift) for shift in (0, 1, 2)]
    case = {
        "parameters": {"totalCount": n, "concentration": concentration},
        "value": values,
        "logProb": [float(log_mass(x, a)) for x in values],
        "mean": [float(n * q) for q in p],
        "variance": [float(n * q * (1 - q) * spread) for q in p],
        "covariance": [[float(n * p[i] * ((i == j) - p[j]) * spread) for j in range(size)] for i in range(size)],
        "gradient": {"concentration": [gradient(x, a) for x in values]},
    }
    if (mode := only_mode(lambda v: log_mass(v, a), n, size)) is not None:
        case["mode"] = mode
    if extreme:
        case["extreme"] = True
        case.pop("gradient")
        case["value"] = values + [[n + 1] + [0] * (size - 1), [-1, n + 1] + [0] * (size - 2)]
        case["logProb"] += [float("-inf")] * 2
    else:
        frozen = stats.dirichlet_multinomial(concentration, n)
        for x, got in zip(values, case["logProb"]):
            agree(f"{concentration} {x}", got, frozen.logpmf(x), 1e-6)
        for got, want in zip(case["covariance"], frozen.cov()):
            for left, right in zip(got, want):
                agree(f"covariance {concentration}", left, right)
    cases.append(case)
write("dirichletMultinomial", cases, "mpmath, 90 digits; SciPy agrees on logProb to 1e-6 and on the covariance to 1e-8")
