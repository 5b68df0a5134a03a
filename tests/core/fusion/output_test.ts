import assert from "#assert";
import {
  angularVelocity,
  bodyTwist,
  covariance12,
  odometryCovariances,
  stateVector,
} from "../../../core/fusion/output.ts";
import { C, createState, X } from "../../../core/fusion/kernel/layout.ts";
import * as quaternion from "../../../core/math/quaternion.ts";
import { cholesky } from "../../../core/math/matrix.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { perturb, randomize } from "./fixtures.ts";

/** A state with a small, full covariance, and draws of it. */
function small(seed: number) {
  const s = createState({ accelBias: false, wheelScale: false });
  randomize(s, RandomTree.root(seed).at("output"));
  for (let i = 0; i < s.P.length; i++) s.P[i] = s.P[i]! * 1e-4;
  const lower = new Float64Array(s.n * s.n);
  assert.ok(cholesky(lower, s.P, s.n));
  const g = RandomTree.root(seed).at("draws");
  const draw = () => {
    const z = Float64Array.from({ length: s.n }, () => g.gaussian());
    const t = createState({ accelBias: false, wheelScale: false });
    t.buffer.set(s.buffer);
    for (let i = 0; i < s.n; i++) {
      let e = 0;
      for (let k = 0; k <= i; k++) e += lower[i * s.n + k]! * z[k]!;
      perturb(t, i, e);
    }
    return t;
  };
  return { s, draw };
}

/** Sample covariance against `expected`, each element within its own sampling error. */
function compare(samples: number[][], expected: Float64Array, n: number) {
  const m = samples.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (const e of samples) sum += e[i]! * e[j]!;
      const [a, b] = [expected[i * n + i]!, expected[j * n + j]!];
      const sd = Math.sqrt((a * b + expected[i * n + j]! ** 2) / m);
      const off = Math.abs(sum / m - expected[i * n + j]!);
      assert.ok(off < 5 * sd, `${i},${j}: ${sum / m} against ${expected[i * n + j]}`);
    }
  }
}

Deno.test("pose and twist covariances are those of draws, about fixed axes and in the body", () => {
  const { s, draw } = small(3);
  const pose = new Float64Array(36), twist = new Float64Array(36);
  odometryCovariances(pose, twist, s);
  const v = new Float64Array(3), w = new Float64Array(3);
  bodyTwist(v, s);
  angularVelocity(w, s);
  const back = new Float64Array(4), turn = new Float64Array(3);
  const poses: number[][] = [], twists: number[][] = [];
  for (let k = 0; k < 4000; k++) {
    const t = draw();
    quaternion.conjugate(back, s.x.subarray(X.q, X.q + 4));
    quaternion.multiply(back, t.x.subarray(X.q, X.q + 4), back);
    quaternion.toRotationVector(turn, back);
    poses.push([...[0, 1, 2].map((i) => t.x[i]! - s.x[i]!), ...turn]);
    const tv = new Float64Array(3), tw = new Float64Array(3);
    bodyTwist(tv, t);
    angularVelocity(tw, t);
    twists.push([...tv.map((x, i) => x - v[i]!), ...tw.map((x, i) => x - w[i]!)]);
  }
  compare(poses, pose, 6);
  compare(twists, twist, 6);
});

Deno.test("output covariances are symmetric to the bit and positive", () => {
  const pose = new Float64Array(36), twist = new Float64Array(36), lower = new Float64Array(36);
  for (let seed = 0; seed < 10; seed++) {
    odometryCovariances(pose, twist, small(seed).s);
    for (const c of [pose, twist]) {
      for (let i = 0; i < 6; i++) {
        for (let j = 0; j < 6; j++) assert.equal(c[6 * i + j], c[6 * j + i]);
      }
      assert.ok(cholesky(lower, c, 6));
    }
  }
});

Deno.test("covariance12() is that of draws of p v θ ω", () => {
  const { s, draw } = small(4);
  const P = new Float64Array(144), w = new Float64Array(3);
  covariance12(P, s);
  angularVelocity(w, s);
  const back = new Float64Array(4), turn = new Float64Array(3);
  const samples: number[][] = [];
  for (let k = 0; k < 4000; k++) {
    const t = draw();
    quaternion.conjugate(back, s.x.subarray(X.q, X.q + 4));
    quaternion.multiply(back, back, t.x.subarray(X.q, X.q + 4));
    quaternion.toRotationVector(turn, back);
    const tw = new Float64Array(3);
    angularVelocity(tw, t);
    const moved = Array.from(t.x.subarray(0, 6), (x, i) => x - s.x[i]!);
    samples.push([...moved, ...turn, ...tw.map((x, i) => x - w[i]!)]);
  }
  compare(samples, P, 12);
});

Deno.test("stateVector() is 12 states, then their covariance", () => {
  const { s } = small(5);
  const out = new Float64Array(156), P = new Float64Array(144), q = new Float64Array(4);
  stateVector(out, s);
  covariance12(P, s);
  assert.deepEqual(out.slice(0, 6), s.x.slice(0, 6));
  quaternion.fromRotationVector(q, out.subarray(6, 9));
  for (let i = 0; i < 4; i++) {
    assert.ok(Math.abs(Math.abs(q[i]!) - Math.abs(s.x[X.q + i]!)) < 1e-12);
  }
  for (let i = 0; i < 3; i++) {
    const rate = s.clock[C.rate + i]! - s.x[X.bias + i]! - s.x[X.noise + i]!;
    assert.equal(out[9 + i], rate);
  }
  assert.deepEqual(out.slice(12), P);
});
