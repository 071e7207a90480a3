"""Weights of classes, for the reference files of categorical families and multinomial counts."""

from harness import f32, mp


def probabilities(probs=None, logits=None):
    """Normalized probabilities in mpmath, of weights or of their logarithms (−inf as the string "-inf")."""
    weights = [mp.mpf(w) for w in probs] if probs is not None else [
        mp.mpf(0) if l == "-inf" else mp.exp(mp.mpf(l)) for l in logits
    ]
    total = mp.fsum(weights)
    return [w / total for w in weights]


def single(given):
    """Parameters rounded to float32, but for "-inf"."""
    return {k: [v if v == "-inf" else f32(v) for v in vector] for k, vector in given.items()}


def weight_gradient(counts, given):
    """The gradient of Σ counts_i log p_i in the weights or logits given."""
    p = probabilities(**given)
    n = mp.fsum(counts)
    if "logits" in given:
        return [float(c - n * q) for c, q in zip(counts, p)]
    total = mp.fsum(mp.mpf(w) for w in given["probs"])
    return [float((c / mp.mpf(w) if c else 0) - n / total) for c, w in zip(counts, given["probs"])]


def entropy(p):
    return -mp.fsum(q * mp.log(q) for q in p if q)


def log(q):
    return mp.log(q) if q else mp.mpf("-inf")


VECTORS = [
    {"logits": [0.5, -1.25, 2]},
    {"logits": [0, 0, 0]},
    {"logits": [-3, 4, 1.5]},
    {"probs": [0.2, 0.3, 0.5]},
    {"probs": [1, 2, 5]},
    {"probs": [0.001, 0.9, 0.099]},
    {"logits": [1000, 998, 1003]},
    {"logits": [-5000, -5001, -5000.5]},
    {"logits": [12, -12, 0]},
    {"logits": [0.1, 0.2, 0.3, 0.4, 0.5, -0.6, -0.7]},
    {"probs": [1e-6, 3e-6, 4e-6, 2e-6]},
    {"logits": [0, 1]},
    {"logits": [0.25]},
    {"probs": [3]},
]
EXTREME = [
    {"logits": [100, -100, 0]},
    {"logits": [1e30, 0, -1e30]},
    {"logits": ["-inf", 0, 1]},
    {"logits": [1e-30, 0, -1e-30]},
    {"probs": [0, 1, 3]},
    {"probs": [1e-30, 1, 1e-20]},
    {"probs": [1e30, 2e30, 1e28]},
]
