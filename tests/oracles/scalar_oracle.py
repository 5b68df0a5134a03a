"""Values of the scalar functions to 80 digits, for tests/core/math/scalar_test.ts.

Needs mpmath. Usage: python tests/oracles/scalar_oracle.py [points per function] [output]

Each function has rows [x, (y,) f, rest]: f is the double nearest to the true value and rest what
the true value is above f, in units of f's last place, so that errors show in fractions of an ulp.
"""
import json
import math
import os
import random
import struct
import sys

from mpmath import mp, mpf

mp.dps = 80
POINTS = int(sys.argv[1]) if len(sys.argv) > 1 else 600
HERE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "scalar_oracle.json")
draw = random.Random(20250101)
SMALLEST = 5e-324
LARGEST = sys.float_info.max


def any_double(low=SMALLEST, high=LARGEST):
    """Log-uniform magnitude, so subnormal and huge ones come too; random sign."""
    bits = [struct.unpack("<Q", struct.pack("<d", v))[0] for v in (low, high)]
    x = struct.unpack("<d", struct.pack("<Q", draw.randint(*bits)))[0]
    return draw.choice((-x, x))


def near(x, ulps=4):
    """A double within some ulps of x."""
    for _ in range(draw.randint(0, ulps)):
        x = math.nextafter(x, draw.choice((-math.inf, math.inf)))
    return x


def near_quarter_turn():
    """The worst for reducing an angle: next to a multiple of a quarter turn."""
    k = draw.randint(1, 2 ** draw.randint(1, 52))
    with mp.workdps(400):
        return near(float(mpf(k) * mp.pi / 2), 1)


ANGLES = [6381956970095103.0 * 2.0**797, LARGEST, SMALLEST, 2.2250738585072014e-308, 1e22]


def angle():
    kind = draw.randrange(6)
    if kind == 0:
        return draw.uniform(-0.8, 0.8)
    if kind == 1:
        return draw.uniform(-7, 7)
    if kind == 2:
        return draw.uniform(-1e5, 1e5)
    if kind == 3:
        return near_quarter_turn()
    return any_double() if kind == 4 else any_double(1e-9, 1e9)


def unit():
    kind = draw.randrange(5)
    if kind == 0:
        return draw.choice((-1, 1)) * (1 - 2.0 ** -draw.uniform(1, 53))
    if kind == 1:
        return any_double(SMALLEST, 1.0)
    return draw.uniform(-1, 1)


def wide():
    kind = draw.randrange(3)
    if kind == 0:
        return any_double()
    return draw.uniform(-3, 3) if kind == 1 else any_double(1e-3, 1e3)


def exponent():
    kind = draw.randrange(5)
    if kind == 0:
        return any_double(SMALLEST, 700.0)
    if kind == 1:
        return draw.uniform(-745.1, -708)  # subnormal results
    if kind == 2:
        return draw.uniform(-1, 1)
    if kind == 3:
        return near(draw.randint(-1000, 1000) * math.log(2) / 2)
    return draw.uniform(-708, 709.7)


def positive():
    kind = draw.randrange(4)
    if kind == 0:
        return near(1.0, 40)
    if kind == 1:
        return draw.uniform(0.5, 2)
    return abs(any_double()) if kind == 2 else abs(any_double(1e-3, 1e3))


def above_minus_one():
    kind = draw.randrange(4)
    if kind == 0:
        return draw.uniform(-0.999, 2)
    if kind == 1:
        return -1 + 2.0 ** -draw.uniform(1, 52)
    x = any_double(SMALLEST, 1.0) if kind == 2 else abs(any_double())
    return x if x > -1 else 0.5


def point():
    y = any_double() if draw.random() < 0.2 else any_double(1e-3, 1e3)
    ratio = any_double() if draw.random() < 0.2 else any_double(1e-4, 1e4)
    x = y * ratio
    return (y, x) if math.isfinite(x) and x != 0 else (y, y)


def power():
    while True:
        kind = draw.randrange(4)
        x = near(1.0, 1000) if kind == 0 else abs(any_double() if kind == 1 else draw.uniform(0, 50))
        if x in (0.0, 1.0):
            continue
        y = draw.uniform(-745, 709.7) / float(mp.log(mpf(x)))
        if kind == 3:
            y = float(round(y)) or 3.0
            x *= draw.choice((-1, 1))
        if draw.random() < 0.1:
            y = draw.choice((2.0, 0.5, -0.5, -1.0, 3.0, 1.5, 1 / 3))
            x = abs(x)
        if math.isfinite(y) and -745 < y * float(mp.log(abs(mpf(x)))) < 709.7:
            return x, y


def legs():
    x = any_double(1e-300, 1e300) if draw.random() < 0.5 else any_double(1e-3, 1e3)
    return x, x * draw.choice((-1, 1)) * 2.0 ** draw.uniform(-30, 3)


# The last of the edges is the worst of 100 000 points, whose error in ulp the comment tells.
FUNCTIONS = {
    "sin": (mp.sin, angle, [*ANGLES, 7233329.376432277]),  # 0.743
    "cos": (mp.cos, angle, [*ANGLES, 0.7439175100293818]),  # 0.736
    "tan": (mp.tan, angle, [*ANGLES, 7.370585689329465e24]),  # 0.822
    "asin": (mp.asin, unit, [SMALLEST, 0.5, 1.0, -0.5049813844185143]),  # 0.771
    "acos": (mp.acos, unit, [SMALLEST, 0.5, -1.0, -0.5207018727495067]),  # 0.834
    "atan": (mp.atan, wide, [SMALLEST, LARGEST, 1.0, -0.7648605618863061]),  # 0.808
    "atan2": (mp.atan2, point, [(SMALLEST, 1.0), (1.0, SMALLEST), (-27.436128526323724, 36.636075980797905)]),  # 0.762
    "exp": (mp.exp, exponent, [709.782712893384, -745.13, -708.3964185322641, 392.9941995410511]),  # 0.504
    "expm1": (mp.expm1, exponent, [709.782712893384, SMALLEST, -50.0, 0.3810758979548625]),  # 0.763
    "log": (mp.log, positive, [SMALLEST, LARGEST, 1.1263083293329244]),  # 0.512
    "log1p": (mp.log1p, above_minus_one, [SMALLEST, LARGEST, -0.3712187235973542]),  # 0.758
    "pow": (mp.power, power, [(10.0, 308.0), (2.0, -1074.0), (-3.0, 5.0), (0.999999999999999, 325587898280828600.0)]),  # 0.507
    "hypot": (mp.hypot, legs, [(SMALLEST, SMALLEST), (1e308, 1e308), (-0.16995319023917466, -0.13704081469697832)]),  # 0.901
}


def nearest(value):
    """Nearest double, ties to even, subnormal ones included."""
    if value == 0:
        return 0.0
    exponent_of_two = max(int(mp.floor(mp.log(abs(value), 2))), -1022)
    unit_of_place = mpf(2) ** (exponent_of_two - 52)
    return math.ldexp(int(mp.nint(value / unit_of_place)), exponent_of_two - 52)


def row(function, arguments):
    arguments = arguments if isinstance(arguments, tuple) else (arguments,)
    # Reducing an angle of 2^1023 takes 1100 bits of π.
    with mp.workdps(420 if function in (mp.sin, mp.cos, mp.tan) else 80):
        value = function(*(mpf(v) for v in arguments))
        f = nearest(value)
        if math.isinf(f):
            return None
        rest = (value - mpf(f)) / mpf(math.ulp(f))
        return [*arguments, f, round(float(rest), 4)]


table = {}
for name, (function, source, edges) in FUNCTIONS.items():
    rows = [row(function, each) for each in edges]
    while len(rows) < POINTS:
        rows.append(row(function, source()))
    table[name] = [each for each in rows if each is not None]

with open(OUTPUT, "w") as out:
    parts = [
        f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(r)}" for r in rows) + "\n  ]"
        for name, rows in table.items()
    ]
    out.write("{\n" + ",\n".join(parts) + "\n}\n")
