"""Writes schedules.json: learning rates by torch.optim.lr_scheduler. Run with torch 2.13: python make_schedules.py > schedules.json"""
import json
import warnings
import torch
from torch.optim import lr_scheduler as s

warnings.simplefilter("ignore")
STEPS = 30


def rates(make, base):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
    scheduler = make(optimizer)
    values = []
    for _ in range(STEPS):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return values


print(json.dumps({
    "origin": f"torch.optim.lr_scheduler, torch {torch.__version__}; written by make_schedules.py",
    "constant": rates(lambda o: s.ConstantLR(o, factor=1.0), 0.3),
    "linearWarmup": rates(lambda o: s.LinearLR(o, start_factor=0.25, total_iters=8), 0.4),
    "cosineDecay": rates(lambda o: s.CosineAnnealingLR(o, T_max=40, eta_min=0.05), 0.4),
    "exponentialDecay": rates(lambda o: s.ExponentialLR(o, gamma=0.9), 0.4),
    "stepDecay": rates(lambda o: s.StepLR(o, step_size=7, gamma=0.5), 0.4),
    "piecewiseConstant": rates(lambda o: s.MultiStepLR(o, milestones=[3, 10, 20], gamma=0.5), 0.4),
    "polynomialDecay": rates(lambda o: s.PolynomialLR(o, total_iters=20, power=2.0), 0.4),
    "chainSchedules": rates(
        lambda o: s.SequentialLR(o, [s.LinearLR(o, start_factor=0.25, total_iters=5), s.ExponentialLR(o, gamma=0.8)], milestones=[5]), 0.4),
}, indent=0))
