/**
 * The 12-state error of a filter against truth, on the manifold: p v θ ω, with the attitude error
 * in the body, q_true = q ⊗ Exp(δθ) (Solà, arXiv 1711.02508, section 4), and ω the mean rate of
 * the last IMU interval.
 */
import {
  conjugate,
  fromRotationVector,
  multiply,
  toRotationVector,
} from "../../../core/math/quaternion.ts";
import type { TruthState } from "../../../sim/contract.ts";

/** The blocks of the state that are judged, and the indices of each. */
export const STATE_BLOCKS = {
  all: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  p: [0, 1, 2],
  v: [3, 4, 5],
  theta: [6, 7, 8],
  omega: [9, 10, 11],
} as const satisfies Record<string, readonly number[]>;

/** One of {@linkcode STATE_BLOCKS}. */
export type StateBlock = keyof typeof STATE_BLOCKS;

const estimate = new Float64Array(4);
const turn = new Float64Array(3);

/**
 * out (12) = truth ⊟ state.
 *
 * @param state p (m, world), v (m/s, world), the attitude's rotation vector (rad), ω (rad/s, body)
 * @param rate true mean body rate over the last IMU interval, rad/s
 */
export function stateError(
  out: Float64Array,
  state: Float64Array,
  truth: { readonly at: TruthState; readonly rate: Float64Array },
): void {
  for (let i = 0; i < 3; i++) {
    out[i] = truth.at.position[i]! - state[i]!;
    out[3 + i] = truth.at.velocity[i]! - state[3 + i]!;
    out[9 + i] = truth.rate[i]! - state[9 + i]!;
  }
  fromRotationVector(estimate, state.subarray(6, 9));
  conjugate(estimate, estimate);
  multiply(estimate, estimate, truth.at.orientation);
  toRotationVector(turn, estimate);
  out.set(turn, 6);
}
