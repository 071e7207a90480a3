import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from counts import gradients, table_case
from harness import f32, mp, write

mp.mp.dps = 120


def sigma(z):
    return 1 / (1 + mp.exp(-z))


def log_mass(x, cutpoints, loc):
    k = int(x)
    upper = mp.mpf(cutpoints[k]) - loc if k < len(cutpoints) else mp.inf
    lower = mp.mpf(cutpoints[k - 1]) - loc if k > 0 else -mp.inf
    if lower > 0:
        return mp.log(sigma(-lower) - (0 if upper == mp.inf else sigma(-upper)))
    return mp.log((1 if upper == mp.inf else sigma(upper)) - (0 if lower == -mp.inf else sigma(lower)))


SETTINGS = [
    ([-1, 0.5, 2], 0.25, False), ([-2, -1, 1], -1.5, False), ([0, 1, 4], 3, False), ([0.5], 1.25, False), ([-3, -2.5, 0, 0.125, 6], 0.5, False),
    ([-10, 10], 0, False), ([0, 1e-3], 0.5, False), ([5, 9, 14, 20], 10, False), ([-1, 1], 8, False), ([-4, -3, -2, -1, 0, 1, 2, 3], 0.3, False),
    ([2, 2.0001, 2.5], 2.25, False), ([-0.5, 0, 0.5], -20, False),
    ([-100, 0, 100], 0.5, True), ([0, 1], 90, True), ([0, 1], -90, True), ([1e-30, 2e-30], 0, True), ([-1e30, 1e30], 3, True),
]
cases = []
for cutpoints, loc, extreme in SETTINGS:
    parameters = {"cutpoints": f32(cutpoints), "loc": f32(loc)}
    values = list(range(len(cutpoints) + 1))
    case = table_case(lambda x: log_mass(x, parameters["cutpoints"], mp.mpf(parameters["loc"])), 0, len(cutpoints), values + ([-1, len(cutpoints) + 1, 0.5] if extreme else []), extreme, moments=False) if max(map(abs, cutpoints)) < 1e29 else {
        "value": values, "logProb": [-1e30, 0, -1e30], "entropy": 0, "mode": 1, "extreme": True, "_inside": False,
    }
    if case.pop("_inside"):
        case["gradient"] = gradients(log_mass, parameters, ["cutpoints", "loc"], values)
    cases.append({"parameters": parameters, **case})
write("orderedLogistic", cases, "mpmath, 120 digits: differences of logistic functions, summed")
