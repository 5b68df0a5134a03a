/** The effects of an IMU that add to what it puts out, one by one, for the tests of independence. */
import { fromRotationVector } from "../../../../core/math/quaternion.ts";
import type { Truth } from "../../../../sim/contract.ts";
import { AT_REST, truthOf } from "./streams.ts";

/** Settings over the defaults. */
export type Values = Record<string, unknown>;

/** In motion, so that scale and misalignment have something to work on. */
export const MOVING: Truth = truthOf((t, out) => {
  AT_REST.at(0, out);
  fromRotationVector(out.orientation, [0.2, 0.3, t]);
  [1, -2, 0.5].forEach((w, i) => out.angularVelocity[i] = w + t);
  [0.5, 3 * t, -1].forEach((a, i) => out.acceleration[i] = a);
});

/** Effects that add to what is put out, of each of the two sensors. */
export const ADDED: Record<"gyroscope" | "accelerometer", Record<string, Values>> = {
  gyroscope: {
    "white noise": { gyroscope_noise_density: [0.01, 0.02, 0.03] },
    "random walk": { gyroscope_random_walk: [0.1, 0.2, 0.3] },
    "Gauss–Markov": { gyroscope_gauss_markov_rad_s: 0.1, gyroscope_gauss_markov_time_s: 0.3 },
    "fixed bias": { gyroscope_bias_rad_s: [0.1, 0, -0.1] },
    "turn-on bias": { gyroscope_turn_on_bias_rad_s: 0.1 },
    "scale error": { gyroscope_scale_error: 0.01, gyroscope_scale_error_sd: 0.02 },
    "misalignment": { gyroscope_misalignment_sd: 0.02 },
  },
  accelerometer: {
    "white noise": { accelerometer_noise_density: [0.01, 0.02, 0.03] },
    "random walk": { accelerometer_random_walk: [0.1, 0.2, 0.3] },
    "Gauss–Markov": {
      accelerometer_gauss_markov_m_s2: 0.1,
      accelerometer_gauss_markov_time_s: 0.3,
    },
    "fixed bias": { accelerometer_bias_m_s2: [0.1, 0, -0.1] },
    "turn-on bias": { accelerometer_turn_on_bias_m_s2: 0.1 },
    "scale error": { accelerometer_scale_error: 0.01, accelerometer_scale_error_sd: 0.02 },
    "misalignment": { accelerometer_misalignment_sd: 0.02 },
  },
};

/** The part of a stream that a sensor makes. */
export const PARTS = { gyroscope: "rate", accelerometer: "force" } as const;
