import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import f32, write

cases = []
for loc, values in [(2, [2, 3, -1]), (0, [0, 1e-30, -1]), (-1.5, [-1.5, 2]), (1e30, [1e30, 0]), (1e-30, [1e-30, 0, 1]),
                    (100, [100, 99]), (-7, [-7, 7]), (0.1, [0.1, 0.2, 0]), (1e6, [1e6, 1e6 + 1]), (-0.25, [-0.25, -0.5, 0])]:
    at, xs = f32(loc), [f32(v) for v in values]
    cases.append({
        "parameters": {"loc": at}, "value": xs,
        "logProb": [0 if x == at else float("-inf") for x in xs],
        "cdf": [1 if x >= at else 0 for x in xs], "logCdf": [0 if x >= at else float("-inf") for x in xs],
        "mean": at, "variance": 0, "mode": at, "entropy": 0,
        "quantile": {"p": f32([0.125, 0.5, 0.75]), "x": [at] * 3},
    })
write("deterministic", cases, "the definition")
