"""Distribution function of 1 − cosine and draws by definition, written to von_mises_fisher.json beside this file.

    python3 packages/random/test/reference/von_mises_fisher.py

SciPy 1.17; integrals by Gauss and Legendre.
"""

import json
from math import atan2, cos, exp, log, pi, sin, sqrt
from pathlib import Path

import numpy as np
from scipy import special

from streams import each


def points(k, dim):
    """The angle has density exp(−2κ sin²(θ/2)) sin(θ)^(dim−2): integrated over 4000 pieces around the bulk."""
    theta = np.linspace(0, pi if k == 0 else min(pi, 40 * sqrt(dim / k)), 4001)
    nodes, weights = special.roots_legendre(8)
    half = np.diff(theta)[:, None] / 2
    x = theta[:-1, None] + half * (1 + nodes)
    logs = -2 * k * np.sin(x / 2) ** 2 + (dim - 2) * np.log(np.sin(np.minimum(x, pi - x)))
    mass = (np.exp(logs - logs.max()) * weights * half).sum(axis=1)
    below = np.concatenate([[0], np.cumsum(mass)]) / mass.sum()
    levels = [1e-3, 0.01, *[j / 20 for j in range(1, 20)], 0.99, 0.999]
    picked = sorted({int(np.argmin(np.abs(below - level))) for level in levels})
    return [[float(2 * np.sin(theta[j] / 2) ** 2), float(below[j])] for j in picked]


def von_mises_angle(u, k):
    tau = 1 + sqrt(1 + 4 * k * k)
    rho = (tau - sqrt(2 * tau)) / (2 * k)
    r = (1 + rho * rho) / (2 * rho)
    while True:
        turn, v = pi * (u() - 0.5), u()
        angle = 2 * atan2((1 - rho) / (1 + rho) * sin(turn), cos(turn))
        c = k * (r - cos(angle))
        if v <= c * exp(1 - c):
            return angle


def draw(u, k, dim):
    """Wood's own formulas, but for Ulrich's symmetric beta."""
    if dim == 2:
        return 1 - cos(von_mises_angle(u, k))
    if dim == 3:
        return -log(1 - u() * (1 - exp(-2 * k))) / k
    m = dim - 1
    b = (-2 * k + sqrt(4 * k * k + m * m)) / m
    x = (1 - b) / (1 + b)
    c = k * x + m * log(1 - x * x)
    while True:
        z = (1 + sqrt(1 - u() ** (2 / (dim - 2))) * cos(2 * pi * u())) / 2
        w = (1 - (1 + b) * z) / (1 - (1 - b) * z)
        if k * w + m * log(1 - x * w) - c >= log(u()):
            return 1 - w


CONCENTRATIONS = [0, 0.01, 1, 10, 300, 1e10, 1e30]
DIMS = [2, 3, 4, 10, 200]
MIXED = [0.05, 0.8, 4.0, 30.0, 500.0]
Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "about": "points: 1 − cosine, probability of no more; draws: 30 of randomKey(3) with the concentrations in turn",
            "rows": [{"concentration": k, "dim": d, "points": points(k, d)} for k in CONCENTRATIONS for d in DIMS],
            "concentrations": MIXED,
            "draws": [{"dim": d, "want": each(3, 30, lambda u, i: draw(u, MIXED[i % 5], d))} for d in DIMS],
        },
        allow_nan=False,
    )
    + "\n"
)
