import assert from "#assert";
import { createState, E, X } from "../../../../core/fusion/kernel/layout.ts";
import { bodyVelocity } from "../../../../core/fusion/kernel/measurements.ts";
import { Correction, ScalarMeasurement } from "../../../../core/fusion/kernel/update.ts";
import * as quaternion from "../../../../core/math/quaternion.ts";
import { scalarUpdate } from "../../../../core/math/kalman.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { difference, randomize } from "../fixtures.ts";

function randomState(seed: number) {
  const s = createState({ accelBias: true, wheelScale: true });
  randomize(s, RandomTree.root(seed).at("update"));
  return s;
}

function measurement(): ScalarMeasurement {
  const m = new ScalarMeasurement();
  m.set(1, 0.5);
  m.set(E.v, -1);
  m.set(E.th + 2, 2);
  m.set(E.mag, 1);
  m.innovation = 0.01;
  m.variance = 0.3;
  return m;
}

function dense(m: ScalarMeasurement, n: number): Float64Array {
  const h = new Float64Array(n);
  for (let k = 0; k < m.count; k++) h[m.index[k]!] = m.value[k]!;
  return h;
}

Deno.test("apply() equals Joseph's update of core/math", () => {
  const s = randomState(1), m = measurement(), correction = new Correction(s.n);
  const P = s.P.slice(), dx = new Float64Array(s.n), gain = new Float64Array(s.n);
  const S = scalarUpdate(dx, P, dense(m, s.n), m.variance, m.innovation, s.n, gain);
  correction.prepare(s, m);
  assert.ok(Math.abs(correction.variance - S) < 1e-12);
  correction.apply(s);
  for (let i = 0; i < P.length; i++) assert.ok(Math.abs(s.P[i]! - P[i]!) < 1e-12);
  for (let i = 0; i < s.n; i++) assert.ok(Math.abs(correction.error[i]! - dx[i]!) < 1e-14);
});

Deno.test("applyGain() is Joseph's form for any gain", () => {
  const s = randomState(2), m = measurement(), correction = new Correction(s.n), { n } = s;
  const P = s.P.slice(), h = dense(m, n);
  correction.prepare(s, m);
  correction.optimalGain(n);
  for (let i = 0; i < n; i += 2) correction.gain[i] = 0.1;
  const k = correction.gain.slice();
  correction.applyGain(s);
  const A = (i: number, j: number) => (i === j ? 1 : 0) - k[i]! * h[j]!;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = k[i]! * m.variance * k[j]!;
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++) sum += A(i, a) * P[a * n + b]! * A(j, b);
      }
      assert.ok(Math.abs(sum - s.P[i * n + j]!) < 1e-12);
    }
  }
});

Deno.test("parts of one measurement, one after the other, are the joint update", () => {
  const one = randomState(3), two = randomState(3), correction = new Correction(one.n);
  const parts = [0, 1].map((axis) => {
    const m = new ScalarMeasurement();
    m.set(E.v + axis, 1);
    m.set(E.th, 0.3);
    m.innovation = 0.02 - 0.03 * axis;
    m.variance = 0.1;
    return m;
  });
  const run = (s: typeof one, order: number[]) => {
    for (const k of order) {
      correction.prepare(s, parts[k]!);
      correction.apply(s);
    }
    const error = correction.error.slice();
    correction.error.fill(0);
    return error;
  };
  const a = run(one, [0, 1]), b = run(two, [1, 0]);
  for (let i = 0; i < one.n; i++) assert.ok(Math.abs(a[i]! - b[i]!) < 1e-12);
  for (let i = 0; i < one.P.length; i++) assert.ok(Math.abs(one.P[i]! - two.P[i]!) < 1e-12);
});

/** A P Aᵀ. */
function congruent(A: (i: number, j: number) => number, P: Float64Array, n: number) {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        for (let l = 0; l < n; l++) sum += A(i, k) * P[k * n + l]! * A(j, l);
      }
      out[i * n + j] = sum;
    }
  }
  return out;
}

Deno.test("inject() moves the nominal state by the error and maps P by the resets", () => {
  const s = randomState(4), correction = new Correction(s.n), { n } = s;
  const before = s.x.slice(), P = s.P.slice();
  const error = Float64Array.from({ length: n }, (_, i) => 0.01 * (i + 1));
  correction.error.set(error);
  correction.inject(s);
  const moved = difference(s, before, s.x);
  for (let i = 0; i < n; i++) assert.ok(Math.abs(moved[i]! - error[i]!) < 1e-12, `${i}`);
  const [a, b, c] = [error[6]! / 2, error[7]! / 2, error[8]! / 2];
  const G = (i: number, j: number) => {
    const skew = [0, c, -b, -c, 0, a, b, -a, 0];
    const turned = i >= 6 && i < 9 && j >= 6 && j < 9 ? skew[3 * (i - 6) + j - 6]! : 0;
    return (i === j ? 1 : 0) + turned;
  };
  // Then what yaw, the part of δθ about world z, turns of the correction of p and v.
  const R = new Float64Array(9);
  quaternion.toMatrix(R, s.x.subarray(X.q, X.q + 4));
  const along = [-error[1]!, error[0]!, 0, -error[4]!, error[3]!, 0];
  const M = (i: number, j: number) =>
    (i === j ? 1 : 0) + (i < 6 && j >= 6 && j < 9 ? along[i]! * R[j]! : 0);
  const mapped = congruent(M, congruent(G, P, n), n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      assert.ok(Math.abs(mapped[i * n + j]! - s.P[i * n + j]!) < 1e-12);
      assert.equal(s.P[i * n + j], s.P[j * n + i]);
    }
  }
  assert.deepEqual(correction.error, new Float64Array(n));
  const q = s.x.subarray(X.q, X.q + 4);
  assert.ok(Math.abs(q.reduce((sum, x) => sum + x * x, 0) - 1) < 1e-14);
});

Deno.test("a turn of the whole frame stays what no body velocity can see, after any correction", () => {
  for (let seed = 10; seed < 20; seed++) {
    const s = randomState(seed), correction = new Correction(s.n), { n, x } = s;
    const random = RandomTree.root(seed).at("correction"), m = new ScalarMeasurement();
    // All that is uncertain is yaw, and with it the direction of v and p.
    const turn = () => {
      const R = new Float64Array(9), out = new Float64Array(n);
      quaternion.toMatrix(R, x.subarray(X.q, X.q + 4));
      out.set([-x[1]!, x[0]!, 0, -x[4]!, x[3]!, 0, R[6]!, R[7]!, R[8]!]);
      return out;
    };
    const N = turn();
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) s.P[i * n + j] = N[i]! * N[j]!;
    for (const i of [0, 1, 2, 3, 4, 5]) correction.error[i] = random.gaussian();
    correction.inject(s);
    const after = turn();
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        assert.ok(Math.abs(s.P[i * n + j]! - after[i]! * after[j]!) < 1e-12, `${i},${j}`);
      }
    }
    bodyVelocity(m, s, [0.6, 0.8, 0], [0, 0, 0]);
    m.variance = 1e-4;
    correction.prepare(s, m);
    assert.ok(Math.abs(correction.variance - 1e-4) < 1e-12, "the innovation knows nothing of yaw");
  }
});
