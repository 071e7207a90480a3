import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import gradients, table_case
from harness import f32, mp, write

mp.mp.dps = 60


def sigma(z):
    return 1 / (1 + mp.exp(-z))


def log_mass(x, loc, scale, low, high):
    # The complement on the upper side, so that 60 digits hold both tails.
    upper, lower = (x + mp.mpf("0.5") - loc) / scale, (x - mp.mpf("0.5") - loc) / scale
    if low == high:
        return mp.mpf(0)
    if x == low:
        return mp.log(sigma(upper))
    if x == high:
        return mp.log(sigma(-lower))
    if lower > 0:
        return mp.log(sigma(-lower) - sigma(-upper))
    return mp.log(sigma(upper) - sigma(lower))


SETTINGS = [
    (100, 10, 0, 255, False), (30.5, 4, 0, 255, False), (250, 20, 0, 255, False), (128, 0.5, 0, 255, False), (-10, 15, 0, 255, False),
    (127.5, 1000, 0, 255, False), (3.25, 0.75, 0, 7, False), (0, 1, -4, 4, False), (77.7, 0.1, 0, 255, False), (300, 30, 0, 255, False),
    (12, 2, 5, 20, False), (200, 60, 0, 255, False),
    (100.25, 1e-3, 0, 255, True), (64, 1e30, 0, 255, True), (1e6, 3, 0, 255, True), (0.25, 1e-2, 0, 1, True), (5, 1, 3, 3, True),
]
cases = []
for loc, scale, low, high, extreme in SETTINGS:
    parameters = {"loc": f32(loc), "scale": f32(scale), "low": low, "high": high}
    own = {k: mp.mpf(v) for k, v in parameters.items()}
    near = min(max(int(loc), low), high)
    values = sorted({low, high, near, min(near + 1, high), max(near - 7, low), min(near + 9, high), (low + high) // 2})
    with mp.workdps(60 if scale > 0.05 else 400):
        case = table_case(lambda x: log_mass(x, **own), low, high, values + ([low - 1, high + 1, low + 0.5] if extreme else []), extreme)
    if case.pop("_inside") and low < high and scale > 0.05:
        case["gradient"] = gradients(log_mass, {**parameters, "low": low, "high": high}, ["loc", "scale"], values)
    cases.append({"parameters": parameters, **case})
write("discretizedLogistic", cases, "mpmath, 60 digits and more: differences of logistic functions, summed")
