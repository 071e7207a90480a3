"""Makes cases of families whose events are vectors or matrices: densities and gradients by torch, in float64.

A density is written once in torch operations, apart from the code of the package; autograd gives its gradients. Where
torch.distributions, SciPy or mpmath knows the family, the script passes them as `others` and all must agree.
"""

import numpy as np
import torch

from harness import agree, f32

torch.set_default_dtype(torch.float64)


def tensor(x):
    return torch.tensor(np.asarray(x, np.float64))


def number(x):
    return x.detach().numpy().tolist() if torch.is_tensor(x) else np.asarray(x).tolist()


def vector_case(label, parameters, values, log_density, moments=None, others=(), plain=(), skip=(), value_gradient=True, extreme=False, tolerance=1e-8):
    """One setting.

    log_density   log_density(x, **tensors), one float64 number
    moments       {name: function(**tensors)}; a result of None is left out
    others        functions (x, **arrays) that must give the same log density
    plain         parameters that are no tensors
    skip          parameters without a gradient, or whose gradient float32 loses to cancellation
    """
    parameters = {k: v if k in plain else f32(v) for k, v in parameters.items()}
    values = [f32(v) for v in values]
    case = {"parameters": parameters, "value": values, "logProb": [], "gradient": {}}
    names = [k for k in parameters if k not in plain and k not in skip]
    for v in values:
        own = {k: x if k in plain else tensor(x).requires_grad_(k in names) for k, x in parameters.items()}
        x = tensor(v).requires_grad_(value_gradient)
        lp = log_density(x, **own)
        case["logProb"].append(lp.item())
        for other in others:
            arrays = {k: p if k in plain else np.asarray(p) for k, p in parameters.items()}
            agree(f"{label} {parameters} logProb({v})", lp.item(), other(np.asarray(v), **arrays), tolerance)
        inputs = [own[k] for k in names] + ([x] if value_gradient else [])
        if inputs:
            found = torch.autograd.grad(lp, inputs, allow_unused=True)
            for name, g, t in zip([*names, *(["value"] if value_gradient else [])], found, inputs):
                case["gradient"].setdefault(name, []).append(number(torch.zeros_like(t) if g is None else g))
    own = {k: x if k in plain else tensor(x) for k, x in parameters.items()}
    for name, moment in (moments or {}).items():
        got = moment(**own)
        if got is not None:
            case[name] = number(got)
    if not case["gradient"]:
        del case["gradient"]
    if extreme:
        case["extreme"] = True
    return case


def random_tril(generator, n, scale=1.0):
    """A lower factor with a diagonal of 0.4 to 1.6 times `scale`."""
    lower = np.tril(generator.normal(size=(n, n)) * 0.6, -1) + np.diag(generator.uniform(0.4, 1.6, n))
    return f32(lower * scale)
