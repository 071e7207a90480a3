"""Reference values of linear algebra, written to linalg.json beside this file.

    python3 packages/math/test/reference/linalg.py

NumPy 2.4 and SciPy 1.17 in float64. Every input is exactly representable in float32. "…Condition" is |T^-1| |T| |x|
for the solution x of T x = b: what substitution loses is a small multiple of the unit roundoff times that (Higham
2002, Theorem 8.5).
"""

import json
from pathlib import Path

import numpy as np
from scipy.linalg import solve_triangular

rng = np.random.default_rng(7)


def f32(x):
    return np.asarray(x, dtype=np.float32).astype(np.float64)


def positive_definite(n, condition):
    """Symmetric positive definite with the given ratio of eigenvalues, rounded to float32."""
    q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    a = q * np.geomspace(1, condition, n) @ q.T
    a = f32((a + a.T) / 2)
    return np.tril(a) + np.tril(a, -1).T


def autoregressive(n, rho):
    return f32(rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))))


cases = []
for name, a in {
    "1 by 1": np.array([[4.0]]),
    "2 by 2": np.array([[4.0, 2.0], [2.0, 3.0]]),
    "5 by 5, condition 10": positive_definite(5, 10.0),
    "7 by 7, condition 1e3": positive_definite(7, 1e3),
    "20 by 20, condition 100": positive_definite(20, 100.0),
    "33 by 33, autoregressive 0.9": autoregressive(33, 0.9),
    "graded, 1e-6 to 1e6": f32(np.diag(10.0 ** np.arange(-6, 7, 2)) @ autoregressive(7, 0.5) @ np.diag(10.0 ** np.arange(-6, 7, 2))),
}.items():
    n = len(a)
    lower = f32(np.linalg.cholesky(a))
    b = f32(rng.normal(size=(n, 3)))
    solution = solve_triangular(lower, b, lower=True)
    transposed = solve_triangular(lower, b, lower=True, trans=1)
    inverse = np.abs(solve_triangular(lower, np.eye(n), lower=True))
    cases.append({
        "name": name,
        "a": a.tolist(),
        "cholesky": np.linalg.cholesky(a).tolist(),
        "logDeterminant": np.linalg.slogdet(a)[1],
        "inverse": np.linalg.inv(a).tolist(),
        "lower": lower.tolist(),
        "b": b.tolist(),
        "solveLower": solution.tolist(),
        "solveLowerCondition": (inverse @ np.abs(lower) @ np.abs(solution)).tolist(),
        "solveLowerTransposed": transposed.tolist(),
        "solveLowerTransposedCondition": (inverse.T @ np.abs(lower).T @ np.abs(transposed)).tolist(),
    })

if __name__ == "__main__":
    out = {"origin": "NumPy 2.4, SciPy 1.17, float64; linalg.py", "cases": cases}
    Path(__file__).with_name("linalg.json").write_text(json.dumps(out).replace('{"name"', '\n{"name"') + "\n")
