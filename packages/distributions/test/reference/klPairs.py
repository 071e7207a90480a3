"""Divergences of scalar families with their gradients, written to klPairs.json beside this file.

    python3 packages/distributions/test/reference/klPairs.py

Continuous pairs by Gauss–Legendre quadrature in float64 (panels of 20 nodes along u, where x is a fixed function of
c + s sinh(u)), discrete ones by summation; gradients of the sums by torch's autograd. Values are held against
torch.distributions.kl_divergence where torch has the pair. Every input is exactly representable in float32.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.distributions as td

torch.set_default_dtype(torch.float64)
LOG_2PI = float(np.log(2 * np.pi))
EULER = 0.5772156649015329
lgamma, digamma = torch.lgamma, torch.digamma
softplus = torch.nn.functional.softplus


def lbeta(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)


class Point:
    """A value with its logarithm and that of its distance from 1, which next to the ends it does not determine."""

    def __init__(self, x, log=None, log1m=None):
        self.x, self.log, self.log1m = x, log, log1m


def line(loc, scale):
    def at(y):
        return Point(y), torch.zeros_like(y)
    return at, (float(loc), float(scale))


def half(center, spread):
    def at(y):
        return Point(torch.exp(y), y), y
    return at, (float(center), float(spread))


def unit(center, spread):
    def at(y):
        return Point(torch.sigmoid(y), -softplus(-y), -softplus(y)), -softplus(-y) - softplus(y)
    return at, (float(center), float(spread))


def logs(a, rate, power):
    return half(power * (digamma(a) - torch.log(rate)), abs(power) * torch.sqrt(torch.special.polygamma(1, a)))


def gamma_density(v, a, r):
    return a * torch.log(r) + (a - 1) * v.log - r * v.x - lgamma(a)


def cb_log_norm(lam):
    small = lam.abs() < 1e-3
    safe = torch.where(small, torch.ones_like(lam), lam)
    direct = torch.where(safe > 0, safe + torch.log(-torch.expm1(-safe.abs())), torch.log(-torch.expm1(-safe.abs()))) - torch.log(safe.abs())
    return torch.where(small, lam / 2 + lam**2 / 24 - lam**4 / 2880, direct)


def moved_interval(low, high):
    def at(y):
        share = torch.sigmoid(y)
        rest = (1 - high) + (high - low) * torch.sigmoid(-y)
        return Point(low + (high - low) * share, torch.log(low + (high - low) * share), torch.log(rest)), torch.log(high - low) - softplus(-y) - softplus(y)
    return at, (0.0, 2.0)


def moved_tail(scale, alpha):
    def at(y):
        e = torch.exp(y)
        log = torch.log(scale) + e
        return Point(torch.exp(log), log), log + y
    return at, (float(-torch.log(alpha)), 1.5)


# family: (log density, the line along which it is integrated)
FAMILIES = {
    "normal": (lambda v, loc, scale: -((v.x - loc) / scale) ** 2 / 2 - torch.log(scale) - LOG_2PI / 2, lambda loc, scale: line(loc, scale)),
    "laplace": (lambda v, loc, scale: -(v.x - loc).abs() / scale - torch.log(2 * scale), lambda loc, scale: line(loc, scale)),
    "logistic": (lambda v, loc, scale: -(v.x - loc) / scale - torch.log(scale) - 2 * softplus(-(v.x - loc) / scale), lambda loc, scale: line(loc, scale)),
    "gumbel": (lambda v, loc, scale: -(v.x - loc) / scale - torch.exp(-(v.x - loc) / scale) - torch.log(scale), lambda loc, scale: line(loc, scale)),
    "cauchy": (lambda v, loc, scale: -torch.log1p(((v.x - loc) / scale) ** 2) - torch.log(np.pi * scale), lambda loc, scale: line(loc, scale)),
    "studentT": (
        lambda v, df, loc, scale: lgamma((df + 1) / 2) - lgamma(df / 2) - torch.log(np.pi * df) / 2 - torch.log(scale) - (df + 1) / 2 * torch.log1p(((v.x - loc) / scale) ** 2 / df),
        lambda df, loc, scale: line(loc, scale),
    ),
    "uniform": (lambda v, low, high: -torch.log(high - low) + 0 * v.x, moved_interval),
    "exponential": (lambda v, rate: torch.log(rate) - rate * v.x, lambda rate: logs(torch.tensor(1.0), rate, 1)),
    "gamma": (gamma_density, lambda concentration, rate: logs(concentration, rate, 1)),
    "chi2": (lambda v, df: gamma_density(v, df / 2, torch.tensor(0.5)), lambda df: logs(df / 2, torch.tensor(0.5), 1)),
    "chi": (lambda v, df: (df - 1) * v.log - v.x**2 / 2 - (df / 2 - 1) * np.log(2) - lgamma(df / 2), lambda df: logs(df / 2, torch.tensor(0.5), 0.5)),
    "halfNormal": (lambda v, scale: -((v.x / scale) ** 2) / 2 - torch.log(scale) + np.log(2 / np.pi) / 2, lambda scale: half(torch.log(scale) - 0.6, 1.1)),
    "halfCauchy": (lambda v, scale: -torch.log1p((v.x / scale) ** 2) - torch.log(scale) + np.log(2 / np.pi), lambda scale: half(torch.log(scale), 1.5)),
    "inverseGamma": (
        lambda v, concentration, scale: concentration * torch.log(scale) - (concentration + 1) * v.log - scale / v.x - lgamma(concentration),
        lambda concentration, scale: logs(concentration, scale, -1),
    ),
    "inverseGaussian": (
        lambda v, loc, concentration: (torch.log(concentration) - LOG_2PI - 3 * v.log) / 2 - concentration * (v.x - loc) ** 2 / (2 * loc**2 * v.x),
        lambda loc, concentration: half(torch.log(loc) - torch.log1p(loc / concentration) / 2, torch.sqrt(torch.log1p(loc / concentration))),
    ),
    "logNormal": (lambda v, loc, scale: -((v.log - loc) / scale) ** 2 / 2 - v.log - torch.log(scale) - LOG_2PI / 2, lambda loc, scale: half(loc, scale)),
    "logitNormal": (
        lambda v, loc, scale: -((v.log - v.log1m - loc) / scale) ** 2 / 2 - v.log - v.log1m - torch.log(scale) - LOG_2PI / 2,
        lambda loc, scale: unit(loc, scale),
    ),
    "weibull": (
        lambda v, scale, concentration: torch.log(concentration) - v.log + concentration * (v.log - torch.log(scale)) - torch.exp(concentration * (v.log - torch.log(scale))),
        lambda scale, concentration: half(torch.log(scale) - 0.5 / concentration, 1.3 / concentration),
    ),
    "pareto": (lambda v, scale, alpha: torch.log(alpha) + alpha * torch.log(scale) - (alpha + 1) * v.log, moved_tail),
    "beta": (
        lambda v, concentration1, concentration0: (concentration1 - 1) * v.log + (concentration0 - 1) * v.log1m - lbeta(concentration1, concentration0),
        lambda a, b: unit(digamma(a) - digamma(b), torch.sqrt(torch.special.polygamma(1, a) + torch.special.polygamma(1, b))),
    ),
    "kumaraswamy": (
        lambda v, a, b: torch.log(a * b) + (a - 1) * v.log + (b - 1) * torch.log(-torch.expm1(a * v.log)),
        lambda a, b: unit(torch.logit((1 - 0.5 ** (1 / b)) ** (1 / a), eps=1e-12), 1 / a + 1 / b + 0.3),
    ),
    "continuousBernoulli": (
        lambda v, logits: torch.where(logits > 0, -logits.abs() * torch.exp(v.log1m), -logits.abs() * v.x) - cb_log_norm(-logits.abs()),
        lambda logits: unit(logits.clamp(-6, 6) / 2, 2),
    ),
    "vonMises": (
        lambda v, loc, concentration: -2 * concentration * torch.sin((v.x - loc) / 2) ** 2 - LOG_2PI - torch.log(torch.special.i0e(concentration)),
        lambda loc, concentration: line(loc, 1 / torch.sqrt(1 + concentration)),
    ),
}


def counts(n=20000):
    return torch.arange(n, dtype=torch.float64)


def bernoulli_logs(probs=None, logits=None):
    return (torch.log(probs), torch.log1p(-probs)) if probs is not None else (-softplus(-logits), -softplus(logits))


def xlog(x, log):
    return torch.where(x == 0, torch.zeros_like(x), x * log)


def masses(family, x, p):
    if family == "poisson":
        return xlog(x, torch.log(p["rate"])) - p["rate"] - lgamma(x + 1)
    n = p.get("totalCount")
    one, zero = bernoulli_logs(**{k: v for k, v in p.items() if k != "totalCount"})
    if family == "bernoulli":
        return torch.where(x == 0, zero, one) if len(x) <= 2 else None
    if family == "geometric":
        return one + xlog(x, zero)
    if family == "binomial":
        inside = lgamma(n + 1) - lgamma(x + 1) - lgamma((n - x).clamp_min(0) + 1) + xlog(x, one) + xlog((n - x).clamp_min(0), zero)
        return torch.where(x <= n, inside, torch.full_like(x, -np.inf))
    return lgamma(x + n) - lgamma(n) - lgamma(x + 1) + xlog(x, one) + n * zero


def discrete(pf, p, qf, q):
    if pf == "bernoulli":
        x = counts(2)
    elif pf == "binomial":
        x = counts(int(p["totalCount"]) + 1)
    else:
        x = counts(60000)
    a, b = masses(pf, x, p), masses(qf, x, q)
    keep = a > -600
    return (torch.exp(a) * (a - b))[keep].sum()


NODES, WEIGHTS = (torch.tensor(v) for v in np.polynomial.legendre.leggauss(20))


def continuous(pf, p, qf, q):
    log_p, along = FAMILIES[pf]
    log_q, _ = FAMILIES[qf]
    at, (c, s) = along(*p.values())
    span = float(np.arcsinh(np.pi / s)) if pf == "vonMises" else 36.0 if pf in ("cauchy", "studentT") else 13.0
    edges = np.linspace(-span, span, 661 if span > 30 else 241)
    kinks = [float(d["loc"]) for f, d in ((pf, p), (qf, q)) if f == "laplace"]
    for k in kinks:
        if pf in ("normal", "laplace", "logistic"):
            y = k
        elif pf in ("exponential",):
            y = np.log(k) if k > 0 else None
        elif pf == "uniform":
            share = (k - float(p["low"])) / (float(p["high"]) - float(p["low"]))
            y = np.log(share / (1 - share)) if 0 < share < 1 else None
        else:
            y = None
        if y is not None:
            edges = np.append(edges, np.arcsinh((y - c) / s))
    if qf == "cauchy":
        # Where q is narrow, its logarithm has a hollow of its own width.
        edges = np.append(edges, np.arcsinh((float(q["loc"]) + float(q["scale"]) * np.sinh(np.linspace(-12, 12, 241)) - c) / s))
    edges = torch.tensor(np.sort(np.clip(edges, -span, span)))
    low, high = edges[:-1, None], edges[1:, None]
    u = ((high + low) / 2 + (high - low) / 2 * NODES).reshape(-1)
    w = ((high - low) / 2 * WEIGHTS).reshape(-1)
    def weigh(u):
        y = c + s * torch.sinh(u)
        v, jac = at(y)
        a = log_p(v, *p.values())
        return v, a, a + jac + torch.log(s * torch.cosh(u))

    # Far out, where nothing is left, exponentials overflow: those nodes would turn gradients into NaN.
    with torch.no_grad():
        log_weight = weigh(u)[2]
        keep = (log_weight > -200) & torch.isfinite(log_weight)
    v, a, log_weight = weigh(u[keep])
    weight = w[keep] * torch.exp(log_weight)
    assert abs(float(weight.sum()) - 1) < 1e-9, (pf, {k: float(x) for k, x in p.items()}, float(weight.sum()))
    return (weight * (a - log_q(v, *q.values()))).sum()


def f32(x):
    return float(np.float32(x))


DISCRETE = {"poisson", "bernoulli", "geometric", "binomial", "negativeBinomial"}
TORCH = {
    "normal": td.Normal, "laplace": td.Laplace, "gumbel": td.Gumbel, "cauchy": td.Cauchy, "uniform": td.Uniform,
    "exponential": td.Exponential, "gamma": td.Gamma, "halfNormal": td.HalfNormal, "logNormal": td.LogNormal,
    "beta": td.Beta, "poisson": td.Poisson, "bernoulli": td.Bernoulli, "geometric": td.Geometric,
}


def evaluate(pf, p, qf, q):
    tp = {k: torch.tensor(f32(v), requires_grad=True) for k, v in p.items()}
    tq = {k: torch.tensor(f32(v), requires_grad=True) for k, v in q.items()}
    value = (discrete if pf in DISCRETE else continuous)(pf, tp, qf, tq)
    inputs = list(tp.values()) + list(tq.values())
    grads = torch.autograd.grad(value, inputs, allow_unused=True)
    grads = [0.0 if g is None else float(g) for g in grads]
    if pf in TORCH and qf in TORCH:
        try:
            want = float(td.kl_divergence(TORCH[pf](*[v.detach() for v in tp.values()], validate_args=False), TORCH[qf](*[v.detach() for v in tq.values()], validate_args=False)))
            if abs(want - float(value)) > 1e-7 * max(1, abs(want)):
                print("disagrees with torch", pf, p, qf, q, float(value), want)
        except NotImplementedError:
            pass
    return float(value), grads[: len(tp)], grads[len(tp) :]


def rows(names, *values):
    return [dict(zip(names, v)) for v in values]


LS = ("loc", "scale")
# Settings of each family as p, and as q: ordinary ones, awkward ones.
S = {
    "normal": rows(LS, (0.3, 1.2), (-2, 0.5), (100, 3), (0.01, 1e-3)),
    "laplace": rows(LS, (0.3, 0.7), (-2, 0.5), (100, 3), (0.01, 1e-3)),
    "logistic": rows(LS, (0.3, 0.6), (-2, 0.5), (100, 3), (0.01, 1e-3)),
    "gumbel": rows(LS, (0.3, 1.2), (-2, 0.5), (100, 3), (0.01, 1e-3)),
    "cauchy": rows(LS, (0.3, 1.2), (-2, 0.5), (100, 3), (0.01, 1e-3)),
    "studentT": rows(("df",) + LS, (5, 0.3, 1.2), (30, -2, 0.5), (3, 100, 3), (1000, 0.01, 1)),
    "uniform": rows(("low", "high"), (0.25, 0.75), (0.0625, 0.9375), (0.5, 0.5078125), (0.875, 1023 / 1024)),
    "exponential": rows(("rate",), (0.7,), (3.5,), (0.05,), (400,)),
    "gamma": rows(("concentration", "rate"), (2.5, 0.7), (0.3, 1.5), (1e4, 1e4), (50, 10)),
    "chi2": rows(("df",), (3,), (0.5,), (50,), (2000,)),
    "chi": rows(("df",), (3,), (0.5,), (50,), (2000,)),
    "halfNormal": rows(("scale",), (1.2,), (0.3,), (40,), (1e-3,)),
    "halfCauchy": rows(("scale",), (1.2,), (0.3,), (40,), (1e-3,)),
    "inverseGamma": rows(("concentration", "scale"), (3.5, 2), (2.5, 0.3), (50, 40), (1e4, 1e4)),
    "inverseGaussian": rows(("loc", "concentration"), (1.2, 2), (0.4, 5), (3, 1), (2, 40)),
    "logNormal": rows(LS, (0.2, 0.6), (-1, 0.3), (0.5, 0.05), (1, 1)),
    "logitNormal": rows(LS, (0.2, 0.6), (-1, 1.3), (2, 0.05), (0, 2)),
    "weibull": rows(("scale", "concentration"), (1.3, 1.7), (0.5, 0.9), (2, 10), (1, 40)),
    "pareto": rows(("scale", "alpha"), (0.5, 3.5), (1.25, 2.5), (2, 40), (0.25, 5)),
    "beta": rows(("concentration1", "concentration0"), (2.5, 1.5), (0.6, 4), (500, 300), (0.05, 0.2)),
    "kumaraswamy": rows(("concentration1", "concentration0"), (2, 2), (0.5, 3), (6, 20), (1.5, 0.4)),
    "continuousBernoulli": rows(("logits",), (0.8,), (-3,), (1e-3,), (25,)),
    "vonMises": rows(("loc", "concentration"), (0.3, 1.2), (-2, 0.05), (1, 100), (1.02, 1e4)),
    "poisson": rows(("rate",), (2.5,), (0.01,), (900,), (30,)),
    "bernoulli": rows(("probs",), (0.3,), (1e-3,), (0.999,), (0.5,)),
    "geometric": rows(("probs",), (0.3,), (0.01,), (0.95,), (0.5,)),
}
POSITIVES = ["chi", "chi2", "exponential", "gamma", "halfNormal", "inverseGamma", "logNormal", "pareto", "weibull"]
SHARES = ["beta", "continuousBernoulli", "kumaraswamy"]
pairs = [(p, "normal") for p in SHARES + POSITIVES + ["gumbel", "laplace", "logistic", "studentT", "uniform"]]
pairs += [(p, q) for p in SHARES + POSITIVES for q in ("exponential", "halfNormal")]
pairs += [(p, q) for p in ["beta", "kumaraswamy", "chi", "halfNormal", "inverseGamma", "logNormal", "pareto", "weibull"] for q in ("gamma", "chi2")]
pairs += [(p, "logNormal") for p in ["beta", "kumaraswamy"] + POSITIVES]
pairs += [(p, q) for p in SHARES for q in ("continuousBernoulli", "uniform")]
gammas = ["chi2", "exponential", "gamma"]
pairs += [(p, q) for p in gammas for q in gammas + ["gumbel"]]
pairs += [(p, q) for p in ("exponential", "weibull") for q in ("exponential", "weibull")]
pairs += [(p, q) for p in ("chi", "halfNormal") for q in ("chi", "halfNormal")]
pairs += [(f, f) for f in S]
pairs += [("uniform", q) for q in ("beta", "continuousBernoulli", "exponential", "gamma", "chi2", "gumbel", "laplace")]
pairs += [("exponential", "laplace"), ("laplace", "gumbel"), ("logistic", "gumbel"), ("logistic", "laplace"), ("normal", "gumbel"), ("normal", "laplace"), ("kumaraswamy", "beta")]
pairs += [("bernoulli", q) for q in ("geometric", "poisson")]
pairs = [(p, q) for p, q in dict.fromkeys(pairs) if (p, q) not in {("studentT", "studentT"), ("logistic", "logistic"), ("uniform", "uniform")}]

# Pairs whose integrals diverge at some of the settings, or that need others.
SPECIAL = {
    ("laplace", "gumbel"): [(S["laplace"][0], S["gumbel"][0]), (S["laplace"][1], S["gumbel"][0]), ({"loc": 100, "scale": 1}, S["gumbel"][2]), (S["laplace"][3], {"loc": 0, "scale": 2e-3})],
    ("logistic", "gumbel"): [(S["logistic"][0], S["gumbel"][0]), (S["logistic"][1], S["gumbel"][0]), ({"loc": 100, "scale": 1}, S["gumbel"][2]), (S["logistic"][3], {"loc": 0, "scale": 2e-3})],
    ("pareto", "pareto"): [(S["pareto"][0], {"scale": 0.25, "alpha": 2}), (S["pareto"][1], S["pareto"][0]), (S["pareto"][2], {"scale": 1.9990234375, "alpha": 41}), (S["pareto"][2], {"scale": 2**-10, "alpha": 0.01})],
    ("normal", "gumbel"): [(S["normal"][0], S["gumbel"][0]), (S["normal"][1], S["gumbel"][1]), (S["normal"][2], S["gumbel"][2]), (S["normal"][3], S["gumbel"][0])],
    ("gumbel", "gumbel"): [(S["gumbel"][0], S["gumbel"][1]), (S["gumbel"][1], S["gumbel"][0]), (S["gumbel"][2], {"loc": 100.5, "scale": 3.0625}), (S["gumbel"][3], S["gumbel"][0])],
    ("weibull", "weibull"): [(S["weibull"][0], S["weibull"][1]), (S["weibull"][1], S["weibull"][0]), (S["weibull"][2], {"scale": 2.0625, "concentration": 9.5}), (S["weibull"][0], {"scale": 1.3125, "concentration": 1.6875})],
    ("weibull", "exponential"): [(S["weibull"][i], {"rate": r}) for i, r in enumerate((0.7, 3.5, 0.5, 1))],
    ("exponential", "weibull"): [(S["exponential"][0], S["weibull"][0]), (S["exponential"][1], S["weibull"][1]), (S["exponential"][2], {"scale": 20, "concentration": 1.0625}), (S["exponential"][3], S["weibull"][1])],
}
# Divergences from nearly the same distribution: every parameter a 64th larger.
NEAR = 1 + 1 / 64


SPECIAL |= {(p, "uniform"): [(d, {"low": low, "high": high}) for d, low, high in zip(S[p], (0, -1, -3, 0), (1, 2, 1, 1.5))] for p in SHARES}


def settings(pf, qf):
    if (pf, qf) in SPECIAL:
        return SPECIAL[pf, qf]
    chosen = [(S[pf][i], S[qf][j]) for i, j in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 3), (3, 0))]
    if pf == qf:
        chosen = [(S[pf][i], S[qf][j]) for i, j in ((0, 1), (1, 0), (2, 3), (3, 2))] + [(d, {k: v * (1 / NEAR if k == "probs" else NEAR) for k, v in d.items()}) for d in S[pf]]
    elif qf in ("gumbel",):
        chosen = chosen[:2]
    return chosen



def main():
    out = []
    for pf, qf in pairs:
        group = {"p": pf, "q": qf, "kl": [], "parameters": {}, "gradient": {}}
        for p, q in settings(pf, qf):
            p, q = {k: f32(v) for k, v in p.items()}, {k: f32(v) for k, v in q.items()}
            value, gp, gq = evaluate(pf, p, qf, q)
            if abs(value) > 1e7:
                continue
            assert np.isfinite([value, *gp, *gq]).all(), (pf, p, qf, q, value, gp, gq)
            group["kl"].append(float("%.12g" % value))
            for side, d, g in (("p", p, gp), ("q", q, gq)):
                for (name, x), slope in zip(d.items(), g):
                    group["parameters"].setdefault(side, {}).setdefault(name, []).append(x)
                    group["gradient"].setdefault(side, {}).setdefault(name, []).append(float("%.9g" % slope))
        out.append(group)
    for pf, names, rows_ in (
        ("binomial", ("totalCount", "probs"), [(10, 0.3, 0.45), (3, 0.01, 0.9), (10000, 0.3, 0.3046875), (1, 0.5, 0.25)]),
        ("negativeBinomial", ("totalCount", "probs"), [(5, 0.3, 0.45), (2.5, 0.01, 0.5), (800, 0.3, 0.3046875), (1, 0.9, 0.25)]),
    ):
        group = {"p": pf, "q": pf, "kl": [], "parameters": {"p": {n: [] for n in names}, "q": {n: [] for n in names}}, "gradient": {"p": {"probs": []}, "q": {"probs": []}}}
        for n, a, b in rows_:
            value, gp, gq = evaluate(pf, {"totalCount": n, "probs": a}, pf, {"totalCount": n, "probs": b})
            group["kl"].append(value)
            for side, x, g in (("p", a, gp), ("q", b, gq)):
                group["parameters"][side]["totalCount"].append(n)
                group["parameters"][side]["probs"].append(f32(x))
                group["gradient"][side]["probs"].append(g[1])
        out.append(group)
    origin = f"quadrature and sums in float64 with autograd, torch {torch.__version__.split('+')[0]}; klPairs.py"
    Path(__file__).with_name("klPairs.json").write_text(json.dumps({"origin": origin, "groups": out}) + "\n")
    print(len(out), "pairs,", sum(len(g["kl"]) for g in out), "rows")


if __name__ == "__main__":
    main()
