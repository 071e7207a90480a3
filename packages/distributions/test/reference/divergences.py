"""Rényi divergences and Wasserstein distances with gradients, written to divergences.json beside this file.

    python3 packages/distributions/test/reference/divergences.py

Rényi divergences by the quadrature of klPairs.py and sums in float64, of vectors by determinants and log normalizers;
gradients by torch's autograd. Wasserstein distances of scalars from quantile functions (SciPy, mpmath's quadrature), of
normal vectors from SciPy's matrix square root. Every input is exactly representable in float32.
"""

import json
from pathlib import Path

import numpy as np
import scipy.linalg
import scipy.stats as st
import torch
from scipy.integrate import quad

import klPairs as base
from klPairs import DISCRETE, FAMILIES, NODES, WEIGHTS, f32

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(5)


def continuous(pf, p, qf, q, alpha):
    log_p, along = FAMILIES[pf]
    log_q = FAMILIES[qf][0]
    at, (c, s) = along(*p.values())
    if pf == "laplace":
        _, (c2, s2) = FAMILIES[qf][1](*q.values())
        c, s = (c + c2) / 2, max(s, s2)
    span = 13.0
    edges = np.linspace(-span, span, 601)
    if pf == "laplace":
        edges = np.append(edges, np.arcsinh((np.array([float(p["loc"]), float(q["loc"])]) - c) / s))
    edges = torch.tensor(np.sort(edges))
    low, high = edges[:-1, None], edges[1:, None]
    u = ((high + low) / 2 + (high - low) / 2 * NODES).reshape(-1)
    w = ((high - low) / 2 * WEIGHTS).reshape(-1)

    def weigh(u):
        v, jac = at(c + s * torch.sinh(u))
        return alpha * log_p(v, *p.values()) + (1 - alpha) * log_q(v, *q.values()) + jac + torch.log(s * torch.cosh(u))

    with torch.no_grad():
        logs = weigh(u)
        keep = (logs > logs[torch.isfinite(logs)].max() - 100) & torch.isfinite(logs)
    return (torch.logsumexp(weigh(u[keep]) + torch.log(w[keep]), 0)) / (alpha - 1)


def discrete(pf, p, qf, q, alpha):
    x = base.counts(2) if pf == "bernoulli" else base.counts(3000)
    return torch.logsumexp(alpha * base.masses(pf, x, p) + (1 - alpha) * base.masses(qf, x, q), 0) / (alpha - 1)


S = base.S
NEAR = lambda d: {k: f32(v * (1 + 1 / 64)) for k, v in d.items()}
SETTINGS = {
    "normal": [(S["normal"][0], {"loc": -1, "scale": 1.75}), (S["normal"][0], NEAR(S["normal"][0]))],
    "halfNormal": [({"scale": 1.25}, {"scale": 2}), ({"scale": 1.25}, {"scale": 1.28125})],
    "logNormal": [(S["logNormal"][0], {"loc": -0.5, "scale": 0.75}), (S["logNormal"][1], NEAR(S["logNormal"][1]))],
    "laplace": [(S["laplace"][0], {"loc": -1, "scale": 1.25}), (S["laplace"][0], NEAR(S["laplace"][0]))],
    "exponential": [({"rate": 3.5}, {"rate": 1.75}), ({"rate": 2}, {"rate": 2.03125})],
    "gamma": [({"concentration": 2.5, "rate": 3}, {"concentration": 1.5, "rate": 1.75}), ({"concentration": 5000, "rate": 4}, {"concentration": 5050, "rate": 4.0625})],
    "chi2": [({"df": 5}, {"df": 3}), ({"df": 300}, {"df": 310})],
    "inverseGamma": [({"concentration": 2.5, "scale": 3}, {"concentration": 1.5, "scale": 1.75})],
    "beta": [({"concentration1": 2.5, "concentration0": 3}, {"concentration1": 1.5, "concentration0": 1.75}), ({"concentration1": 0.5, "concentration0": 0.25}, {"concentration1": 0.25, "concentration0": 0.5}), ({"concentration1": 2000, "concentration0": 1000}, {"concentration1": 60, "concentration0": 30})],
    "bernoulli": [({"probs": 0.25}, {"probs": 0.625}), ({"probs": 0.001}, {"probs": 0.0009765625}), ({"probs": 0.9990234375}, {"probs": 0.125})],
    "poisson": [({"rate": 3.5}, {"rate": 6}), ({"rate": 300}, {"rate": 310}), ({"rate": 0.01}, {"rate": 0.5})],
}
ALPHAS = [0.25, 0.5, 0.9990234375, 1.125, 2]
groups = []
for family, settings in SETTINGS.items():
    for alpha in ALPHAS:
        group = {"family": family, "alpha": alpha, "value": [], "parameters": {"p": {}, "q": {}}, "gradient": {"p": {}, "q": {}}}
        for p, q in settings:
            if family == "beta" and alpha > 1 and p["concentration1"] == 0.5:
                p, q = {k: v + 2 for k, v in p.items()}, q
            tp = {k: torch.tensor(f32(v), requires_grad=True) for k, v in p.items()}
            tq = {k: torch.tensor(f32(v), requires_grad=True) for k, v in q.items()}
            value = (discrete if family in DISCRETE else continuous)(family, tp, family, tq, alpha)
            assert np.isfinite(float(value)), (family, alpha, p, q)
            value.backward()
            group["value"].append(float("%.11g" % float(value)))
            for side, d in (("p", tp), ("q", tq)):
                for k, v in d.items():
                    group["parameters"][side].setdefault(k, []).append(float(v))
                    group["gradient"][side].setdefault(k, []).append(float("%.9g" % float(v.grad)))
        groups.append(group)


def multivariate(p, q, alpha):
    s, t = p["scaleTril"] @ p["scaleTril"].mT, q["scaleTril"] @ q["scaleTril"].mT
    mixed = alpha * t + (1 - alpha) * s
    d = p["loc"] - q["loc"]
    return alpha / 2 * torch.einsum("bi,bij,bj->b", d, torch.linalg.inv(mixed), d) - (torch.logdet(mixed) - (1 - alpha) * torch.logdet(s) - alpha * torch.logdet(t)) / (2 * (alpha - 1))


def dirichlets(p, q, alpha):
    norm = lambda a: torch.lgamma(a).sum(-1) - torch.lgamma(a.sum(-1))
    a, b = p["concentration"], q["concentration"]
    return (norm(alpha * a + (1 - alpha) * b) - alpha * norm(a) - (1 - alpha) * norm(b)) / (alpha - 1)


def categoricals(p, q, alpha):
    return torch.logsumexp(alpha * torch.log_softmax(p["logits"], -1) + (1 - alpha) * torch.log_softmax(q["logits"], -1), -1) / (alpha - 1)


tril = lambda: np.tril(rng.normal(size=(2, 3, 3)) * 0.25, -1) + np.eye(3) * np.exp(rng.normal(size=(2, 1, 3)) * 0.25)
f = lambda x: torch.tensor(np.asarray(x, np.float32).astype(np.float64), requires_grad=True)
VECTORS = {
    "multivariateNormal": (multivariate, lambda wide: {"loc": f(rng.normal(size=(2, 3))), "scaleTril": f(tril() * (1.5 if wide else 1))}),
    "dirichlet": (dirichlets, lambda wide: {"concentration": f(np.exp(rng.normal(size=(2, 3)) * 0.5) * (1 if wide else 3))}),
    "categorical": (categoricals, lambda wide: {"logits": f(rng.normal(size=(2, 4)) * 2)}),
}
for family, (rule, make) in VECTORS.items():
    for alpha in (0.5, 0.96875, 1.25):
        p, q = make(False), make(True)
        value = rule(p, q, alpha)
        assert torch.isfinite(value).all(), (family, alpha, value)
        value.sum().backward()
        rows = lambda d: {k: v.tolist() for k, v in d.items()}
        grad = lambda d: {k: (torch.tril(v.grad) if k == "scaleTril" else v.grad).tolist() for k, v in d.items()}
        groups.append({"family": family, "alpha": alpha, "value": value.tolist(), "parameters": {"p": rows(p), "q": rows(q)}, "gradient": {"p": grad(p), "q": grad(q)}})

QUANTILES = {
    "normal": lambda d: st.norm(d["loc"], d["scale"]), "laplace": lambda d: st.laplace(d["loc"], d["scale"]),
    "logistic": lambda d: st.logistic(d["loc"], d["scale"]), "gumbel": lambda d: st.gumbel_r(d["loc"], d["scale"]),
    "uniform": lambda d: st.uniform(d["low"], d["high"] - d["low"]), "exponential": lambda d: st.expon(scale=1 / d["rate"]),
    "halfNormal": lambda d: st.halfnorm(scale=d["scale"]),
}
distances = []
for family, frozen in QUANTILES.items():
    pairs = {"uniform": [({"low": 0.25, "high": 2}, {"low": -1, "high": 1.5})], "exponential": [({"rate": 0.5}, {"rate": 3})], "halfNormal": [({"scale": 0.5}, {"scale": 3})]}
    for p, q in pairs.get(family, [({"loc": 0.25, "scale": 1.5}, {"loc": -1, "scale": 0.75}), ({"loc": 1, "scale": 1.5}, {"loc": 1, "scale": 1.515625})]):
        a, b = frozen(p), frozen(q)
        square = quad(lambda u: (a.ppf(u) - b.ppf(u)) ** 2, 0, 0.5, epsabs=1e-13, epsrel=1e-12, limit=500)[0]
        square += quad(lambda u: (a.isf(u) - b.isf(u)) ** 2, 0, 0.5, epsabs=1e-13, epsrel=1e-12, limit=500)[0]
        distances.append({"family": family, "p": p, "q": q, "value": float(np.sqrt(square))})
for turn in range(4):
    n = 2 + turn
    make = lambda: {"loc": np.float32(rng.normal(size=n)).astype(float), "scaleTril": np.float32(np.tril(rng.normal(size=(n, n)), -1) + np.diag(np.exp(rng.normal(size=n)))).astype(float)}
    p = make()
    q = {k: np.float32(v * (1 + 2**-8)).astype(float) for k, v in p.items()} if turn == 3 else make()
    s, t = p["scaleTril"] @ p["scaleTril"].T, q["scaleTril"] @ q["scaleTril"].T
    root = scipy.linalg.sqrtm(s)
    square = ((p["loc"] - q["loc"]) ** 2).sum() + np.trace(s + t - 2 * np.real(scipy.linalg.sqrtm(root @ t @ root)))
    distances.append({"family": "multivariateNormal", "p": {k: v.tolist() for k, v in p.items()}, "q": {k: v.tolist() for k, v in q.items()}, "value": float(np.sqrt(square))})

origin = f"quadrature, sums and determinants in float64, torch {torch.__version__.split('+')[0]}; divergences.py"
rounded = json.loads(json.dumps({"origin": origin, "renyi": groups, "wasserstein": distances}), parse_float=lambda s: float("%.10g" % float(s)))
Path(__file__).with_name("divergences.json").write_text(json.dumps(rounded) + "\n")
print(len(groups), len(distances))
