import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from classes import EXTREME, VECTORS, entropy, log, probabilities, single, weight_gradient
from harness import agree, write
from scipy import stats

cases = []
for given, extreme in [(v, False) for v in VECTORS] + [(v, True) for v in EXTREME]:
    given = single(given)
    p = probabilities(**given)
    n = len(p)
    rows = [[1 if i == k else 0 for i in range(n)] for k in range(n)]
    case = {
        "parameters": given,
        "value": rows,
        "logProb": [float(log(q)) for q in p],
        "mean": [float(q) for q in p],
        "variance": [float(q * (1 - q)) for q in p],
        "covariance": [[float(p[i] * ((i == j) - p[j])) for j in range(n)] for i in range(n)],
        "entropy": float(entropy(p)),
    }
    if p.count(max(p)) == 1:
        case["mode"] = rows[p.index(max(p))]
    if all(q > 0 for q in p):
        case["gradient"] = {name: [weight_gradient(row, given) for row in rows] for name in given}
    if extreme:
        case["extreme"] = True
    else:
        agree(f"entropy {given}", case["entropy"], stats.entropy([float(q) for q in p]))
        for got, want in zip(case["covariance"], stats.multinomial(1, [float(q) for q in p]).cov()):
            for a, b in zip(got, want):
                agree(f"covariance {given}", a, b)
    cases.append(case)
write("oneHotCategorical", cases, "mpmath, 40 digits; SciPy agrees on entropy and covariance to 1e-8")
