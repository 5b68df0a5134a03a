/** Alignments of an estimated trajectory to its reference, as evo has them, and yaw beside them. */
import { conjugate, fromMatrix, multiply, rotate, toMatrix } from "../math/quaternion.ts";
import type { Trajectory } from "./trajectory.ts";
import { type Similarity, umeyama, umeyamaYaw } from "./umeyama.ts";

/**
 * `none`; `origin`: the first poses are made equal; `se3`: Umeyama on the positions; `yaw`: shift
 * and turn about the vertical, what odometry with gravity leaves open; `sim3`: scale as well.
 */
export const ALIGNMENTS = ["none", "origin", "yaw", "se3", "sim3"] as const;

/** One of {@linkcode ALIGNMENTS}. */
export type Alignment = typeof ALIGNMENTS[number];

/** The transform of `mode` that takes `estimate` to `reference`; pose i belongs to pose i. */
export function alignmentOf(
  estimate: Trajectory,
  reference: Trajectory,
  mode: Alignment,
): Similarity {
  switch (mode) {
    case "none":
      return {
        rotation: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
        translation: new Float64Array(3),
        scale: 1,
      };
    case "origin":
      return originAlignment(estimate, reference);
    case "yaw":
      return umeyamaYaw(estimate.positions, reference.positions);
    case "se3":
    case "sim3":
      return umeyama(estimate.positions, reference.positions, { scale: mode === "sim3" });
  }
}

/**
 * The estimate, aligned to the reference; a copy.
 *
 * @throws {RangeError} lengths differ, no pose, or positions from which no alignment follows
 */
export function align(estimate: Trajectory, reference: Trajectory, mode: Alignment): Trajectory {
  if (estimate.stamps.length !== reference.stamps.length || estimate.stamps.length === 0) {
    throw new RangeError(
      `alignment of ${estimate.stamps.length} with ${reference.stamps.length} poses`,
    );
  }
  return mode === "none"
    ? estimate
    : applySimilarity(estimate, alignmentOf(estimate, reference, mode));
}

/** Every pose moved: positions scaled, turned and shifted, orientations turned. */
export function applySimilarity(trajectory: Trajectory, by: Similarity): Trajectory {
  const turn = new Float64Array(4);
  fromMatrix(turn, by.rotation);
  const positions = new Float64Array(trajectory.positions.length);
  const orientations = new Float64Array(trajectory.orientations.length);
  const { rotation: r, translation: t, scale } = by;
  const q = new Float64Array(4);
  for (let i = 0; i < trajectory.stamps.length; i++) {
    const x = scale * trajectory.positions[3 * i]!;
    const y = scale * trajectory.positions[3 * i + 1]!;
    const z = scale * trajectory.positions[3 * i + 2]!;
    for (let row = 0; row < 3; row++) {
      positions[3 * i + row] = r[3 * row]! * x + r[3 * row + 1]! * y + r[3 * row + 2]! * z +
        t[row]!;
    }
    multiply(q, turn, trajectory.orientations.subarray(4 * i, 4 * i + 4));
    orientations.set(q, 4 * i);
  }
  return { stamps: trajectory.stamps, positions, orientations };
}

/** reference₀ · estimate₀⁻¹. */
function originAlignment(estimate: Trajectory, reference: Trajectory): Similarity {
  const turn = new Float64Array(4);
  conjugate(turn, estimate.orientations.subarray(0, 4));
  multiply(turn, reference.orientations.subarray(0, 4), turn);
  const rotation = new Float64Array(9);
  toMatrix(rotation, turn);
  const translation = new Float64Array(3);
  rotate(translation, turn, estimate.positions.subarray(0, 3));
  for (let i = 0; i < 3; i++) translation[i] = reference.positions[i]! - translation[i]!;
  return { rotation, translation, scale: 1 };
}
