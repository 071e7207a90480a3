import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parent))
import beta
from harness import mp, scalar_family

SETTINGS = [
    ({"loc": m, "concentration": k}, values)
    for m, k, values in [
        (0.625, 4, [0.01, 0.3, 0.7, 0.99]),
        (0.25, 6, [1e-6, 0.2, 0.5, 0.9]),
        (0.5, 2, [0.001, 0.5, 0.9]),
        (0.5, 1, [1e-8, 0.1, 0.6, 0.999]),
        (0.0625, 4.5, [1e-12, 0.01, 0.2, 0.7]),
        (0.96875, 7, [0.3, 0.9, 0.999]),
        (0.6, 100, [0.4, 0.59, 0.6, 0.75]),
        (0.5, 2000, [0.46, 0.499, 0.5, 0.53]),
        (0.997, 300, [0.98, 0.997, 0.9995]),
        (1e-3, 50, [1e-8, 1e-3, 0.05]),
        (0.3, 0.7, [1e-3, 0.4, 0.9]),
    ]
] + [
    ({"loc": 0.5, "concentration": 0.02}, [1e-6, 0.5, 0.9999], {"extreme": True}),
    ({"loc": 0.375, "concentration": 8}, [-0.5, 0, 1, 2, 0.5], {"extreme": True}),
    ({"loc": 1e-6, "concentration": 50}, [1e-30, 1e-10, 0.01], {"extreme": True}),
    # Far narrower than the roundings of loc · concentration.
    ({"loc": 0.3, "concentration": 1e10}, [0.3, 0.30001, 0.29999, 0.7], {"densityOnly": True}),
    ({"loc": 0.58647, "concentration": 1e20}, [0.58647, 0.5864701, 0.1], {"densityOnly": True}),
    ({"loc": 1e-9, "concentration": 1e25}, [1e-9, 1.000001e-9, 0.5], {"densityOnly": True}),
    ({"loc": 0.999999, "concentration": 1e14}, [0.999999, 0.9999991, 1e-3], {"densityOnly": True}),
]


def of(function):
    return lambda *value, loc, concentration: function(*value, loc * concentration, (1 - loc) * concentration)


if __name__ == "__main__":
    mp.mp.dps = 60
    scalar_family(
        "betaProportion",
        SETTINGS,
        of(beta.log_density),
        support=lambda **_: (0, 1),
        cdf=of(beta.cdf),
        mean=lambda loc, concentration: loc,
        variance=lambda loc, concentration: loc * (1 - loc) / (concentration + 1),
        mode=of(beta.mode),
        entropy=of(beta.entropy),
        quantile=of(beta.quantile),
    )
