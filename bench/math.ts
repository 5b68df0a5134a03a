/**
 * Scalar functions beside V8's own, random streams, rotations and splines.
 *
 *     deno task bench math
 */
import * as scalar from "../core/math/scalar.ts";
import * as quaternion from "../core/math/quaternion.ts";
import { josephUpdate, kalmanScratch, scalarUpdate } from "../core/math/kalman.ts";
import { RandomTree } from "../core/math/random.ts";
import { CubicSpline, OrientationSpline } from "../core/math/spline.ts";
import type { Report } from "./row.ts";

type Body = (repeats: number) => number;

const MASK = 4095;
const ROUNDS = 5;
const stream = RandomTree.root(1).at("bench");
const ANGLES = Float64Array.from({ length: MASK + 1 }, () => 3 * stream.gaussian());
const UNITS = Float64Array.from({ length: MASK + 1 }, () => 2 * stream.uniform() - 1);
const POSITIVE = ANGLES.map((x) => Math.abs(x) + 0.1);

let sink = 0;

/** The best time of interleaved rounds, nanoseconds a call; the results are used. */
function nanoseconds(bodies: readonly Body[], repeats: number): number[] {
  const best = bodies.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    bodies.forEach((body, i) => {
      const start = performance.now();
      sink += body(repeats);
      best[i] = Math.min(best[i]!, (performance.now() - start) * 1e6 / repeats);
    });
  }
  return best;
}

/** A loop of its own for each function, so that calls are inlined as in real code. */
function loop(call: string, values: Float64Array, others: Float64Array): Body {
  const body = `let sum = 0; for (let i = 0; i < repeats; i++) {
    const x = values[i & ${MASK}], y = others[i & ${MASK}]; sum += ${call}; } return sum;`;
  const made = new Function("scalar", "values", "others", "repeats", body);
  return (repeats) => made(scalar, values, others, repeats);
}

function scalars(report: Report): void {
  const inputs: Record<string, Float64Array> = {
    asin: UNITS,
    acos: UNITS,
    log: POSITIVE,
    log1p: POSITIVE,
    pow: POSITIVE,
  };
  const names = ["sin", "cos", "tan", "asin", "acos", "atan", "exp", "expm1", "log", "log1p"];
  for (const name of [...names, "atan2", "pow", "hypot"]) {
    const call = names.includes(name) ? `${name}(x)` : `${name}(x, y)`;
    const values = inputs[name] ?? ANGLES;
    const ours = loop(`scalar.${call}`, values, UNITS),
      theirs = loop(`Math.${call}`, values, UNITS);
    const [value, peerValue] = nanoseconds([ours, theirs], 1e6) as [number, number];
    report({ name: `scalar.${call}`, value, unit: "ns", peer: "V8", peerValue });
  }
}

function streams(report: Report): void {
  const bodies: Record<string, () => number> = {
    gaussian: () => stream.gaussian(),
    uniform: () => stream.uniform(),
    next: () => stream.next(),
  };
  for (const [name, draw] of Object.entries(bodies)) {
    const [value] = nanoseconds([(repeats) => {
      let sum = 0;
      for (let i = 0; i < repeats; i++) sum += draw();
      return sum;
    }], 1e6);
    report({ name: `RandomStream.${name}()`, value: value!, unit: "ns" });
  }
}

/** Times a call that writes into arrays. */
function kernel(report: Report, name: string, call: (i: number) => void, repeats = 1e6): void {
  const [value] = nanoseconds([(times) => {
    for (let i = 0; i < times; i++) call(i);
    return 0;
  }], repeats);
  report({ name, value: value!, unit: "ns" });
}

function kernels(report: Report): void {
  const q = new Float64Array([1, 0, 0, 0]), p = new Float64Array(4);
  const v = new Float64Array([0.1, 0.2, 0.3]), w = new Float64Array(3), u = new Float64Array(3);
  kernel(report, "quaternion.multiply()", () => quaternion.multiply(p, q, q));
  kernel(report, "quaternion.rotate()", () => quaternion.rotate(w, q, v));
  kernel(report, "quaternion.fromRotationVector()", () => quaternion.fromRotationVector(p, v));
  kernel(report, "quaternion.toRotationVector()", () => quaternion.toRotationVector(w, p));
  const n = 4000, quaternions = new Float64Array(4 * n), positions = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) {
    quaternion.fromRotationVector(p, [0.01 * stream.gaussian(), 0.01 * stream.gaussian(), 0.01]);
    quaternion.multiply(q, q, p);
    quaternions.set(q, 4 * i);
    positions.set([stream.gaussian(), stream.gaussian(), 0], 3 * i);
  }
  const turning = new OrientationSpline({ start: 0, interval: 0.01, quaternions });
  const moving = new CubicSpline(Float64Array.from({ length: n }, (_, i) => i / 100), positions);
  kernel(report, "OrientationSpline.at()", (i) => turning.at((i % 3900) / 100, p, v, w));
  kernel(report, "CubicSpline.at()", (i) => moving.at((i % 3900) / 100, v, w, u));
}

function updates(report: Report): void {
  const n = 12, covariance = new Float64Array(n * n), h = new Float64Array(3 * n);
  const r = new Float64Array(9), dx = new Float64Array(n), gain = new Float64Array(n);
  for (let i = 0; i < n; i++) covariance[i * n + i] = 1;
  for (let i = 0; i < 3; i++) h[i * n + i] = r[4 * i] = 1;
  const scratch = kalmanScratch(n, 3), one = h.slice(0, n);
  const open = () => covariance[0] = 1;
  kernel(report, "josephUpdate(), 12 states, 3 measurements", () => {
    open();
    josephUpdate(dx, covariance, h, r, UNITS, 3, scratch);
  }, 1e5);
  kernel(report, "scalarUpdate(), 12 states", () => {
    open();
    scalarUpdate(dx, covariance, one, 1, 0.1, n, gain);
  }, 1e5);
}

/** Reports each row as it is measured; nanoseconds a call, the best of interleaved rounds. */
export function run(report: Report): Promise<void> {
  scalars(report);
  streams(report);
  kernels(report);
  updates(report);
  if (Number.isNaN(sink)) throw new Error("A benchmark computed NaN");
  return Promise.resolve();
}
