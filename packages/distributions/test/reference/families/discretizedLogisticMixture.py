import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from classes import probabilities
from counts import gradients, table_case
from harness import f32, mp, write

mp.mp.dps = 60


def sigma(z):
    return 1 / (1 + mp.exp(-z))


def part(x, loc, scale, low, high):
    upper, lower = (x + mp.mpf("0.5") - loc) / scale, (x - mp.mpf("0.5") - loc) / scale
    if x == low:
        return sigma(upper)
    if x == high:
        return sigma(-lower)
    return sigma(-lower) - sigma(-upper) if lower > 0 else sigma(upper) - sigma(lower)


def log_mass(x, loc, scale, low, high, **weights):
    return mp.log(mp.fsum(w * part(x, mp.mpf(m), mp.mpf(s), low, high) for w, m, s in zip(probabilities(**weights), loc, scale)))


SETTINGS = [
    ({"logits": [0.5, -1, 2], "loc": [40, 128, 200], "scale": [5, 20, 3]}, 0, 255, False),
    ({"logits": [0, 0, 0], "loc": [10.5, 90, 250], "scale": [2, 8, 12]}, 0, 255, False),
    ({"logits": [1, -2, 0.25], "loc": [-5, 300, 100], "scale": [10, 40, 1]}, 0, 255, False),
    ({"probs": [0.2, 0.3, 0.5], "loc": [0, 255, 127], "scale": [1, 1, 50]}, 0, 255, False),
    ({"logits": [0.1, 0.2], "loc": [2.5, 6], "scale": [0.5, 1.5]}, 0, 9, False),
    ({"logits": [3], "loc": [77], "scale": [9]}, 0, 255, False),
    ({"logits": [-1, 1, 0, 0.5, -0.5], "loc": [20, 60, 100, 160, 220], "scale": [4, 4, 4, 4, 4]}, 0, 255, False),
    ({"probs": [3, 1], "loc": [-2, 2], "scale": [1, 0.3]}, -5, 5, False),
    ({"logits": [12, 0, -12], "loc": [100, 50, 200], "scale": [3, 3, 3]}, 0, 255, False),
    ({"probs": [1, 2, 1], "loc": [64, 64, 64], "scale": [1, 10, 100]}, 0, 255, False),
    ({"logits": [100, -100], "loc": [30, 31], "scale": [1, 2]}, 0, 255, True),
    ({"logits": [0, 1], "loc": [1e4, -1e4], "scale": [100, 1e6]}, 0, 255, True),
    ({"logits": [0, 0], "loc": [100, 10], "scale": [1e30, 20]}, 0, 255, True),
]
cases = []
for raw, low, high, extreme in SETTINGS:
    parameters = {k: f32(v) for k, v in raw.items()}
    whole = {**parameters, "low": low, "high": high}
    centres = [min(max(int(m), low), high) for m in parameters["loc"]]
    values = sorted({low, high, *centres, *[min(c + 3, high) for c in centres], (low + high) // 2})
    case = table_case(lambda x: log_mass(x, **whole), low, high, values + ([low - 1, high + 1, low + 0.5] if extreme else []), extreme)
    if case.pop("_inside"):
        case["gradient"] = gradients(log_mass, whole, list(parameters), values)
    cases.append({"parameters": whole, **case})
write("discretizedLogisticMixture", cases, "mpmath, 60 digits: differences of logistic functions, summed")
