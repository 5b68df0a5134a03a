/** A trajectory as flat arrays: what every pose metric reads. */

/** `n` poses. Stamps need not be evenly spaced; metrics by time need them sorted. */
export interface Trajectory {
  /** Seconds, n. */
  readonly stamps: Float64Array;
  /** Metres, n × 3. */
  readonly positions: Float64Array;
  /** Unit quaternions w x y z, reference from body, n × 4. */
  readonly orientations: Float64Array;
}

/** One pose as a row: seconds, x y z, w x y z. */
export type PoseRow = readonly [number, number, number, number, number, number, number, number];

/**
 * Builds a trajectory from rows `t x y z qw qx qy qz`; quaternions are normalised.
 *
 * @example
 * ```ts
 * import { trajectoryOf } from "./trajectory.ts";
 * trajectoryOf([[0, 0, 0, 0, 1, 0, 0, 0], [1, 2, 0, 0, 1, 0, 0, 0]]).stamps.length; // 2
 * ```
 */
export function trajectoryOf(rows: readonly PoseRow[]): Trajectory {
  const stamps = new Float64Array(rows.length);
  const positions = new Float64Array(3 * rows.length);
  const orientations = new Float64Array(4 * rows.length);
  rows.forEach(([t, x, y, z, qw, qx, qy, qz], i) => {
    stamps[i] = t;
    positions.set([x, y, z], 3 * i);
    const norm = Math.sqrt(qw * qw + qx * qx + qy * qy + qz * qz);
    orientations.set([qw / norm, qx / norm, qy / norm, qz / norm], 4 * i);
  });
  return { stamps, positions, orientations };
}

/** The poses at `indices`, copied, in that order. */
export function select(trajectory: Trajectory, indices: ArrayLike<number>): Trajectory {
  const n = indices.length;
  const stamps = new Float64Array(n);
  const positions = new Float64Array(3 * n);
  const orientations = new Float64Array(4 * n);
  for (let i = 0; i < n; i++) {
    const from = indices[i]!;
    stamps[i] = trajectory.stamps[from]!;
    positions.set(trajectory.positions.subarray(3 * from, 3 * from + 3), 3 * i);
    orientations.set(trajectory.orientations.subarray(4 * from, 4 * from + 4), 4 * i);
  }
  return { stamps, positions, orientations };
}
