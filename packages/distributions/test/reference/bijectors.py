"""Values of bijectors in float64 from torch.distributions.transforms: writes bijectors.json beside this file."""

import json
import pathlib

import torch
from torch.distributions import Gumbel, Kumaraswamy, LogNormal, Normal, TransformedDistribution, Weibull
from torch.distributions import transforms as t

torch.set_default_dtype(torch.float64)
numbers = [-8.0, -2.5, -0.25, 0.0, 0.5, 3.0, 7.0]
positives = [1e-3, 0.25, 1.0, 2.5, 40.0]
vectors = [[0.5, -1.0, 2.0], [-4.0, 3.0, 0.25]]
long_vectors = [[0.5, -1.0, 2.0, 0.25, -3.0, 1.5], [-0.75, 0.0, 1.0, 4.0, 0.5, -0.5]]


def row(name, transform, x):
    x = torch.tensor(x)
    y = transform(x)
    return {"name": name, "x": x.tolist(), "y": y.tolist(), "logDet": transform.log_abs_det_jacobian(x, y).tolist()}


transforms = [
    row("exp", t.ExpTransform(), numbers),
    row("affine", t.AffineTransform(1.5, -2.0), numbers),
    row("power", t.PowerTransform(torch.tensor(-1.5)), positives),
    row("sigmoid", t.SigmoidTransform(), numbers),
    row("softplus", t.SoftplusTransform(), numbers),
    row("tanh", t.TanhTransform(), numbers),
    row("stickBreaking", t.StickBreakingTransform(), vectors),
    row("correlationCholesky", t.CorrCholeskyTransform(), long_vectors),
    row("normalCdf", t.CumulativeDistributionTransform(Normal(0.0, 1.0)), [-4.0, -0.5, 0.25, 2.0]),
    row("gumbelCdf", t.CumulativeDistributionTransform(Gumbel(0.5, 2.0)), [-4.0, -0.5, 0.25, 2.0]),
    row("kumaraswamyCdf", t.CumulativeDistributionTransform(Kumaraswamy(torch.tensor(1.5), torch.tensor(2.5))), [0.0625, 0.25, 0.875]),
    row("weibullCdf", t.CumulativeDistributionTransform(Weibull(2.0, 1.5)), [0.125, 0.5, 4.0]),
]
log_normal = LogNormal(0.5, 1.5)
logit_normal = TransformedDistribution(Normal(0.5, 1.5), [t.SigmoidTransform()])
shares = [1e-4, 0.25, 0.5, 0.96875]
distributions = [
    {"name": "logNormal", "value": positives, "logProb": log_normal.log_prob(torch.tensor(positives)).tolist(), "cdf": log_normal.cdf(torch.tensor(positives)).tolist()},
    {"name": "logitNormal", "value": shares, "logProb": logit_normal.log_prob(torch.tensor(shares)).tolist(), "cdf": logit_normal.cdf(torch.tensor(shares)).tolist()},
]
origin = f"torch.distributions, torch {torch.__version__.split('+')[0]}, float64"
text = json.dumps({"origin": origin, "transforms": transforms, "distributions": distributions})
pathlib.Path(__file__).with_name("bijectors.json").write_text(text + "\n")
