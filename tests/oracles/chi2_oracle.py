"""Values of the χ² and normal distributions for tests/core/math/chi2_test.ts.

Needs mpmath (and is what scipy.stats.chi2 says to 1e-13, where scipy has that many digits).
Usage: python tests/oracles/chi2_oracle.py
"""
import json
import os

from mpmath import erfinv, gammainc, mp, mpf, sqrt

mp.dps = 40
HERE = os.path.dirname(os.path.abspath(__file__))
DOFS = [1, 2, 3, 4, 6, 9, 12, 15, 31, 32, 33, 100, 1200, 4800, 100000]
TAILS = ["1e-12", "1e-6", "0.0005", "0.025", "0.05", "0.3"]


def cdf(x, dof):
    return gammainc(mpf(dof) / 2, 0, mpf(x) / 2, regularized=True)


def survival(x, dof):
    return gammainc(mpf(dof) / 2, mpf(x) / 2, mp.inf, regularized=True)


def rows():
    for dof in DOFS:
        spread = sqrt(2 * mpf(dof))
        for k in (-6, -3, -1, "-0.1", 0, "0.1", 1, 3, 10):
            x = dof + mpf(k) * spread
            if x <= 0:
                x = mpf(dof) / (8 + 4 * abs(mpf(k)))
            x = float(x)
            yield [dof, x, float(cdf(x, dof)), float(survival(x, dof))]


def normal():
    for tail in TAILS:
        yield [float(tail), float(-sqrt(mpf(2)) * erfinv(1 - 2 * mpf(float(tail))))]


with open(os.path.join(HERE, "chi2_oracle.json"), "w") as out:
    table = {"chi2": list(rows()), "normal": list(normal())}
    parts = [
        f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(r)}" for r in each) + "\n  ]"
        for name, each in table.items()
    ]
    out.write("{\n" + ",\n".join(parts) + "\n}\n")
