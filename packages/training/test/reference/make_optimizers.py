"""Writes optimizers.json: parameters after each update by torch.optim in float64, from gradients that float32 holds.

Run with torch 2.13: python make_optimizers.py > optimizers.json
"""
import json
import torch

torch.set_default_dtype(torch.float64)
STEPS = 12
generator = torch.Generator().manual_seed(7)


def exact(*shape, scale=1.0):
    """Numbers with few bits, so that float32 and float64 hold the same."""
    return torch.round(torch.randn(*shape, generator=generator) * 64) / 64 * scale


weight, bias = exact(2, 3), exact(3)
gradients = [{"weight": exact(2, 3), "bias": exact(3, scale=2.0 ** -6)} for _ in range(STEPS)]
gradients[3]["bias"][:] = 0
gradients[4]["weight"][0, 0] = 512.0

CASES = [
    ("adam", [0.01], torch.optim.Adam, dict(lr=0.01)),
    ("adam", [0.05, {"beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3}], torch.optim.Adam, dict(lr=0.05, betas=(0.5, 0.9), eps=1e-3)),
    ("adam", [0.01, {"weightDecay": 0.1}], torch.optim.Adam, dict(lr=0.01, weight_decay=0.1)),
    ("adam", [0.01, {"beta1": 0}], torch.optim.Adam, dict(lr=0.01, betas=(0.0, 0.999))),
    ("adamW", [0.01], torch.optim.AdamW, dict(lr=0.01)),
    ("adamW", [0.01, {"weightDecay": 0.5}], torch.optim.AdamW, dict(lr=0.01, weight_decay=0.5)),
    ("adamax", [0.02], torch.optim.Adamax, dict(lr=0.02)),
    ("adamax", [0.02, {"beta1": 0.5, "beta2": 0.8, "weightDecay": 0.1}], torch.optim.Adamax, dict(lr=0.02, betas=(0.5, 0.8), weight_decay=0.1)),
    ("rmsprop", [0.01], torch.optim.RMSprop, dict(lr=0.01)),
    ("rmsprop", [0.01, {"decay": 0.9, "momentum": 0.5, "epsilon": 1e-4}], torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, momentum=0.5, eps=1e-4)),
    ("rmsprop", [0.01, {"decay": 0.9, "centered": True, "momentum": 0.9, "epsilon": 1e-2, "weightDecay": 0.1}], torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, centered=True, momentum=0.9, eps=1e-2, weight_decay=0.1)),
    ("adagrad", [0.1], torch.optim.Adagrad, dict(lr=0.1)),
    ("adagrad", [0.02, {"initialSquareSum": 0.1, "weightDecay": 0.01}], torch.optim.Adagrad, dict(lr=0.02, initial_accumulator_value=0.1, weight_decay=0.01)),
    ("sgd", [0.1], torch.optim.SGD, dict(lr=0.1)),
    ("sgd", [0.1, {"momentum": 0.9}], torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
    ("sgd", [0.1, {"momentum": 0.9, "nesterov": True, "weightDecay": 0.01}], torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
]

cases = []
for name, arguments, make, options in CASES:
    params = {"weight": weight.clone().requires_grad_(), "bias": bias.clone().requires_grad_()}
    optimizer = make(list(params.values()), **options)
    after = []
    for gradient in gradients:
        for key, parameter in params.items():
            parameter.grad = gradient[key].clone()
        optimizer.step()
        after.append({key: parameter.tolist() for key, parameter in params.items()})
    cases.append({"optimizer": name, "arguments": arguments, "after": [after[0], after[1], after[5], after[-1]]})

print(json.dumps({
    "origin": f"torch.optim, torch {torch.__version__}, float64; written by make_optimizers.py",
    "params": {"weight": weight.tolist(), "bias": bias.tolist()},
    "gradients": [{key: value.tolist() for key, value in gradient.items()} for gradient in gradients],
    "updates": [1, 2, 6, STEPS],
    "cases": cases,
}))
