/**
 * A body that moves as a stream of poses says: what sensors beside real hardware are simulated from.
 * Its truth is known up to half a window before the newest pose, and never beyond it.
 */
import { multiply, toRotationVector } from "../../../core/math/quaternion.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { TruthState, WheelGeometry } from "../../contract.ts";
import { KnotTruth, type Motion } from "../knot_truth.ts";
import { evaluateRotation } from "../rotation_segment.ts";
import { LocalFit } from "./local_fit.ts";
import type { PoseStream, StampedPose } from "./pose_stream.ts";

/** Knots of truth in a window: nearer ones would only turn the poses' noise into acceleration. */
const KNOTS = 8;

/** Knots from poses: position and rotation by a fit through those near in time. */
class FollowedMotion implements Motion {
  readonly #poses: PoseStream;
  readonly #half: Nanos;
  readonly #step: Nanos;
  readonly #fit = new LocalFit(6);
  readonly #fitted = {
    value: new Float64Array(6),
    rate: new Float64Array(6),
    acceleration: new Float64Array(6),
  };

  constructor(poses: PoseStream, half: Nanos, step: Nanos) {
    this.#poses = poses;
    this.#half = half;
    this.#step = step;
  }

  knot(k: number, out: TruthState): void {
    const at = k * this.#step;
    const near = this.#poses.near(at, this.#half);
    const middle = nearest(near, at);
    const samples = samplesOf(near, middle);
    const { value, rate, acceleration } = this.#fitted;
    const times = near.map((one) => (one.at - at) * 1e-9);
    this.#fit.at(times, samples, this.#half * 1e-9, this.#fitted);
    for (let i = 0; i < 3; i++) {
      out.position[i] = value[i]! + middle.pose[i]!;
      out.velocity[i] = rate[i]!;
      out.acceleration[i] = acceleration[i]!;
      turn[i] = value[3 + i]!;
      turn[3 + i] = rate[3 + i]!;
      turn[6 + i] = acceleration[3 + i]!;
    }
    start.set(middle.pose.subarray(3));
    const { orientation, angularVelocity, angularAcceleration } = out;
    evaluateRotation(orientation, angularVelocity, angularAcceleration, start, turn);
    this.#poses.forget(at, this.#half);
  }
}

/** A body that follows poses, and how far it is known. */
export interface FollowedBody {
  readonly truth: KnotTruth;
  /** Truth can be made to reach this. */
  known(): Nanos;
}

/** How long the poses must reach before and after a moment, for truth to be known there. */
export function halfWindow(windowS: number): Nanos {
  return Math.round(windowS * 1e9 / 2);
}

/**
 * The body, from moment 0 on.
 *
 * @param windowS s, of the fit
 * @throws {RangeError} the poses don't reach from before 0 to half a window after it yet
 */
export function followedBody(
  poses: PoseStream,
  windowS: number,
  wheels: WheelGeometry | undefined,
): FollowedBody {
  const half = halfWindow(windowS), step = Math.round(2 * half / KNOTS);
  if (poses.first > 0 || poses.last < half) {
    throw new RangeError("poses must reach from the start of the run to half a window after it");
  }
  const truth = new KnotTruth(new FollowedMotion(poses, half, step), step, wheels);
  return { truth, known: () => Math.max(0, Math.floor((poses.last - half) / step) * step) };
}

function nearest(poses: readonly StampedPose[], at: Nanos): StampedPose {
  return poses.reduce((a, b) => Math.abs(b.at - at) < Math.abs(a.at - at) ? b : a);
}

/** Positions and rotation vectors, both from a pose in their middle: small numbers, no wrap. */
function samplesOf(poses: readonly StampedPose[], middle: StampedPose): Float64Array {
  const out = new Float64Array(6 * poses.length);
  inverse[0] = middle.pose[3]!;
  for (let i = 1; i < 4; i++) inverse[i] = -middle.pose[3 + i]!;
  poses.forEach(({ pose }, row) => {
    for (let i = 0; i < 3; i++) out[6 * row + i] = pose[i]! - middle.pose[i]!;
    multiply(relative, inverse, pose.subarray(3));
    toRotationVector(vector, relative);
    out.set(vector, 6 * row + 3);
  });
  return out;
}

const turn = new Float64Array(9);
const start = new Float64Array(4);
const inverse = new Float64Array(4);
const relative = new Float64Array(4);
const vector = new Float64Array(3);
