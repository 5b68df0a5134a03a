/**
 * The estimated way beside the true one, thinned so that a run of any length fits on a page: of
 * each of many short spans the moments of its largest errors are kept, so that no peak is lost.
 */
import { multiply } from "../../../core/math/quaternion.ts";
import { atan2 } from "../../../core/math/scalar.ts";
import { SECOND } from "../../../msgs/time.ts";
import type { Odometry } from "../../../msgs/types.ts";
import { readPose, stampOf } from "../../checks/base/message.ts";
import { newTruthState, truthAt } from "../../checks/base/truth_state.ts";
import type { CheckSetup, Seen } from "../../contract.ts";

/** What is compared: position along the world's axes, m, and heading, degrees. */
export const TRACK_PARTS = ["east", "north", "up", "heading"] as const;

/** One moment. */
export interface TrackSample {
  /** Stamp, s since the run's start. */
  readonly at_s: number;
  /** x y z in the estimate's frame, m. */
  readonly estimate: readonly number[];
  /** x y z in the world, m; absent where there is no truth. */
  readonly truth?: readonly number[];
  /** True heading in the world, degrees; absent where there is no truth. */
  readonly heading_deg?: number;
  /** Estimate minus truth, by {@linkcode TRACK_PARTS}; empty without truth. */
  readonly error: readonly number[];
  /** What the estimate claims for it, one standard deviation. */
  readonly sd: readonly number[];
}

/** Spans that a run is cut into; each keeps at most two moments. */
const SPANS = 500;

const DEGREES = 180 / Math.PI;
const pose = new Float64Array(7), between = new Float64Array(4);

/** Collects odometry. */
export class Track {
  /** The first stamp at which the pose was not finite, s. */
  notFinite_s: number | undefined;
  readonly #setup: CheckSetup;
  readonly #truth = newTruthState();
  readonly #spans: { far: TrackSample; turned: TrackSample }[] = [];

  constructor(setup: CheckSetup) {
    this.#setup = setup;
  }

  /** Takes an odometry message in; true: it is outside of three standard deviations. */
  see({ message }: Seen): boolean {
    const at = stampOf(message, this.#setup.epoch) ?? NaN, at_s = at / SECOND;
    if (!Number.isFinite(at)) return false;
    const { pose: { pose: stated, covariance } } = message as Odometry;
    if (!readPose(pose, stated)) {
      this.notFinite_s ??= at_s;
      return false;
    }
    const { truth } = this.#setup;
    const known = truth !== undefined && truthAt(truth, at, this.#truth);
    const sd = [0, 7, 14, 35].map((i) => Math.sqrt(covariance[i]!));
    sd[3]! *= DEGREES;
    const sample: TrackSample = {
      at_s,
      estimate: [...pose.subarray(0, 3)],
      ...known && { truth: [...this.#truth.position], heading_deg: this.#heading() },
      error: known ? this.#error() : [],
      sd,
    };
    this.#keep(sample);
    return isOutside(sample);
  }

  /** In order of their stamps. */
  samples(): TrackSample[] {
    return this.#spans.flatMap(({ far, turned }) =>
      far === turned ? [far] : far.at_s < turned.at_s ? [far, turned] : [turned, far]
    );
  }

  #heading(): number {
    const [w, x, y, z] = this.#truth.orientation as unknown as [number, number, number, number];
    return atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)) * DEGREES;
  }

  #error(): number[] {
    const { position, orientation: [w, x, y, z] } = this.#truth;
    multiply(between, pose.subarray(3, 7), [w!, -x!, -y!, -z!]);
    const sign = between[0]! < 0 ? -1 : 1;
    const heading = 2 * atan2(sign * between[3]!, Math.abs(between[0]!)) * DEGREES;
    return [0, 1, 2].map((i) => pose[i]! - position[i]!).concat(heading);
  }

  #keep(sample: TrackSample): void {
    const share = sample.at_s * SECOND / this.#setup.durationNs;
    const i = Math.max(0, Math.min(SPANS, Math.floor(share * SPANS)));
    const span = this.#spans[i] ??= { far: sample, turned: sample };
    if (distanceOf(sample) > distanceOf(span.far)) span.far = sample;
    if (Math.abs(sample.error[3] ?? 0) > Math.abs(span.turned.error[3] ?? 0)) span.turned = sample;
  }
}

/** Error of position, m; 0 without truth. */
export function distanceOf({ error: [east = 0, north = 0, up = 0] }: TrackSample): number {
  return Math.sqrt(east * east + north * north + up * up);
}

/** Whether one of its errors is more than three of the standard deviations that are claimed. */
export function isOutside({ error, sd }: TrackSample): boolean {
  return error.some((value, i) => Math.abs(value) > 3 * sd[i]!);
}
