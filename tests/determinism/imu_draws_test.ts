/** Every effect of an IMU draws from a stream that no other draws from. */
import assert from "#assert";
import { ADDED, MOVING, type Values } from "../sim/sensors/imu/effects.ts";
import { type ImuStream, imuStream } from "../sim/sensors/imu/streams.ts";

/** The first message of a run. */
function first(values: Values, seed: number) {
  const options = { seconds: 0.01, seed, truth: MOVING };
  return imuStream(
    { sampling: "instant", latency_ms: 0, latency_jitter_ms: 0, ...values },
    options,
  );
}

const valuesOf = ({ rate, force }: ImuStream) => [...rate, ...force].map((axis) => axis[0]!);

const IDEAL = valuesOf(first({}, 1));

/** What each effect that draws has drawn first: a number for each axis that it acts on, named. */
function firstDraws(seed: number): Record<string, number> {
  const out: Record<string, number> = {};
  for (const terms of Object.values(ADDED)) {
    for (const [name, values] of Object.entries(terms)) {
      if (name === "fixed bias") continue;
      valuesOf(first(values, seed)).forEach((value, i) => {
        if (value !== IDEAL[i]) out[`${name} ${i}`] = value - IDEAL[i]!;
      });
    }
  }
  out["latency"] = first({ latency_jitter_ms: 1 }, seed).arrivals[0]!;
  out["stamp"] = first({ stamp_jitter_ms: 1 }, seed).stamps[0]! - 10_000_000;
  const silent = { roll_pitch_sd_rad: 0, yaw_sd_rad: 0 };
  for (const key of ["roll_pitch_sd_rad", "yaw_sd_rad", "yaw_random_walk_rad_sqrt_s"]) {
    const { messages } = first({ orientation: { ...silent, [key]: 0.1 } }, seed);
    const { x, z } = messages[0]!.orientation;
    out[key] = key.startsWith("yaw") ? z : x;
  }
  return out;
}

/** Values with mean 0 and squares of sum 1. */
function standardised(values: number[]): number[] {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const size = Math.hypot(...values.map((x) => x - mean));
  return values.map((x) => (x - mean) / size);
}

Deno.test("no two effects share draws: over seeds, neither values nor squares are correlated", () => {
  const runs = Array.from({ length: 300 }, (_, seed) => firstDraws(seed));
  const names = Object.keys(runs[0]!);
  // Six effects on three axes of two sensors, two of time, three of orientation.
  assert.equal(names.length, 6 * 3 * 2 + 2 + 3, `${names}`);
  const series = names.map((name) => standardised(runs.map((run) => run[name]!)));
  const squares = names.map((name) => standardised(runs.map((run) => run[name]! ** 2)));
  for (let i = 0; i < names.length; i++) {
    for (let j = 0; j < i; j++) {
      for (const [what, of] of [["values", series], ["squares", squares]] as const) {
        const correlation = of[i]!.reduce((sum, x, n) => sum + x * of[j]![n]!, 0);
        // 6 deviations: squares of normal values have long tails.
        const limit = 6 / Math.sqrt(runs.length);
        assert.ok(Math.abs(correlation) < limit, `${what} of ${names[i]} and ${names[j]}`);
      }
    }
  }
});
