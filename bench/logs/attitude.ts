/** Orientation errors of a replay against reference rows of a table, by BROAD's split. */
import { statistics } from "../../core/evaluation/statistics.ts";
import { orientationError } from "../../core/evaluation/orientation_error.ts";
import type { Replayed } from "./replay.ts";

/** Reference orientations by row, flat w x y z, and the time of each row since the first, s. */
export interface Reference {
  readonly times: Float64Array;
  readonly orientations: Float64Array;
  /** Rows that count. */
  readonly scored: (row: number) => boolean;
}

/** Root mean squares, degrees, and how many rows were compared of how many that count. */
export interface AttitudeScore {
  readonly total: number;
  readonly heading: number;
  readonly inclination: number;
  readonly headingMean: number;
  readonly inclinationMax: number;
  readonly rows: number;
  readonly wanted: number;
}

const DEG = 180 / Math.PI;

/** Compares each odometry with the row of its stamp. */
export function scoreAttitude(replayed: Replayed, reference: Reference): AttitudeScore {
  const start = replayed.firstImu ?? 0;
  const errors: [number[], number[], number[]] = [[], [], []];
  const out = [0, 0, 0];
  let row = 0;
  let wanted = 0;
  for (let i = 0; i < reference.times.length; i++) if (reference.scored(i)) wanted++;
  replayed.stamps.forEach((stamp, i) => {
    const t = (stamp - start) / 1e9;
    while (row + 1 < reference.times.length && reference.times[row]! < t - 5e-4) row++;
    if (Math.abs(reference.times[row]! - t) > 5e-4 || !reference.scored(row)) return;
    const estimate = replayed.orientations.slice(4 * i, 4 * i + 4);
    orientationError(out, estimate, reference.orientations.subarray(4 * row, 4 * row + 4));
    out.forEach((value, k) => errors[k]!.push(value * DEG));
  });
  if (errors[0].length === 0) throw new Error("no odometry bears the stamp of a reference row");
  const [total, heading, inclination] = errors.map(statistics);
  return {
    total: total!.rmse,
    heading: heading!.rmse,
    inclination: inclination!.rmse,
    headingMean: heading!.mean,
    inclinationMax: inclination!.max,
    rows: errors[0].length,
    wanted,
  };
}
