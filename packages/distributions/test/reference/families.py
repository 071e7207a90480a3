"""Reference values for the conformance rows, written to families.json beside this file.

    python3 packages/distributions/test/reference/families.py

SciPy, float64. Every input is exactly representable in float32. A row names the factory, its parameters, values with
their log probabilities, and whichever of cdf, mean, variance, covariance, mode and entropy the family defines.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import stats


def f32(x):
    return np.asarray(x, np.float32).astype(np.float64)


def continuous(name, family, frozen, parameters, value, mode=None):
    row = {
        "name": name, "family": family, "parameters": parameters, "value": value,
        "logProb": frozen.logpdf(value), "cdf": frozen.cdf(value),
        "mean": frozen.mean(), "variance": frozen.var(), "entropy": frozen.entropy(),
    }
    return row if mode is None else {**row, "mode": mode}


rows = []
for name, probs, value in [("scalar", f32(0.25), f32(1)), ("batch", f32([0.0625, 0.5, 0.875]), f32([0, 1, 1]))]:
    frozen = stats.bernoulli(probs)
    common = {
        "value": value, "logProb": frozen.logpmf(value), "mean": frozen.mean(), "variance": frozen.var(),
        "entropy": frozen.entropy(), "mode": (probs > 0.5).astype(float),
    }
    rows.append({"name": f"bernoulli of probs, {name}", "family": "bernoulli", "parameters": {"probs": probs}, **common})
    logits = f32(np.log(probs / (1 - probs)))
    q = 1 / (1 + np.exp(-logits))
    frozen = stats.bernoulli(q)
    rows.append({"name": f"bernoulli of logits, {name}", "family": "bernoulli", "parameters": {"logits": logits}, **common,
                 "logProb": frozen.logpmf(value), "mean": frozen.mean(), "variance": frozen.var(), "entropy": frozen.entropy()})

for name, weights, index in [
    ("scalar", f32([0.125, 0.5, 0.25, 0.125]), np.asarray(2)),
    ("batch", f32([[0.25, 0.75, 0], [2, 1, 1]]), np.asarray([1, 0])),
]:
    probs = weights / weights.sum(-1, keepdims=True)
    hot = np.eye(weights.shape[-1])[index]
    flat = probs.reshape(-1, probs.shape[-1])
    entropy = np.asarray([stats.entropy(row) for row in flat]).reshape(index.shape)
    log_prob = np.log((probs * hot).sum(-1))
    best = probs.argmax(-1)
    for kind, parameter in [("probs", weights), ("logits", f32(np.log(np.maximum(weights, 1e-30))))]:
        if kind == "logits" and (weights == 0).any():
            parameter = f32([[-0.5, 1.25, 0.25], [2, -3, 0.5]])
            probs = np.exp(parameter) / np.exp(parameter).sum(-1, keepdims=True)
            log_prob = np.log((probs * hot).sum(-1))
            entropy = np.asarray([stats.entropy(row) for row in probs])
            best = probs.argmax(-1)
        common = {"parameters": {kind: parameter}, "logProb": log_prob, "entropy": entropy}
        rows.append({"name": f"categorical of {kind}, {name}", "family": "categorical", **common, "value": index, "mode": best})
        rows.append({"name": f"oneHotCategorical of {kind}, {name}", "family": "oneHotCategorical", **common, "value": hot,
                     "mode": np.eye(weights.shape[-1])[best], "mean": probs, "variance": probs * (1 - probs),
                     "covariance": probs[..., None] * np.eye(probs.shape[-1]) - probs[..., None] * probs[..., None, :]})


def plain(x):
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    if isinstance(x, list):
        return [plain(v) for v in x]
    return np.asarray(x).tolist() if not isinstance(x, str) else x


out = {"origin": f"SciPy {scipy.__version__}, float64; families.py", "rows": plain(rows)}
Path(__file__).with_name("families.json").write_text(json.dumps(out, indent=None, separators=(",", ":")) + "\n")
