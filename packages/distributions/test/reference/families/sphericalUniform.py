"""python3 packages/distributions/test/reference/families/sphericalUniform.py"""

import sys
from pathlib import Path

import mpmath as mp
import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness import ORIGIN, agree, scipy, write
from sphere import direction

cases = []
for n in [2, 3, 4, 5, 7, 10, 30, 784]:
    area = mp.log(2) + mp.mpf(n) / 2 * mp.log(mp.pi) - mp.loggamma(mp.mpf(n) / 2)
    values = np.stack([np.asarray(direction(n), float) for _ in range(2)])
    # Of length 2, so not on the sphere.
    values = np.concatenate([values, 2 * values[:1]])
    agree(f"sphericalUniform {n}", -area, stats.uniform_direction(n).logpdf(values[0] / np.linalg.norm(values[0])) if hasattr(stats.uniform_direction(n), "logpdf") else float("nan"))
    cases.append({
        "parameters": {"dim": n}, "value": values, "logProb": [-area, -area, "-inf"], "entropy": area,
        "mean": np.zeros(n), "variance": np.full(n, 1 / n), **({"covariance": np.eye(n) / n} if n <= 10 else {}),
    })
write("sphericalUniform", cases, ORIGIN)
