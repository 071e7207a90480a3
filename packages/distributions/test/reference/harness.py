"""Makes reference files: one `families/<name>.py` a family, which writes `families/<name>.json` beside itself.

    python3 packages/distributions/test/reference/families/laplace.py

Two independent sources agree before a number is stored: formulas written here in mpmath (40 digits) and, where it
has the family, SciPy (float64). Every input is exactly representable in float32. A file holds

    { "family", "origin", "cases": [{ "parameters", "value": [...], "logProb": [...], … , "extreme"? }] }

where values have one leading axis over [values] and each quantity is one of

    logProb, cdf, logCdf          at each value
    quantile                      { "p": [...], "x": [...] }
    mean, variance, covariance, mode, entropy
    gradient                      d logProb / d parameter and, for continuous families, value, at each value
    cdfGradient                   d cdf / d parameter, at each value: what pathwise gradients of draws rest on

A case marked "extreme" is held at 1e-4 instead of 1e-5, as the golden file does.
"""

import json
import math
import sys
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy

mp.mp.dps = 40


def f32(x):
    """The nearest float32, as a float (or nested list of them)."""
    return np.asarray(x, np.float32).astype(np.float64).tolist()


def plain(x):
    """JSON without infinities: they become "inf", "-inf"."""
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    if isinstance(x, np.ndarray):
        return plain(x.tolist())
    if isinstance(x, (str, bool)) or x is None:
        return x
    x = float(x)
    if math.isnan(x):
        raise ValueError("a reference value is NaN")
    return ("inf" if x > 0 else "-inf") if math.isinf(x) else x


def write(family, cases, origin, file=None):
    """Writes `families/<family>.json` and says how many (parameters, quantity) cases it holds."""
    path = Path(__file__).with_name("families") / f"{file or family}.json"
    text = {"family": family, "origin": origin, "cases": plain(cases)}
    path.write_text(json.dumps(text, separators=(",", ":")) + "\n")
    count = sum(len(set(case) - {"parameters", "value", "extreme"}) for case in cases)
    print(f"{family}: {len(cases)} parameter settings, {count} cases", file=sys.stderr)


ORIGIN = f"mpmath {mp.__version__}, 40 digits"
ORIGIN_BOTH = f"{ORIGIN}; SciPy {scipy.__version__} agrees to 1e-8"


def agree(label, ours, theirs, tolerance=1e-8):
    """Stops when two sources differ by more than tolerance · max(1, |value|)."""
    ours, theirs = float(ours), float(theirs)
    if ours == theirs or (math.isnan(theirs)):
        return
    if not abs(ours - theirs) <= tolerance * max(1.0, abs(ours)):
        raise AssertionError(f"{label}: mpmath says {ours!r}, SciPy {theirs!r}")


def _float(x):
    return float(mp.re(x))


def _quad(f, points):
    return mp.quad(f, points)


def invert(cdf, log_density, level, low, high):
    """The x between low and high at which cdf is level: Newton's steps, or halves of the bracket, to 25 digits."""
    low, high = mp.mpf(low), mp.mpf(high)
    x = (low + high) / 2
    for _ in range(400):
        miss = cdf(x) - level
        low, high = (x, high) if miss < 0 else (low, x)
        moved = x - miss / mp.exp(log_density(x))
        moved = moved if low <= moved <= high else (low + high) / 2
        if abs(moved - x) <= mp.mpf(10) ** -25 * max(abs(x), mp.mpf(10) ** -15):
            return moved
        x = moved
    raise AssertionError(f"no root at {level}")


def scalar_family(
    family,
    settings,
    log_density,
    *,
    support,
    discrete=False,
    cdf=None,
    sf=None,
    mean=None,
    variance=None,
    mode=None,
    entropy=None,
    quantile=None,
    breaks=None,
    frozen=None,
    skip_gradient=(),
    cdf_gradient=True,
    scipy_tolerance=1e-8,
    file=None,
):
    """Makes and writes the cases of a family of scalars.

    settings      list of (parameters, values) or (parameters, values, {"extreme": True}); plain floats. With
                  "densityOnly" a setting has no cdf, for counts too large to sum
    log_density   log_density(x, **parameters) in mpmath, for x inside the support
    support       support(**parameters) -> (low, high), both may be infinite; bounds belong to it where the density
                  formula is finite there, and values outside get −infinity
    cdf, sf       in mpmath; where only `cdf` is None it is integrated or summed from log_density
    mean, …       a function of the parameters; "quad" to integrate (or sum) it; None where the family has no such method
    quantile      True to invert the cdf at fixed levels by root finding; or a function (p, **parameters)
    breaks        breaks(**parameters) -> points at which to split integrals
    frozen        frozen(**parameters) -> a scipy.stats frozen distribution to agree with (None where it has none)
    skip_gradient parameters that take no gradient (integers such as totalCount)
    """
    cases = []
    for setting in settings:
        raw, values = setting[0], setting[1]
        flags = dict(setting[2]) if len(setting) > 2 else {}
        density_only = flags.pop("densityOnly", False)
        parameters = {k: f32(v) for k, v in raw.items()}
        values = [f32(v) for v in values]
        p = {k: mp.mpf(v) for k, v in parameters.items()}
        low, high = support(**p)
        label = f"{family} {parameters}"

        def log_p(x, q=p):
            lo, hi = support(**q)
            if x < lo or x > hi or (discrete and x != mp.floor(x)):
                return mp.mpf("-inf")
            return log_density(x, **q)

        ends = [low, *[b for b in (breaks(**p) if breaks else []) if low < b < high], high]

        def total(f, lo=None, hi=None):
            """Integral or sum of f over [lo, hi], within the support."""
            lo = low if lo is None else max(lo, low)
            hi = high if hi is None else min(hi, high)
            if hi < lo:
                return mp.mpf(0)
            if not discrete:
                return _quad(f, [lo, *[b for b in ends[1:-1] if lo < b < hi], hi])
            return mp.nsum(f, [lo, mp.floor(hi) if mp.isfinite(hi) else hi]) if not mp.isfinite(hi) else mp.fsum(
                f(mp.mpf(k)) for k in range(int(mp.ceil(lo)), int(mp.floor(hi)) + 1)
            )

        def distribution(x, q=p):
            if x < low:
                return mp.mpf(0)
            if x >= high:
                return mp.mpf(1)
            at = mp.floor(x) if discrete else x
            if cdf is not None:
                return cdf(at, **q)
            if sf is not None:
                return 1 - sf(at, **q)
            return total(lambda t: mp.exp(log_density(t, **q)), hi=at)

        theirs = frozen(**parameters) if frozen and not density_only else None
        case = {"parameters": parameters, "value": values}
        case["logProb"] = [log_p(mp.mpf(v)) for v in values]
        if theirs is not None:
            score = theirs.logpmf if discrete else theirs.logpdf
            for v, got in zip(values, case["logProb"]):
                agree(f"{label} logProb({v})", got, score(v), scipy_tolerance)
        if not density_only and (cdf is not None or sf is not None or cdf_gradient == "quad"):
            case["cdf"] = [distribution(mp.mpf(v)) for v in values]
            case["logCdf"] = [mp.log(c) if c > 0 else mp.mpf("-inf") for c in case["cdf"]]
            if theirs is not None:
                for v, got in zip(values, case["cdf"]):
                    agree(f"{label} cdf({v})", got, theirs.cdf(v), scipy_tolerance)
        found = {}
        if mean is not None:
            found["mean"] = total(lambda t: t * mp.exp(log_density(t, **p))) if mean == "quad" else mean(**p)
        if variance is not None:
            centre = found.get("mean")
            found["variance"] = (
                total(lambda t: (t - centre) ** 2 * mp.exp(log_density(t, **p))) if variance == "quad" else variance(**p)
            )
        if mode is not None:
            found["mode"] = mode(**p)
        if entropy is not None:
            def surprise(t):
                s = log_density(t, **p)
                return -s * mp.exp(s) if mp.isfinite(s) else mp.mpf(0)
            found["entropy"] = total(surprise) if entropy == "quad" else entropy(**p)
        # A moment that does not exist at these parameters is returned as None and left out.
        found = {k: v for k, v in found.items() if v is not None}
        if theirs is not None:
            for name, method in (("mean", "mean"), ("variance", "var"), ("entropy", "entropy")):
                if name in found and not flags.get("extreme"):
                    agree(f"{label} {name}", found[name], getattr(theirs, method)(), max(scipy_tolerance, 1e-7))
        case.update(found)
        if quantile is not None and not density_only and not flags.get("extreme"):
            levels = [f32(v) for v in (0.001, 0.125, 0.5, 0.75, 0.96875)]
            if callable(quantile):
                xs = [quantile(mp.mpf(v), **p) for v in levels]
                if cdf is not None and not discrete:
                    for level, x in zip(levels, xs):
                        agree(f"{label} cdf of quantile({level})", distribution(x), level, scipy_tolerance)
            else:
                xs = []
                for level in levels:
                    guess = theirs.ppf(level) if theirs is not None else None
                    if discrete:
                        k = int(guess) if guess is not None else int(low)
                        while distribution(mp.mpf(k)) < level:
                            k += 1
                        while k - 1 >= low and distribution(mp.mpf(k - 1)) >= level:
                            k -= 1
                        xs.append(mp.mpf(k))
                    else:
                        xs.append(mp.findroot(lambda t: distribution(t) - level, mp.mpf(float(guess))))
            case["quantile"] = {"p": levels, "x": xs}
            if theirs is not None:
                for level, got in zip(levels, xs):
                    agree(f"{label} quantile({level})", got, theirs.ppf(level), max(scipy_tolerance, 1e-7))
        inside = [mp.isfinite(s) for s in case["logProb"]]
        # Differences are taken on the scale of the setting: near a parameter of 0 its neighbours tell that.
        least = min([abs(v) for v in p.values() if v != 0] or [mp.mpf(1)])

        def step(v):
            return (abs(v) or least) * mp.mpf("1e-25")

        names = [k for k in p if k not in skip_gradient]
        gradient = {}
        with mp.workdps(90):
            for name in names:
                gradient[name] = [
                    mp.diff(lambda t: log_density(mp.mpf(v), **{**p, name: t}), p[name], h=step(p[name]))
                    if ok else 0
                    for v, ok in zip(values, inside)
                ]
            if not discrete:
                gradient["value"] = [
                    mp.diff(lambda t: log_density(t, **p), mp.mpf(v), h=step(mp.mpf(v))) if ok else 0
                    for v, ok in zip(values, inside)
                ]
        if gradient and all(inside):
            case["gradient"] = {k: [_float(g) for g in v] for k, v in gradient.items()}
        if "cdf" in case and cdf is not None and cdf_gradient and not discrete and all(inside):
            with mp.workdps(90):
                case["cdfGradient"] = {
                    name: [
                        _float(mp.diff(lambda t: cdf(mp.mpf(v), **{**p, name: t}), p[name], h=step(p[name])))
                        for v in values
                    ]
                    for name in names
                }
        for key in ("logProb", "cdf", "logCdf"):
            if key in case:
                case[key] = [_float(v) for v in case[key]]
        for key in ("mean", "variance", "mode", "entropy"):
            if key in case:
                case[key] = _float(case[key])
        if "quantile" in case:
            case["quantile"]["x"] = [_float(v) for v in case["quantile"]["x"]]
        case.update(flags)
        cases.append(case)
    write(family, cases, ORIGIN_BOTH if frozen else ORIGIN, file)
