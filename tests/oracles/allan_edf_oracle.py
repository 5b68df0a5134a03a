"""Degrees of freedom of overlapping Allan variances, for tests/integration/imu_allan_test.ts.

Needs allantools. Usage: python tests/oracles/allan_edf_oracle.py
Output: rows [noise, averaging factor, samples of rate, degrees of freedom].
"""
import json
import os

import allantools

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = {"white": 0, "randomWalk": -2}
SIZES = [(50, 1000), (100, 100_000), (1000, 100_000), (10_000, 100_000), (20_000, 100_000)]


def rows():
    for name, alpha in KINDS.items():
        for factor, samples in SIZES:
            # allantools counts points of phase: one more than samples of rate.
            edf = allantools.edf_greenhall(
                alpha=alpha, d=2, m=factor, N=samples + 1, overlapping=True, modified=False
            )
            yield [name, factor, samples, edf]


with open(os.path.join(HERE, "allan_edf_oracle.json"), "w") as out:
    out.write("[\n" + ",\n".join(f"  {json.dumps(row)}" for row in rows()) + "\n]\n")
