import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from harness import mp, scalar_family

SETTINGS = [
    ({"temperature": t, "logits": l}, values)
    for t, l, values in [
        (0.7, 0.5, [0.01, 0.3, 0.7, 0.999]),
        (1, -1.5, [1e-6, 0.2, 0.5, 0.9]),
        (2.5, 3, [1e-4, 0.5, 0.75, 0.9]),
        (0.1, -2, [1e-10, 1e-3, 0.2, 0.9]),
        (1, 0, [0.001, 0.5, 0.9]),
        (0.01, 0.25, [1e-20, 0.3, 0.999]),
        (1.5, 1e-6, [1e-5, 0.1, 0.5]),
        (30, 8, [0.4, 0.59, 0.6, 0.75]),
    ]
] + [
    ({"temperature": t, "probs": p}, values)
    for t, p, values in [
        (0.5, 0.25, [0.01, 0.3, 0.7, 0.999]),
        (1.25, 0.5, [1e-6, 0.2, 0.5, 0.9]),
        (0.67, 0.999, [0.1, 0.5, 0.9]),
        (3, 1e-6, [0.001, 0.02, 0.5]),
    ]
] + [
    ({"temperature": 1e-3, "logits": 1}, [1e-30, 0.5, 0.9999], {"extreme": True}),
    ({"temperature": 0.5, "logits": 100}, [1e-6, 0.5, 0.9999], {"extreme": True}),
    ({"temperature": 2, "logits": -100}, [-0.5, 0, 1, 2, 0.5, 1e-20], {"extreme": True}),
    ({"temperature": 1, "logits": 2}, [0, 1, -1], {"extreme": True}),
    ({"temperature": 0.5, "logits": 2}, [0, 1, -1], {"extreme": True}),
    ({"temperature": 1e20, "logits": 2}, [0.5, 0.25], {"extreme": True}),
]


def odds(logits=None, probs=None):
    return logits if logits is not None else mp.log(probs / (1 - probs))


def log_density(x, temperature, **given):
    own = odds(**given)
    if x in (0, 1):
        return mp.mpf("inf") if temperature < 1 else mp.mpf("-inf") if temperature > 1 else -own if x == 0 else own
    d = temperature * mp.log(x / (1 - x)) - own
    return mp.log(temperature) - mp.log(x) - mp.log(1 - x) - mp.log1p(mp.exp(d)) - mp.log1p(mp.exp(-d))


if __name__ == "__main__":
    scalar_family(
        "relaxedBernoulli",
        SETTINGS,
        log_density,
        support=lambda **_: (0, 1),
        cdf=lambda x, temperature, **given: 1 / (1 + mp.exp(odds(**given) - temperature * mp.log(x / (1 - x)))) if 0 < x < 1 else x,
        quantile=lambda p, temperature, **given: 1 / (1 + mp.exp(-(mp.log(p / (1 - p)) + odds(**given)) / temperature)),
    )
