/** Roll, pitch and yaw (ZYX, REP 103) with their derivatives, as orientation and body rates. */
import { fromEuler } from "../../core/math/quaternion.ts";
import { cos, sin } from "../../core/math/scalar.ts";
import type { TruthState } from "../contract.ts";

/** Value, first and second derivative: rad, rad/s, rad/s². */
export type AngleJet = Float64Array;

/**
 * Fills orientation, body rate and body angular acceleration: ω = (φ̇ − ψ̇ sin θ,
 * θ̇ cos φ + ψ̇ cos θ sin φ, ψ̇ cos θ cos φ − θ̇ sin φ) and its derivative.
 */
export function fromEulerJets(
  roll: AngleJet,
  pitch: AngleJet,
  yaw: AngleJet,
  out: TruthState,
): void {
  const dRoll = roll[1]!, dPitch = pitch[1]!, dYaw = yaw[1]!;
  const cr = cos(roll[0]!), sr = sin(roll[0]!), cp = cos(pitch[0]!), sp = sin(pitch[0]!);
  // The yaw rate's part across the body's x axis, and its derivative.
  const across = dYaw * cp, dAcross = yaw[2]! * cp - dYaw * sp * dPitch;
  fromEuler(out.orientation, roll[0]!, pitch[0]!, yaw[0]!);
  const w = out.angularVelocity, dw = out.angularAcceleration;
  w[0] = dRoll - dYaw * sp;
  w[1] = dPitch * cr + across * sr;
  w[2] = across * cr - dPitch * sr;
  dw[0] = roll[2]! - yaw[2]! * sp - dYaw * cp * dPitch;
  dw[1] = pitch[2]! * cr - dPitch * sr * dRoll + dAcross * sr + across * cr * dRoll;
  dw[2] = dAcross * cr - across * sr * dRoll - pitch[2]! * sr - dPitch * cr * dRoll;
}
