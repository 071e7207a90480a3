"""Distribution function and draws by definition, written to von_mises.json beside this file. mpmath 1.3, SciPy 1.17.

    python3 packages/random/test/reference/von_mises.py
"""

import json
from math import atan2, cos, exp, pi, sin, sqrt
from pathlib import Path

import mpmath as mp
from scipy import stats

from streams import each

LEVELS = [1e-4, 1e-3, 0.01, *[k / 20 for k in range(1, 10)]]


def points(concentration):
    # Any angles serve as points; the density is integrated over a grid of them on one side, and mirrored.
    k = mp.mpf(concentration)
    if concentration < 1e12:
        reach = float(stats.vonmises(concentration).std()) if concentration < 1e3 else concentration**-0.5
        angles = sorted({min(pi, -float(stats.norm.ppf(level)) * reach) for level in LEVELS})
        density = lambda x: mp.exp(-2 * k * mp.sin(x / 2) ** 2)
        grid = [0, *angles, *[min(mp.pi, m * mp.mpf(reach)) for m in (5, 8, 12, 20)]]
        parts = [mp.quad(density, [a, b]) for a, b in zip(grid, grid[1:])]
        if concentration < 1e3:
            parts.append(mp.quad(density, [grid[-1], mp.pi]))
        total = sum(parts)
        upper = [(x, float(0.5 + 0.5 * sum(parts[: i + 1]) / total)) for i, x in enumerate(angles)]
    else:
        # Normal of variance 1 / concentration to 1e-12.
        angles = [-float(stats.norm.ppf(level)) * concentration**-0.5 for level in LEVELS]
        upper = [(x, 1 - level) for x, level in zip(angles, LEVELS)]
    return [[-x, 1 - p] for x, p in upper] + [[0, 0.5]] + [[x, p] for x, p in upper]


def draw(u, k):
    """Best and Fisher's own formulas, but for the proposal and r − cos θ, which lose nothing at these concentrations."""
    tau = 1 + sqrt(1 + 4 * k * k)
    rho = (tau - sqrt(2 * tau)) / (2 * k)
    r = (1 + rho * rho) / (2 * rho)
    while True:
        turn, v = pi * (u() - 0.5), u()
        angle = 2 * atan2((1 - rho) / (1 + rho) * sin(turn), cos(turn))
        c = k * (r - cos(angle))
        if v <= c * exp(1 - c):
            return angle


CONCENTRATIONS = [0, 1e-30, 1e-8, 1e-3, 0.1, 0.5, 1, 2, 5, 20, 100, 1e3, 1e5, 1e8, 1e12, 1e16, 1e30, 1e200]
MIXED = [0.02, 0.7, 4.0, 50.0, 3000.0]
Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "about": "points: angle, probability of no more; draws: 60 of randomKey(3) with the concentrations in turn",
            "rows": [{"concentration": k, "points": points(k)} for k in CONCENTRATIONS],
            "draws": {"concentrations": MIXED, "want": each(3, 60, lambda u, i: draw(u, MIXED[i % 5]))},
        },
        allow_nan=False,
    )
    + "\n"
)
