/**
 * Absolute and relative pose error with evo's definitions (evo 1.38): APE_i = Q_i⁻¹ P_i and
 * RPE_ij = (Q_i⁻¹ Q_j)⁻¹ (P_i⁻¹ P_j), Q the reference, P the estimate; of each the length of its
 * translation or the angle of its rotation.
 */
import { conjugate, inverseRotate, multiply, toRotationVector } from "../math/quaternion.ts";
import { norm, sub } from "../math/vec3.ts";
import type { Trajectory } from "./trajectory.ts";

/** `translation`: metres; `rotation`: the angle, radians in [0, π]. */
export type PosePart = "translation" | "rotation";

/** What the step of a relative error counts. `s` is not in evo; the rest is evo's. */
export const DELTA_UNITS = ["frames", "m", "rad", "s"] as const;

/** One of {@linkcode DELTA_UNITS}. */
export type DeltaUnit = typeof DELTA_UNITS[number];

/**
 * Absolute pose error, one value a pose.
 *
 * @throws {RangeError} lengths differ
 */
export function absolutePoseError(
  reference: Trajectory,
  estimate: Trajectory,
  options: { part?: PosePart } = {},
): Float64Array {
  requireSameLength(reference, estimate);
  const { part = "translation" } = options;
  const q = new Float64Array(4);
  const v = new Float64Array(3);
  return Float64Array.from(reference.stamps, (_, i) => {
    if (part === "translation") sub(v, positionAt(estimate, i), positionAt(reference, i));
    else {
      conjugate(q, orientationAt(reference, i));
      multiply(q, q, orientationAt(estimate, i));
      toRotationVector(v, q);
    }
    return norm(v);
  });
}

/**
 * Relative pose error over consecutive pairs (evo's `all_pairs = False`), which are chosen on the
 * estimate, as evo does. Empty where the trajectory is shorter than a step.
 *
 * @param options.delta length of a step, default 1
 * @param options.unit what `delta` counts, default `frames`
 * @throws {RangeError} lengths differ, or a `delta` that is not positive
 */
export function relativePoseError(
  reference: Trajectory,
  estimate: Trajectory,
  options: { delta?: number; unit?: DeltaUnit; part?: PosePart } = {},
): Float64Array {
  requireSameLength(reference, estimate);
  const { delta = 1, unit = "frames", part = "translation" } = options;
  const ends = stepEnds(estimate, delta, unit);
  const [qRef, qEst, turned] = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];
  const [tRef, tEst] = [new Float64Array(3), new Float64Array(3)];
  const errors = new Float64Array(Math.max(ends.length - 1, 0));
  for (let k = 0; k < errors.length; k++) {
    motion(reference, ends[k]!, ends[k + 1]!, qRef, tRef);
    motion(estimate, ends[k]!, ends[k + 1]!, qEst, tEst);
    if (part === "translation") sub(tEst, tEst, tRef);
    else {
      conjugate(turned, qRef);
      multiply(turned, turned, qEst);
      toRotationVector(tEst, turned);
    }
    errors[k] = norm(tEst);
  }
  return errors;
}

/**
 * Indices at which consecutive steps of `delta` end, the first being 0. Frames: every `delta`-th;
 * metres and radians: where the path or the turned angle since the last end reaches `delta`;
 * seconds: where the time since does.
 */
export function stepEnds(trajectory: Trajectory, delta: number, unit: DeltaUnit): number[] {
  if (!(delta > 0) || (unit === "frames" && !Number.isInteger(delta))) {
    throw new RangeError(
      `delta must be positive, and whole for frames: got ${delta} ${unit}`,
    );
  }
  const n = trajectory.stamps.length;
  const ends = n > 0 ? [0] : [];
  const scratch = new Float64Array(4);
  // Stamps are whole nanoseconds that seconds can't hold exactly.
  const threshold = unit === "s" ? delta - 1e-9 : delta;
  let travelled = 0;
  for (let i = 1; i < n; i++) {
    travelled = unit === "s"
      ? trajectory.stamps[i]! - trajectory.stamps[ends[ends.length - 1]!]!
      : travelled + stepLength(trajectory, i, unit, scratch);
    if (travelled >= threshold) {
      ends.push(i);
      travelled = 0;
    }
  }
  return ends;
}

function stepLength(t: Trajectory, i: number, unit: DeltaUnit, scratch: Float64Array): number {
  if (unit === "frames") return 1;
  if (unit === "m") sub(scratch, positionAt(t, i), positionAt(t, i - 1));
  else {
    conjugate(scratch, orientationAt(t, i - 1));
    multiply(scratch, scratch, orientationAt(t, i));
    toRotationVector(scratch, scratch);
  }
  return norm(scratch);
}

/** pose_i⁻¹ pose_j. */
function motion(t: Trajectory, i: number, j: number, q: Float64Array, v: Float64Array): void {
  conjugate(q, orientationAt(t, i));
  multiply(q, q, orientationAt(t, j));
  sub(v, positionAt(t, j), positionAt(t, i));
  inverseRotate(v, orientationAt(t, i), v);
}

function positionAt(t: Trajectory, i: number): Float64Array {
  return t.positions.subarray(3 * i, 3 * i + 3);
}

function orientationAt(t: Trajectory, i: number): Float64Array {
  return t.orientations.subarray(4 * i, 4 * i + 4);
}

function requireSameLength(a: Trajectory, b: Trajectory): void {
  if (a.stamps.length !== b.stamps.length) {
    throw new RangeError(
      `poses are compared one to one: ${a.stamps.length} with ${b.stamps.length}`,
    );
  }
}
