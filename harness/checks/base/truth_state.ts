/** Truth as checks ask for it: at a stamp, or not at all where it is not defined. */
import type { Nanos } from "../../../msgs/time.ts";
import type { Truth, TruthState } from "../../../sim/contract.ts";

/** A state to be filled by {@linkcode Truth.at}. */
export function newTruthState(): TruthState {
  return {
    position: new Float64Array(3),
    orientation: new Float64Array(4),
    velocity: new Float64Array(3),
    acceleration: new Float64Array(3),
    angularVelocity: new Float64Array(3),
    angularAcceleration: new Float64Array(3),
  };
}

/** Fills `out` and says whether truth is defined at that moment. */
export function truthAt(truth: Truth, at: Nanos, out: TruthState): boolean {
  if (!(at >= truth.start && at <= truth.end)) return false;
  truth.at(at, out);
  return true;
}

/**
 * out (3) = the mean of the true body rate over [from, to], rad/s, by Simpson's rule: what an
 * integrating gyro reports. False where truth is not defined there.
 */
export function meanRate(
  truth: Truth,
  interval: { readonly from: Nanos; readonly to: Nanos },
  out: Float64Array,
): boolean {
  const { from, to } = interval;
  if (!(from >= truth.start && to <= truth.end && from <= to)) return false;
  out.fill(0);
  [1, 4, 1].forEach((weight, i) => {
    truth.at(from + (to - from) * i / 2, scratch);
    for (let k = 0; k < 3; k++) out[k]! += weight / 6 * scratch.angularVelocity[k]!;
  });
  return true;
}

const scratch = newTruthState();
