"""Marginal distribution functions and draws by definition, written to multinomial.json beside this file. SciPy 1.17.

    python3 packages/random/test/reference/multinomial.py
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats

from streams import Uniforms, each, threefry

CASES = [
    (12, [0.5, 0.3, 0.2]),
    (100, [0.01, 0.0, 0.29, 0.7]),
    (1000, [0.25, 0.25, 0.25, 0.25]),
    (2**24, [1e-6, 0.999, 0.000999]),
    (5, [0.1] * 10),
]
MIXED = [(6, [0.2, 0.3, 0.5]), (9, [0.0, 0.6, 0.4])]


def cdf_points(total, p):
    law = stats.binom(total, min(p, 1))
    counts = sorted({float(law.ppf(level)) for level in [0.001, *[k / 10 for k in range(1, 10)], 0.999]} | {0.0})
    return [[n, float(law.cdf(n))] for n in counts]


def draw(u, total, probs):
    left, counts = total, []
    for k, p in enumerate(probs):
        # By inversion, as every binomial here has an expected count below 10 on its rarer side.
        after = sum(probs[k + 1 :])
        success, failure = p / (p + after), after / (p + after)
        rare = min(success, failure)
        if left == 0 or rare == 0:
            n = 0
        else:
            first = Uniforms(threefry(u.key, k))()
            n = int(np.argmax(np.cumsum(stats.binom.pmf(np.arange(left + 1), left, rare)) >= first))
        counts.append(n if success <= failure else left - n)
        left -= counts[-1]
    return counts


def case(total, probs):
    # One category, and the first two together.
    marginals = [cdf_points(total, p) for p in probs]
    return {"totalCount": total, "probs": probs, "marginals": marginals, "firstTwo": cdf_points(total, probs[0] + probs[1])}


Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "about": "points: count, probability of no more; draws: 20 of randomKey(3) with the parameters in turn",
            "rows": [case(*parameters) for parameters in CASES],
            "draws": {
                "totalCounts": [n for n, _ in MIXED],
                "probs": [p for _, probs in MIXED for p in probs],
                "want": sum(each(3, 20, lambda u, i: draw(u, *MIXED[i % 2])), []),
            },
        },
        allow_nan=False,
    )
    + "\n"
)
