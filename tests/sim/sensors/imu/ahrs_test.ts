import assert from "#assert";
import fc from "fast-check";
import {
  fromRotationVector,
  multiply,
  toRotationVector,
} from "../../../../core/math/quaternion.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import type { Mount } from "../../../../sim/contract.ts";
import { truthState } from "../../../../sim/robots/knot_truth.ts";
import { Ahrs } from "../../../../sim/sensors/imu/ahrs.ts";
import type { AhrsConfig } from "../../../../sim/sensors/imu/config.ts";
import { rotationVector } from "../../../core/math/arbitrary_rotation.ts";
import { hasVariance, isNormal } from "./statistics.ts";

const NONE: AhrsConfig = {
  roll_pitch_sd_rad: 0,
  yaw_sd_rad: 0,
  yaw_offset_rad: 0,
  yaw_drift_rad_s: 0,
  yaw_random_walk_rad_sqrt_s: 0,
};

function ahrs(config: Partial<AhrsConfig>, { seed = 1, period = 0.01 } = {}): Ahrs {
  const rng = RandomTree.root(seed).under("imu").under("orientation");
  return new Ahrs({ ...NONE, ...config }, period, rng, (variance) => {
    const covariance = new Float64Array(9);
    variance.forEach((value, i) => covariance[4 * i] = value);
    return covariance;
  });
}

const TURNED: Mount = { translation: [1, 2, 3], rotation: [0.5, 0.5, 0.5, 0.5] };

/** The error of the next orientation, a rotation vector about the world's axes. */
function errorOf(each: Ahrs, attitude: readonly number[] = [0.3, -0.2, 2], mount = TURNED) {
  const truth = truthState(), expected = [0, 0, 0, 0], error = [0, 0, 0];
  fromRotationVector(truth.orientation, attitude);
  multiply(expected, truth.orientation, mount.rotation);
  const { w, x, y, z } = each.sample(truth, mount);
  const q = [0, 0, 0, 0];
  multiply(q, [w, x, y, z], expected.map((value, i) => i === 0 ? value : -value));
  toRotationVector(error, q);
  return error;
}

Deno.test("Ahrs without errors gives the sensor's orientation in the world", () => {
  fc.assert(
    fc.property(rotationVector, rotationVector, (attitude, mounted) => {
      const rotation: [number, number, number, number] = [1, 0, 0, 0];
      fromRotationVector(rotation, mounted);
      const error = errorOf(ahrs({}), attitude, { translation: [0, 0, 0], rotation });
      assert.ok(error.every((x) => Math.abs(x) < 1e-14), `${error}`);
    }),
    { seed: 8 },
  );
});

Deno.test("Ahrs: noise of roll and pitch, and of yaw, is white and about the world's axes", () => {
  const each = ahrs({ roll_pitch_sd_rad: 0.004, yaw_sd_rad: 0.02 });
  const errors = Array.from({ length: 6000 }, () => errorOf(each));
  [0.004, 0.004, 0.02].forEach((sd, i) => {
    isNormal(errors.map((error) => error[i]!), { mean: 0, sd }, `axis ${i}`);
    // Neighbours in time and among the axes: sums of independent values have twice the variance.
    const pairs = errors.filter((_, n) => n % 2 === 0)
      .map((error, n) => (error[i]! + errors[2 * n + 1]![i]!) / Math.SQRT2);
    hasVariance(pairs, sd * sd, `axis ${i}, neighbours`);
  });
  hasVariance(errors.map((error) => (error[0]! + error[1]!) / Math.SQRT2), 0.004 ** 2, "x + y");
});

Deno.test("Ahrs: yaw is off by its offset and drifts by time, at any rate", () => {
  for (const period of [0.01, 0.0025]) {
    const each = ahrs({ yaw_offset_rad: 0.3, yaw_drift_rad_s: -0.02 }, { period });
    for (let k = 1; k <= 400; k++) {
      const [x, y, yaw] = errorOf(each) as [number, number, number];
      assert.ok(Math.abs(yaw - (0.3 - 0.02 * k * period)) < 1e-12, `${k}: ${yaw}`);
      assert.ok(Math.abs(x) < 1e-14 && Math.abs(y) < 1e-14);
    }
  }
});

Deno.test("Ahrs: yaw's random walk has variance proportional to time, at any rate", () => {
  for (const period of [0.01, 0.0025]) {
    const first: number[] = [], rest: number[] = [], steps = 0.2 / period;
    for (let seed = 0; seed < 1500; seed++) {
      const each = ahrs({ yaw_random_walk_rad_sqrt_s: 0.05 }, { seed, period });
      const start = errorOf(each)[2]!;
      let yaw = start;
      for (let k = 1; k < steps; k++) yaw = errorOf(each)[2]!;
      first.push(start);
      rest.push(yaw - start);
    }
    hasVariance(first, 0.05 ** 2 * period, "one period");
    hasVariance(rest, 0.05 ** 2 * (0.2 - period), "the rest of 0.2 s");
  }
});

Deno.test("Ahrs: each of its errors leaves the draws of the others alone", () => {
  const terms: Partial<AhrsConfig>[] = [
    { roll_pitch_sd_rad: 0.001 },
    { yaw_sd_rad: 0.001 },
    { yaw_random_walk_rad_sqrt_s: 0.001 },
    { yaw_offset_rad: 0.001 },
    { yaw_drift_rad_s: 0.001 },
  ];
  const alone = terms.map((term) => ahrs(term)), all = ahrs(Object.assign({}, ...terms));
  for (let k = 0; k < 100; k++) {
    const sum = [0, 0, 0];
    for (const each of alone) errorOf(each, [0, 0, 0]).forEach((x, i) => sum[i]! += x);
    errorOf(all, [0, 0, 0]).forEach((x, i) => assert.ok(Math.abs(x - sum[i]!) < 1e-12));
  }
});

Deno.test("Ahrs states the variances of its white noise", () => {
  const { covariance } = ahrs({ roll_pitch_sd_rad: 0.1, yaw_sd_rad: 0.2, yaw_offset_rad: 1 });
  const expected = [0.01, 0, 0, 0, 0.01, 0, 0, 0, 0.04];
  covariance.forEach((x, i) => assert.ok(Math.abs(x - expected[i]!) < 1e-16));
});
