"""Divergences of vectors and matrices with their gradients, written to klVectors.json beside this file.

    python3 packages/distributions/test/reference/klVectors.py

float64 textbook formulas in covariances and log normalizers (nothing of the factored forms that the package uses), with
gradients by torch's autograd; held against torch.distributions.kl_divergence where torch has the pair. Every input is
exactly representable in float32.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.distributions as td

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(3)
f32 = lambda x: torch.tensor(np.asarray(x, np.float32).astype(np.float64))


def covariance(d):
    if "scaleTril" in d:
        low = torch.tril(d["scaleTril"])
        return low @ low.mT
    if "scaleDiag" in d:
        return torch.diag_embed(d["scaleDiag"] ** 2)
    return d["covFactor"] @ d["covFactor"].mT + torch.diag_embed(d["covDiag"])


def gaussian(p, q):
    s, t = covariance(p), covariance(q)
    d = p["loc"] - q["loc"]
    inverse = torch.linalg.inv(t)
    return ((inverse @ s).diagonal(dim1=-2, dim2=-1).sum(-1) + torch.einsum("bi,bij,bj->b", d, inverse, d) - d.shape[-1] + torch.logdet(t) - torch.logdet(s)) / 2


def kron(d):
    a, b = torch.tril(d["scaleTrilRow"]), torch.tril(d["scaleTrilColumn"])
    factor = torch.einsum("bij,bkl->bikjl", a, b)
    n = a.shape[-1] * b.shape[-1]
    return {"loc": d["loc"].reshape(-1, n), "scaleTril": factor.reshape(-1, n, n)}


def dirichlet(p, q):
    a, b = p["concentration"], q["concentration"]
    n, m = a.sum(-1), b.sum(-1)
    norm = torch.lgamma(n) - torch.lgamma(a).sum(-1) - torch.lgamma(m) + torch.lgamma(b).sum(-1)
    return norm + ((a - b) * (torch.digamma(a) - torch.digamma(n)[:, None])).sum(-1)


def log_probs(d):
    if "logits" in d:
        return torch.log_softmax(d["logits"], -1)
    return torch.log(d["probs"] / d["probs"].sum(-1, keepdim=True))


def categorical(p, q):
    a, b = log_probs(p), log_probs(q)
    return (torch.exp(a) * (a - b)).sum(-1)


def multigamma(x, n):
    return sum(torch.lgamma(x - i / 2) for i in range(n)) + n * (n - 1) / 4 * np.log(np.pi)


def wishart_of(nu, v, mu, w):
    n = v.shape[-1]
    psi = sum(torch.digamma((nu - i) / 2) for i in range(n))
    ratio = torch.linalg.solve(w, v)
    return (mu * (torch.logdet(w) - torch.logdet(v)) + nu * (ratio.diagonal(dim1=-2, dim2=-1).sum(-1) - n)) / 2 + multigamma(mu / 2, n) - multigamma(nu / 2, n) + (nu - mu) / 2 * psi


def wishart(p, q):
    return wishart_of(p["df"], covariance(p), q["df"], covariance(q))


def inverse_wishart(p, q):
    return wishart_of(p["df"], torch.linalg.inv(covariance(p)), q["df"], torch.linalg.inv(covariance(q)))


DIM = 4


def lkj(p, q):
    """Bregman divergence of the log normalizer A: A(q) − A(p) − (q − p) A′(p)."""

    def normalizer(eta):
        steps = torch.arange(1, DIM)
        b = eta[:, None] + (DIM - 1 - steps) / 2
        return (torch.lgamma(b) - torch.lgamma(b + steps / 2)).sum(-1)

    a, b = p["concentration"], q["concentration"]
    own = normalizer(a)
    (slope,) = torch.autograd.grad(own.sum(), a, create_graph=True)
    return normalizer(b) - own - (b - a) * slope


def peak(k, n):
    """log I(k) of the von Mises–Fisher density exp(k cos) k^ν / ((2π)^(ν+1) I_ν(k)) in 3 or 5 dimensions, by hyperbolic functions."""
    bessel = torch.sinh(k) if n == 3 else torch.cosh(k) - torch.sinh(k) / k
    # I_{1/2} = √(2/πk) sinh k, I_{3/2} = √(2/πk) (cosh k − sinh k / k)
    log_bessel = torch.log(bessel) + torch.log(2 / (np.pi * k)) / 2
    return (n / 2 - 1) * torch.log(k) - n / 2 * np.log(2 * np.pi) - log_bessel


def power_entropy(k, n):
    b = (n - 1) / 2
    a = k + b
    log_norm = (a + b) * np.log(2) + b * np.log(np.pi) + torch.lgamma(a) - torch.lgamma(a + b)
    return log_norm - k * (np.log(2) + torch.digamma(a) - torch.digamma(a + b))


def area(n):
    return np.log(2) + n / 2 * np.log(np.pi) - float(torch.lgamma(torch.tensor(n / 2)))


def length(k, n):
    (slope,) = torch.autograd.grad(peak(k, n).sum(), k, create_graph=True)
    return -slope


def cosine(p, q):
    return (p["loc"] * q["loc"]).sum(-1)


def fisher_entropy(k, n):
    return -peak(k, n) - k * length(k, n)


def spheres(pf, qf, p, q):
    n = (p.get("loc", q.get("loc"))).shape[-1]
    if pf == "sphericalUniform":
        entropy, cos = area(n), 0.0
    elif pf == "powerSpherical":
        k = p["concentration"]
        entropy, cos = power_entropy(k, n), k / (k + n - 1) * (cosine(p, q) if "loc" in q else 0)
    else:
        k = p["concentration"]
        entropy, cos = fisher_entropy(k, n), length(k, n) * (cosine(p, q) if "loc" in q else 0)
    if qf == "sphericalUniform":
        return area(n) - entropy
    return -entropy - peak(q["concentration"], n) - q["concentration"] * cos


def near(d):
    return {k: f32(v * (1 + 1 / 64)) if k != "totalCount" and not (k == "loc" and "concentration" in d) else f32(v) for k, v in d.items()}


def tril(b, n, spread=0.5):
    low = np.tril(rng.normal(size=(b, n, n)) * spread, -1)
    return low + np.array([np.diag(x) for x in np.exp(rng.normal(size=(b, n)) * spread)])


B, N = 3, 4
normal = lambda *shape: f32(rng.normal(size=shape))
positive = lambda *shape, s=1.0: f32(np.exp(rng.normal(size=shape) * s))
MAKE = {
    "multivariateNormal": lambda: {"loc": normal(B, N), "scaleTril": f32(tril(B, N))},
    "multivariateNormalDiag": lambda: {"loc": normal(B, N), "scaleDiag": positive(B, N)},
    "lowRankMultivariateNormal": lambda: {"loc": normal(B, N), "covFactor": normal(B, N, 2), "covDiag": positive(B, N)},
    "matrixNormal": lambda: {"loc": normal(B, 2, 3), "scaleTrilRow": f32(tril(B, 2)), "scaleTrilColumn": f32(tril(B, 3))},
    "dirichlet": lambda: {"concentration": f32(np.exp(rng.normal(size=(B, N)) * 1.5) * np.array([[0.02], [1], [5000]]))},
    "categorical": lambda: {"logits": normal(B, N)},
    "oneHotCategorical": lambda: {"probs": positive(B, N)},
    "multinomial": lambda: {"totalCount": f32([1, 7, 2000]), "logits": normal(B, N)},
    "wishart": lambda: {"df": f32([3.25, 20, 200 + rng.integers(50)]), "scaleTril": f32(tril(B, 3))},
    "inverseWishart": lambda: {"df": f32([3.25, 20, 200 + rng.integers(50)]), "scaleTril": f32(tril(B, 3))},
    "lkjCholesky": lambda: {"concentration": f32([0.05 + rng.random(), 1 + 3 * rng.random(), 1000 + 100 * rng.random()])},
}
KL = {
    "matrixNormal": lambda p, q: gaussian(kron(p), kron(q)), "dirichlet": dirichlet, "categorical": categorical,
    "oneHotCategorical": categorical, "multinomial": lambda p, q: p["totalCount"] * categorical(p, q), "wishart": wishart,
    "inverseWishart": inverse_wishart, "lkjCholesky": lkj,
}
GAUSSIANS = ["multivariateNormal", "multivariateNormalDiag", "lowRankMultivariateNormal"]
TORCH = {
    "multivariateNormal": lambda d: td.MultivariateNormal(d["loc"], scale_tril=torch.tril(d["scaleTril"])),
    "lowRankMultivariateNormal": lambda d: td.LowRankMultivariateNormal(d["loc"], d["covFactor"], d["covDiag"]),
    "dirichlet": lambda d: td.Dirichlet(d["concentration"]),
    "categorical": lambda d: td.Categorical(logits=d["logits"]),
}



def sphere(n):
    loc = rng.normal(size=(B, n))
    return {"loc": f32(loc / np.linalg.norm(loc, axis=-1, keepdims=True)), "concentration": f32([0.5 + rng.random(), 5 + 5 * rng.random(), 60 + 100 * rng.random()])}


DIRECTIONS = 3
MAKE["vonMisesFisher"] = MAKE["powerSpherical"] = lambda: sphere(DIRECTIONS)
MAKE["sphericalUniform"] = lambda: {}
groups = []
pairs = [(p, q, gaussian) for p in GAUSSIANS for q in GAUSSIANS] + [(f, f, KL[f]) for f in KL]
SPHERES = [(p, q) for p in ("powerSpherical", "vonMisesFisher") for q in ("sphericalUniform", "vonMisesFisher")] + [("sphericalUniform", "vonMisesFisher")]
pairs += [(p, q, lambda a, b, p=p, q=q: spheres(p, q, a, b)) for p, q in SPHERES]
for pf, qf, rule in pairs:
    group = {"p": pf, "q": qf, "kl": [], "parameters": {"p": {}, "q": {}}, "gradient": {"p": {}, "q": {}}}
    for turn in range(2 if pf == qf else 1):
        p = MAKE[pf]()
        q = near(p) if turn == 1 else MAKE[qf]()
        if "totalCount" in p:
            q["totalCount"] = p["totalCount"]
        for d in (p, q):
            for k, v in d.items():
                # Gradients in directions are those of a formula in all of space, of which there are several.
                v.requires_grad_(k != "totalCount" and not (k == "loc" and (pf, qf) in SPHERES))
        value = rule(p, q)
        value.sum().backward()
        group["kl"] += value.tolist()
        for side, d in (("p", p), ("q", q)):
            for k, v in d.items():
                group["parameters"][side].setdefault(k, []).extend(v.tolist())
                if v.requires_grad:
                    grad = torch.tril(v.grad) if "Tril" in k else v.grad
                    group["gradient"][side].setdefault(k, []).extend(grad.tolist())
        if pf in TORCH and qf in TORCH:
            want = td.kl_divergence(TORCH[pf](p), TORCH[qf](q))
            assert torch.allclose(value, want, rtol=1e-7, atol=1e-7), (pf, qf, value, want)
    groups.append(group)
rounded = json.loads(json.dumps(groups), parse_float=lambda s: float("%.10g" % float(s)))
origin = f"textbook formulas in float64 with autograd, torch {torch.__version__.split('+')[0]}; klVectors.py"
Path(__file__).with_name("klVectors.json").write_text(json.dumps({"origin": origin, "groups": rounded}) + "\n")
print(len(groups), "pairs")
