/**
 * The real log that `mpu6050_measured` stands for, and how the preset was fitted: per axis, the
 * Allan variance N²/τ + K²τ/3 to that of the first 300 s, averaging times from 4 samples to 30 s,
 * each weighted by its degrees of freedom. Run it to print the values:
 * `deno run --allow-read tests/sim/sensors/imu/static_log.ts`.
 */
import { gunzipSync } from "#compress";
import { allanDeviation } from "../../../../core/math/allan.ts";

/** Samples of three axes and their mean rate. */
export interface StaticLog {
  readonly rateHz: number;
  readonly axes: readonly Float64Array[];
}

const FOLDER = new URL("../../../../../shared/data/mpu6050_static/", import.meta.url);

/** Whether the log is there; it is not part of the project. */
export function hasStaticLog(): boolean {
  try {
    return Deno.statSync(FOLDER).isDirectory;
  } catch {
    return false;
  }
}

/** Samples from `from` to `to` seconds, times `unit`; stamps are host arrival, hence the mean rate. */
export function staticLog(
  sensor: "gyroscope" | "accelerometer",
  unit: number,
  { from, to }: { from: number; to: number },
): StaticLog {
  const packed = Deno.readFileSync(new URL(`mpu6050_${sensor}.csv.gz`, FOLDER));
  const lines = new TextDecoder().decode(gunzipSync(packed)).trim().split("\n").slice(1);
  const rows = lines.map((line) => line.split(",").map(Number));
  const first = rows[0]!, last = rows[rows.length - 1]!;
  const kept = rows.filter(([t]) => t! >= from && t! < to);
  return {
    rateHz: (rows.length - 1) / (last[0]! - first[0]!),
    axes: [1, 2, 3].map((column) => Float64Array.from(kept, (row) => row[column]! * unit)),
  };
}

/** White noise density and bias random walk of a series, in its own unit. */
export function fitNoise(samples: Float64Array, rateHz: number): { white: number; walk: number } {
  const factors: number[] = [];
  for (let m = 4; m < 30 * rateHz; m *= 2) factors.push(m);
  const points = allanDeviation(samples, { intervalS: 1 / rateHz, factors });
  let white = points[0]!.deviation ** 2 * points[0]!.tauS, walk = 0;
  // Weights follow the fit: the variance of σ² is 2 σ⁴ over the number of independent averages.
  for (let round = 0; round < 20; round++) {
    let aa = 0, ab = 0, bb = 0, ay = 0, by = 0;
    for (const { tauS, deviation } of points) {
      const a = 1 / tauS, b = tauS / 3, y = deviation * deviation;
      const model = white * a + walk * b;
      const weight = samples.length / rateHz / tauS / (model * model);
      aa += weight * a * a;
      ab += weight * a * b;
      bb += weight * b * b;
      ay += weight * a * y;
      by += weight * b * y;
    }
    const determinant = aa * bb - ab * ab;
    walk = Math.max(0, (aa * by - ab * ay) / determinant);
    white = walk > 0 ? (bb * ay - ab * by) / determinant : ay / aa;
  }
  return { white: Math.sqrt(white), walk: Math.sqrt(walk) };
}

if (import.meta.main) {
  for (const sensor of ["gyroscope", "accelerometer"] as const) {
    const { rateHz, axes } = staticLog(sensor, 1, { from: 0, to: 300 });
    for (const axis of axes) {
      const mean = axis.reduce((sum, value) => sum + value / axis.length, 0);
      console.log(sensor, rateHz, { mean, ...fitNoise(axis, rateHz) });
    }
  }
}
