import assert from "#assert";
import fc from "fast-check";
import * as scalar from "../../../core/math/scalar.ts";
import oracle from "../../oracles/scalar_oracle.json" with { type: "json" };

type Scalar = (x: number, y: number) => number;

const FUNCTIONS: Record<keyof typeof oracle, Scalar> = {
  sin: scalar.sin,
  cos: scalar.cos,
  tan: scalar.tan,
  asin: scalar.asin,
  acos: scalar.acos,
  atan: scalar.atan,
  atan2: scalar.atan2,
  exp: scalar.exp,
  expm1: scalar.expm1,
  log: scalar.log,
  log1p: scalar.log1p,
  pow: scalar.pow,
  hypot: scalar.hypot,
};
const TWO_ARGUMENTS = new Set(["atan2", "pow", "hypot"]);

/** The unit of the last place of x. */
function ulp(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const exponent = Number(view.getBigUint64(0) >> 52n);
  return exponent <= 1 ? 5e-324 : 2 ** Math.max(exponent - 1075, -1074);
}

for (const [name, rows] of Object.entries(oracle)) {
  Deno.test(`scalar: ${name}() is within 1 ulp of ${rows.length} high-precision values`, () => {
    const call = FUNCTIONS[name as keyof typeof oracle];
    let worst = 0, at = rows[0]!;
    for (const row of rows) {
      const [nearest, rest] = row.slice(-2) as [number, number];
      const error = Math.abs((call(row[0]!, row[1]!) - nearest) / ulp(nearest) - rest);
      if (!(error <= worst)) {
        worst = error;
        at = row;
      }
    }
    console.log(`${name}: at most ${worst.toFixed(3)} ulp, at ${at.slice(0, -2).join(", ")}`);
    assert.ok(worst <= 2, "limit 2 ulp");
    assert.ok(worst <= 1, "claim 1 ulp");
  });
}

Deno.test("scalar: special values are those that ECMAScript gives", () => {
  const special = [0, -0, 1, -1, Infinity, -Infinity, NaN, 0.5, 2, -3, 5e-324, -746, 710, 1e300];
  for (const [name, call] of Object.entries(FUNCTIONS)) {
    const model = Math[name as keyof typeof oracle] as Scalar;
    for (const x of special) {
      for (const y of TWO_ARGUMENTS.has(name) ? special : [0]) {
        const want = model(x, y), got = call(x, y);
        if (Number.isNaN(want) || want === 0 || !Number.isFinite(want)) {
          assert.ok(Object.is(got, want), `${name}(${x}, ${y}) is ${got}, not ${want}`);
        } else assert.ok(Math.abs(got - want) <= 2 * ulp(want), `${name}(${x}, ${y}) is ${got}`);
      }
    }
  }
});

Deno.test("scalar: every NaN is the canonical one", () => {
  const float = new Float64Array(1);
  const bits = new BigUint64Array(float.buffer);
  for (const payload of [0x7ff8_0000_0000_0000n, 0xfff8_0000_0000_0001n, 0x7ff0_0000_dead_0000n]) {
    for (const [name, call] of Object.entries(FUNCTIONS)) {
      bits[0] = payload;
      float[0] = call(float[0]!, 2);
      assert.equal(bits[0], 0x7ff8_0000_0000_0000n, name);
    }
  }
});

Deno.test("scalar: symmetries and inverses hold for any double", () => {
  const angle = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(angle, (x) => {
    assert.ok(Object.is(scalar.sin(-x), -scalar.sin(x)));
    assert.ok(Object.is(scalar.cos(-x), scalar.cos(x)));
    assert.ok(Object.is(scalar.tan(-x), -scalar.tan(x)));
    assert.ok(Object.is(scalar.atan(-x), -scalar.atan(x)));
    assert.ok(Math.abs(scalar.hypot(scalar.sin(x), scalar.cos(x)) - 1) < 4e-16);
  }));
  fc.assert(fc.property(angle, angle, (y, x) => {
    assert.ok(Object.is(scalar.atan2(-y, x), -scalar.atan2(y, x)));
    assert.equal(scalar.hypot(x, y), scalar.hypot(y, -x));
  }));
});

Deno.test("scalar: wrapAngle() keeps the direction and lands in (-π, π]", () => {
  assert.equal(scalar.wrapAngle(Math.PI), Math.PI);
  assert.equal(scalar.wrapAngle(-Math.PI), Math.PI);
  assert.ok(Number.isNaN(scalar.wrapAngle(Infinity)));
  fc.assert(fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (x) => {
    const wrapped = scalar.wrapAngle(x);
    assert.ok(wrapped > -Math.PI && wrapped <= Math.PI);
    assert.ok(Math.abs(scalar.sin(wrapped) - scalar.sin(x)) < 1e-9);
    assert.ok(Math.abs(scalar.cos(wrapped) - scalar.cos(x)) < 1e-9);
    if (x > -3 && x < 3) assert.equal(wrapped, x);
  }));
});
