"""Cases of families of unit vectors, in mpmath. Parameters and values in float32 have lengths of 1 but for rounding: the
reference is taken at the unit vectors nearest to them, and gradients are those of a density of κ and c = loc·x alone."""

import mpmath as mp
import numpy as np

from harness import agree, f32

g = np.random.default_rng(7)


def direction(n):
    v = g.normal(size=n)
    return f32(v / np.linalg.norm(v))


def towards(loc, distance):
    """A unit vector at about that angle from loc."""
    loc = np.asarray(loc)
    v = g.normal(size=len(loc))
    v -= loc * (v @ loc)
    v /= np.linalg.norm(v)
    return f32(np.cos(distance) * loc + np.sin(distance) * v)


def unit(x):
    x = [mp.mpf(v) for v in x]
    length = mp.sqrt(mp.fsum(v * v for v in x))
    return [v / length for v in x]


def case(family, loc, concentration, values, log_density, *, along, across, mean, entropy, other=None, extreme=False, gradients=True):
    """log_density(k, versine, n): 1 − c is passed, and not c, for the largest concentrations."""
    loc = f32(loc)
    n = len(loc)
    k = mp.mpf(f32(concentration))
    m = unit(loc)
    out = {"parameters": {"loc": loc, "concentration": float(k)}, "value": values, "logProb": [], "gradient": {"loc": [], "concentration": [], "value": []}}
    for v in values:
        x = unit(v)
        versine = mp.fsum((a - b) ** 2 for a, b in zip(x, m)) / 2
        got = log_density(k, versine, n)
        out["logProb"].append(float(got))
        if other is not None:
            agree(f"{family} n {n}, concentration {float(k)}", got, other(np.array([float(a) for a in x]), np.array([float(a) for a in m]), float(k)), 1e-7)
        if gradients:
            of_versine = mp.diff(lambda t: log_density(k, t, n), versine, h=mp.mpf("1e-20") * versine)
            out["gradient"]["loc"].append([float(-of_versine * a) for a in x])
            out["gradient"]["value"].append([float(-of_versine * a) for a in m])
            out["gradient"]["concentration"].append(float(mp.diff(lambda t: log_density(t, versine, n), k, h=mp.mpf("1e-20") * k)))
    a, c = along(k, n), across(k, n)
    out["mean"] = [float(mean(k, n) * v) for v in m]
    out["mode"] = loc
    out["covariance"] = [[float((a - c) * p * q + (c if i == j else 0)) for j, q in enumerate(m)] for i, p in enumerate(m)]
    out["variance"] = [row[i] for i, row in enumerate(out["covariance"])]
    out["entropy"] = float(entropy(k, n))
    if not gradients:
        del out["gradient"]
    if extreme:
        out["extreme"] = True
    return out
