"""The benchmark's models in PyTorch, float32, on the CPU: python3 torch_step.py CASE SIZES THREADS."""

import json
import math
import sys

import torch
from steps import digit_like, serve, widths_of
from torch import nn
from torch.nn import functional as F

case, sizes, threads = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)
latents = sizes["latents"]


def stack(pairs):
    return nn.Sequential(*[layer for pair in pairs for layer in (nn.Linear(*pair), nn.Tanh())])


if case == "conv":
    first, second = sizes["filters"]
    features = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, first, 4, 2, 1), nn.ReLU(), nn.Conv2d(first, second, 4, 2, 1), nn.ReLU(), nn.Flatten(),
    )
    decoder = nn.Sequential(
        nn.Linear(latents, 49 * second), nn.ReLU(), nn.Unflatten(1, (second, 7, 7)),
        nn.ConvTranspose2d(second, first, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(first, 1, 4, 2, 1), nn.Flatten(),
    )
    width = 49 * second
else:
    down, up = widths_of(sizes)
    features = stack(down)
    decoder = nn.Sequential(*stack(up), nn.Linear(sizes["hidden"][0], sizes["inputs"]))
    width = sizes["hidden"][-1]
heads = nn.Linear(width, latents), nn.Linear(width, latents)
modules = nn.ModuleList([features, decoder, *heads])
optimizer = torch.optim.Adam(modules.parameters(), lr=1e-3, fused=True)
batches = [torch.from_numpy(digit_like(sizes, i)) for i in range(10)]


def encode(x):
    h = features(x)
    return heads[0](h), heads[1](h)


def log_likelihood(x, logits):
    return (x * logits - F.softplus(logits)).sum(-1)


def step(i):
    x = batches[i % 10]
    loc, log_scale = encode(x)
    scale = log_scale.exp()
    z = loc + scale * torch.randn_like(loc)
    kl = 0.5 * (loc**2 + scale**2 - 1 - 2 * log_scale).sum(-1)
    loss = -(log_likelihood(x, decoder(z)) - kl).mean()
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()


@torch.no_grad()
def evaluate(i):
    x = batches[i % 10]
    loc, log_scale = encode(x)
    weights = []
    for _ in range(sizes["samples"] // sizes["chunk"]):
        noise = torch.randn(sizes["chunk"], *loc.shape)
        z = loc + log_scale.exp() * noise
        weights.append(log_likelihood(x, decoder(z)) + (log_scale + 0.5 * (noise**2 - z**2)).sum(-1))
    return -(torch.logsumexp(torch.cat(weights), 0) - math.log(sizes["samples"])).mean().item()


serve(f"PyTorch {torch.__version__}", evaluate if "samples" in sizes else step)
