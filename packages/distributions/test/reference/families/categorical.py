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
    value = list(range(len(p)))
    case = {"parameters": given, "value": value, "logProb": [float(log(q)) for q in p], "entropy": float(entropy(p))}
    if all(q > 0 for q in p):
        rows = [[1 if i == k else 0 for i in value] for k in value]
        case["gradient"] = {name: [weight_gradient(row, given) for row in rows] for name in given}
    if p.count(max(p)) == 1:
        case["mode"] = p.index(max(p))
    if extreme:
        case["extreme"] = True
        # What is no class.
        case["value"] = value + [-1, len(p), 0.5]
        case["logProb"] += [float("-inf")] * 3
        case.pop("gradient", None)
    else:
        agree(f"entropy {given}", case["entropy"], stats.entropy([float(q) for q in p]))
    cases.append(case)
write("categorical", cases, "mpmath, 40 digits; SciPy agrees on the entropy to 1e-8")
