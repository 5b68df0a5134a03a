/** Rotations for property tests: at the identity, tiny, anywhere, and next to half a turn. */
import fc from "fast-check";

const unit = fc.double({ min: -1, max: 1, noNaN: true });

/** A direction, unit length. */
export const direction: fc.Arbitrary<number[]> = fc.tuple(unit, unit, unit)
  .filter((v) => Math.hypot(...v) > 1e-3)
  .map((v) => v.map((each) => each / Math.hypot(...v)));

/** A rotation vector, its angle in [0, π). */
export const rotationVector: fc.Arbitrary<number[]> = fc
  .tuple(
    direction,
    fc.oneof(
      fc.constantFrom(0, 1e-300, 1e-8, 4.9e-4, 5e-4, 5.1e-4, 1e-3, Math.PI - 1e-6),
      fc.double({ min: 0, max: 3.14, noNaN: true }),
    ),
  )
  .map(([axis, angle]) => axis.map((each) => each * angle));

/** Any vector of some metres. */
export const vector: fc.Arbitrary<number[]> = fc.tuple(unit, unit, unit)
  .map((v) => v.map((each) => 10 * each));

/** The largest difference of two flat arrays. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}
