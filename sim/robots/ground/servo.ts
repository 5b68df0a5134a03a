/**
 * Motion limits. A servo brings a value (speed, yaw rate, steering angle) to its target with a
 * bounded first and second derivative, both reached exactly in discrete steps; {@linkcode brake}
 * is the highest speed from which a stop is still possible.
 */

/** Bounds of a servo's value: of its first derivative and of the second. */
export interface ServoLimits {
  readonly rate: number;
  readonly rateChange: number;
}

/**
 * The servo's next rate, one step of `h` seconds later; over the step the rate goes linearly from
 * `rate` to it. With X = error − rate h/2 it solves r²/(2 j) + r h = X: the value that remains
 * after the step is then just what falling to rate 0 at j = `rateChange` takes, and near the
 * target both error and rate vanish within two steps (all eigenvalues are 0).
 *
 * @param error target − value
 */
export function servoRate(error: number, rate: number, limits: ServoLimits, h: number): number {
  if (Math.abs(error) < 1e-12 && Math.abs(rate) < 1e-9) return 0;
  const j = limits.rateChange;
  const remaining = error - rate * h / 2;
  const wanted = j * (Math.sqrt(h * h + 2 * Math.abs(remaining) / j) - h);
  const signed = remaining < 0 ? -Math.min(wanted, limits.rate) : Math.min(wanted, limits.rate);
  return rate + Math.max(-j * h, Math.min(j * h, signed - rate));
}

/**
 * The highest speed (≥ 0) from which the distance suffices to stop, when deceleration rises to
 * `limits.rate` and falls again at `limits.rateChange`: v²/(2 a) + v a/(2 j) = distance.
 */
export function brake(distance: number, limits: ServoLimits): number {
  if (distance <= 0) return 0;
  const lost = limits.rate * limits.rate / (2 * limits.rateChange);
  return Math.sqrt(lost * lost + 2 * limits.rate * distance) - lost;
}
