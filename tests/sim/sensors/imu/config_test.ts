import assert from "#assert";
import {
  accelerometerOf,
  gyroscopeOf,
  type ImuConfig,
  imuSchema,
} from "../../../../sim/sensors/imu/config.ts";
import type { TriadConfig } from "../../../../sim/sensors/imu/triad.ts";
import { sensorsSchema } from "../../../../sim/sensors/mod.ts";

const parse = (values: object) => imuSchema.parse({ type: "imu", ...values });

/** What is wrong with these settings: `path: message`. */
function complaints(values: object): string[] {
  const result = sensorsSchema.safeParse({ imu: { type: "imu", ...values } });
  return result.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

Deno.test("an IMU without settings is perfect but for its latency", () => {
  const config = parse({});
  assert.equal(config.sampling, "mean");
  assert.equal(config.covariance, "honest");
  assert.equal(config.covariance_factor, 1);
  assert.equal(config.rate_hz, 100);
  assert.equal(config.orientation, undefined);
  for (const triad of [gyroscopeOf(config), accelerometerOf(config)]) {
    assert.deepEqual(triad, {
      noiseDensity: [0, 0, 0],
      randomWalk: [0, 0, 0],
      gaussMarkov: [0, 0, 0],
      gaussMarkovTime: 100,
      bias: [0, 0, 0],
      biasDeviation: [0, 0, 0],
      scaleError: [0, 0, 0],
      scaleErrorDeviation: [0, 0, 0],
      misalignment: new Array(9).fill(0),
      misalignmentDeviation: 0,
      range: Infinity,
      resolution: 0,
      bandwidth: Infinity,
      filterOrder: 1,
    });
  }
  assert.ok(config.gyroscope_g_sensitivity_s_m.every((x) => x === 0));
});

/** For each setting of a triad: what a scenario says, and what field it becomes. */
const FIELDS: Record<string, { says: unknown; field: keyof TriadConfig; is: unknown }> = {
  noise_density: { says: 2, field: "noiseDensity", is: [2, 2, 2] },
  random_walk: { says: [1, 2, 3], field: "randomWalk", is: [1, 2, 3] },
  gauss_markov: { says: 0.5, field: "gaussMarkov", is: [0.5, 0.5, 0.5] },
  gauss_markov_time_s: { says: 7, field: "gaussMarkovTime", is: 7 },
  bias: { says: [-1, 0, 1], field: "bias", is: [-1, 0, 1] },
  turn_on_bias: { says: 3, field: "biasDeviation", is: [3, 3, 3] },
  scale_error: { says: -0.1, field: "scaleError", is: [-0.1, -0.1, -0.1] },
  scale_error_sd: { says: [0, 0.1, 0], field: "scaleErrorDeviation", is: [0, 0.1, 0] },
  misalignment: {
    says: [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
    field: "misalignment",
    is: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  },
  misalignment_sd: { says: 0.01, field: "misalignmentDeviation", is: 0.01 },
  range: { says: 5, field: "range", is: 5 },
  resolution: { says: 0.25, field: "resolution", is: 0.25 },
  bandwidth_hz: { says: 40, field: "bandwidth", is: 40 },
  filter_order: { says: 2, field: "filterOrder", is: 2 },
};

/** Settings whose names end in the unit of their sensor. */
const WITH_UNIT = new Set(["gauss_markov", "bias", "turn_on_bias", "range", "resolution"]);

for (
  const [sensor, unit, of, other] of [
    ["gyroscope", "rad_s", gyroscopeOf, accelerometerOf],
    ["accelerometer", "m_s2", accelerometerOf, gyroscopeOf],
  ] as const
) {
  Deno.test(`each setting of the ${sensor} becomes its own field, and only that`, () => {
    const perfect = parse({}), known = new Set<string>();
    for (const [name, { says, field, is }] of Object.entries(FIELDS)) {
      const key = `${sensor}_${name}${WITH_UNIT.has(name) ? `_${unit}` : ""}`;
      known.add(key);
      const config = parse({ [key]: says });
      assert.deepEqual(of(config), { ...of(perfect), [field]: is }, key);
      assert.deepEqual(other(config), other(perfect), key);
    }
    // A setting that is added later must be added to the table above.
    const all = Object.keys(perfect).filter((key) => key.startsWith(`${sensor}_`));
    const unheard = all.filter((key) => !known.has(key));
    assert.deepEqual(unheard, sensor === "gyroscope" ? ["gyroscope_g_sensitivity_s_m"] : []);
  });
}

Deno.test("settings of the whole IMU are read", () => {
  const config = parse({
    sampling: "instant",
    covariance: "unknown",
    covariance_factor: 0.01,
    orientation: {},
    gyroscope_g_sensitivity_s_m: [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
    topic: "/a/b",
  });
  assert.equal(config.sampling, "instant");
  assert.equal(config.covariance, "unknown");
  assert.equal(config.covariance_factor, 0.01);
  assert.equal(config.topic, "/a/b");
  assert.deepEqual(config.gyroscope_g_sensitivity_s_m, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(config.orientation, {
    roll_pitch_sd_rad: 0.005,
    yaw_sd_rad: 0.01,
    yaw_offset_rad: 0,
    yaw_drift_rad_s: 0,
    yaw_random_walk_rad_sqrt_s: 0,
  });
});

/** Mistakes, and where they are found. */
const MISTAKES: readonly [object, RegExp][] = [
  [{ rate_hz: 0 }, /^imu\.rate_hz: /],
  [{ gyroscope_noise_density: -1 }, /^imu\.gyroscope_noise_density: /],
  [{ accelerometer_random_walk: [0, 0, -1] }, /^imu\.accelerometer_random_walk/],
  [{ gyroscope_bias_rad_s: [1, 2] }, /^imu\.gyroscope_bias_rad_s/],
  [{ gyroscope_range_rad_s: 0 }, /^imu\.gyroscope_range_rad_s: /],
  [{ gyroscope_bandwidth_hz: -5 }, /^imu\.gyroscope_bandwidth_hz: /],
  [{ gyroscope_filter_order: 3 }, /^imu\.gyroscope_filter_order: /],
  [{ gyroscope_misalignment: [[0, 0], [0, 0, 0], [0, 0, 0]] }, /^imu\.gyroscope_misalignment/],
  [{ accelerometer_gauss_markov_time_s: 0 }, /^imu\.accelerometer_gauss_markov_time_s: /],
  [{ sampling: "average" }, /^imu\.sampling: .*"mean"/],
  [{ covariance: "none" }, /^imu\.covariance: .*"honest"/],
  [{ gyroscope_noise: 1 }, /^imu: .*gyroscope_noise/],
  [{ orientation: { yaw_sd_deg: 1 } }, /^imu\.orientation: .*yaw_sd_deg/],
  [{ topic: "imu" }, /^imu\.topic: an absolute topic$/],
  [{ preset: "mpu9251" }, /^imu\.preset: unknown preset "mpu9251" of imu; there are ideal, /],
];

for (const [values, expected] of MISTAKES) {
  Deno.test(`a mistake is found where it is: ${JSON.stringify(values)}`, () => {
    const found = complaints(values);
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(found[0]!, expected);
  });
}

Deno.test("what an entry says goes over its preset, its preset over the defaults", () => {
  const of = (values: object) =>
    sensorsSchema.parse({ a: { type: "imu", ...values } })["a"] as unknown as ImuConfig;
  const preset = of({ preset: "adis16448" });
  const changed = of({ preset: "adis16448", rate_hz: 50, gyroscope_noise_density: 0 });
  assert.equal(preset.rate_hz, 200);
  assert.deepEqual(
    changed,
    { ...preset, rate_hz: 50, gyroscope_noise_density: [0, 0, 0] } as ImuConfig,
  );
});
