/**
 * Orientation through timed quaternions with two continuous derivatives. At equal intervals it is
 * a cumulative cubic B-spline on SO(3). At uneven ones, where that spline is not defined, it is the
 * natural cubic spline Q(t) of the four numbers, made a unit quaternion: ω = 2 vec(Q* Q̇)/|Q|².
 */
import { multiply, normalize } from "../../../core/math/quaternion.ts";
import { CubicSpline, OrientationSpline } from "../../../core/math/spline.ts";
import type { TruthState } from "../../contract.ts";

/** Times closer than this part of an interval to equal ones count as equal. */
const EVEN = 1e-6;

/** Fills orientation, body rate and body acceleration at a time between the first and the last. */
export interface AttitudeCurve {
  at(t: number, out: TruthState): void;
}

/**
 * The curve through `quaternions` (n × 4, w x y z) at `times` (n, s, increasing).
 *
 * @throws {RangeError} two neighbours too far apart for a curve through them
 */
export function attitudeCurve(times: Float64Array, quaternions: Float64Array): AttitudeCurve {
  const n = times.length, start = times[0]!, interval = (times[n - 1]! - start) / (n - 1);
  const even = times.every((t, i) => Math.abs(t - start - i * interval) < EVEN * interval);
  return even ? evenCurve(start, interval, quaternions) : unevenCurve(times, quaternions);
}

function evenCurve(start: number, interval: number, quaternions: Float64Array): AttitudeCurve {
  const spline = new OrientationSpline({ start, interval, quaternions });
  return {
    at(t, out) {
      const within = Math.max(spline.start, Math.min(spline.end, t));
      spline.at(within, out.orientation, out.angularVelocity, out.angularAcceleration);
    },
  };
}

function unevenCurve(times: Float64Array, quaternions: Float64Array): AttitudeCurve {
  const spline = new CubicSpline(times, continuous(quaternions));
  const q = new Float64Array(4), dq = new Float64Array(4), ddq = new Float64Array(4);
  const inverse = new Float64Array(4), product = new Float64Array(4);
  return {
    at(t, out) {
      spline.at(t, q, dq, ddq);
      let square = 0, along = 0;
      for (let i = 0; i < 4; i++) {
        inverse[i] = i === 0 ? q[i]! : -q[i]!;
        square += q[i]! * q[i]!;
        along += q[i]! * dq[i]!;
      }
      multiply(product, inverse, dq);
      for (let i = 0; i < 3; i++) out.angularVelocity[i] = 2 * product[i + 1]! / square;
      multiply(product, inverse, ddq);
      for (let i = 0; i < 3; i++) {
        out.angularAcceleration[i] = 2 * (product[i + 1]! - out.angularVelocity[i]! * along) /
          square;
      }
      normalize(out.orientation, q);
    },
  };
}

/** The same rotations, each with the sign that is nearer to the one before. */
function continuous(quaternions: Float64Array): Float64Array {
  const out = quaternions.slice();
  for (let i = 4; i < out.length; i += 4) {
    let along = 0;
    for (let k = 0; k < 4; k++) along += out[i + k]! * out[i - 4 + k]!;
    if (Math.abs(along) < 0.1) {
      throw new RangeError(`pose ${i / 4} is turned by over 168° from the one before`);
    }
    if (along < 0) { for (let k = 0; k < 4; k++) out[i + k] = -out[i + k]!; }
  }
  return out;
}
