import assert from "#assert";
import * as models from "../../../../core/fusion/kernel/measurements.ts";
import { C, createState, type FilterState, X } from "../../../../core/fusion/kernel/layout.ts";
import { ScalarMeasurement } from "../../../../core/fusion/kernel/update.ts";
import * as quaternion from "../../../../core/math/quaternion.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { perturb, randomize } from "../fixtures.ts";

type Fill = (m: ScalarMeasurement, s: FilterState) => void;

/** A field that is steep but not vertical in the state's world. */
function fieldAt(s: FilterState): Float64Array {
  const out = new Float64Array(3);
  quaternion.inverseRotate(out, s.x.subarray(X.q, X.q + 4), [1.2e-5, 1.6e-5, -4e-5]);
  return out;
}

/** An orientation that differs from the state's by a yaw only. */
function turned(s: FilterState, yaw: number): Float64Array {
  const out = new Float64Array(4), turn = new Float64Array(4);
  quaternion.fromEuler(turn, 0, 0, yaw);
  quaternion.multiply(out, turn, s.x.subarray(X.q, X.q + 4));
  return out;
}

/** The vertical of the state itself: where the two tangents are taken. */
function upOf(s: FilterState): Float64Array {
  const out = new Float64Array(3);
  models.verticalInBody(out, s);
  return out;
}

const axis = [0.8, -0.6, 0], arm = [0.3, -0.2, 0.5];
const MODELS: Record<string, (s: FilterState) => Fill> = {
  "wheel speed with lever arm and scale": () => (m, s) => models.bodyVelocity(m, s, axis, arm),
  "forward speed": () => (m, s) => models.bodyVelocity(m, s, [1, 0, 0], [0, 0, 0]),
  "vertical speed": () => (m, s) => models.bodyVelocity(m, s, [0, 0, 1], [0, 0, 0]),
  "zero velocity": () => (m, s) => models.zeroVelocity(m, s, 1),
  "zero rate": () => (m, s) => models.zeroRate(m, s, 2),
  "yaw rate": () => (m, s) => models.yawRate(m, s),
  "inclination 0": (s) => {
    const up = upOf(s);
    return (m, t) => models.inclination(m, t, up, 0);
  },
  "inclination 1": (s) => {
    const up = upOf(s);
    return (m, t) => models.inclination(m, t, up, 1);
  },
  "given yaw": (s) => {
    const q = turned(s, 0.7);
    return (m, t) => {
      t.clock[C.givenOffset] = 0.6;
      models.givenYaw(m, t, q);
    };
  },
  "magnetic heading": (s) => {
    const field = fieldAt(s);
    return (m, t) => models.magneticHeading(m, t, field);
  },
};

for (const [name, make] of Object.entries(MODELS)) {
  Deno.test(`the Jacobian of ${name} is that of differences to 1e-6`, () => {
    for (let trial = 0; trial < 5; trial++) {
      const fresh = () => {
        const s = createState({ accelBias: true, wheelScale: true });
        randomize(s, RandomTree.root(trial).at(name));
        return s;
      };
      const s = fresh(), fill = make(s);
      const m = new ScalarMeasurement();
      m.measured = 1;
      fill(m, s);
      const analytic = new Float64Array(s.n);
      for (let k = 0; k < m.count; k++) analytic[m.index[k]!]! += m.value[k]!;
      const h = 1e-5;
      for (let i = 0; i < s.n; i++) {
        const [high, low] = [h, -h].map((d) => {
          const t = fresh();
          perturb(t, i, d);
          fill(m, t);
          return m.innovation;
        });
        // The innovation falls as the prediction grows.
        const numeric = -(high! - low!) / (2 * h);
        const off = Math.abs(analytic[i]! - numeric);
        assert.ok(off < 1e-6, `error state ${i}: ${analytic[i]} against ${numeric}`);
      }
    }
  });
}

Deno.test("magneticHeading() of a level north-facing field is zero at yaw 0", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  const m = new ScalarMeasurement();
  m.measured = Math.PI / 2;
  models.magneticHeading(m, s, new Float64Array([0, 2e-5, -4e-5]));
  assert.ok(Math.abs(m.innovation) < 1e-12);
  assert.ok(Math.abs(models.magnetic.norm - Math.sqrt(20) * 1e-5) < 1e-18);
  assert.ok(Math.abs(models.magnetic.horizontal - 2e-5) < 1e-18);
  assert.ok(Math.abs(models.magnetic.down - 4e-5) < 1e-18);
  // A body that faces north reads the field ahead: yaw is 90° there (ENU).
  models.magneticHeading(m, s, new Float64Array([2e-5, 0, -4e-5]));
  assert.ok(Math.abs(m.innovation - Math.PI / 2) < 1e-12);
});

Deno.test("givenYaw() wraps and subtracts its offset", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  const m = new ScalarMeasurement();
  models.givenYaw(m, s, turned(s, 3));
  assert.ok(Math.abs(m.innovation - 3) < 1e-12);
  s.clock[C.givenOffset] = -1;
  models.givenYaw(m, s, turned(s, 3));
  assert.ok(Math.abs(m.innovation - (4 - 2 * Math.PI)) < 1e-12);
});
