import assert from "#assert";
import { fusionParams } from "../../../nodes/fusion/params.ts";
import { DESCRIPTIONS } from "./changed_params.ts";
import { drive, feed, fusionHost, odometryOf } from "./messages.ts";

/** SPEC of the node: what others rely on. */
const AGREED = {
  use_mag: true,
  use_wheel: true,
  imu_weight: 0.8,
  wheel_weight: 0.6,
  covariance: "auto",
  use_wheel_yaw_rate: false,
  heading_timeout: 2,
  aiding_timeout: 1,
  accel_noise: 0.5,
  gyro_bias_sd: 0.02 * Math.PI / 180,
  magnetic_declination: 0,
  heading_floor: 3 * Math.PI / 180,
  heading_correlation: 10,
  yaw_window: 30,
  yaw_recovery_rate: Math.PI / 180,
  mag_norm_tolerance: 0.1,
  mag_dip_tolerance: 10 * Math.PI / 180,
  gyro_scale: 0.01,
  gyro_scale_time: 1,
  standstill_time: 1,
  publish_debug: false,
  require_tf: false,
  odom_frame: "odom",
  base_frame: "base_link",
};

Deno.test("defaults are the agreed ones", () => {
  const defaults = fusionParams.parse({}) as Record<string, unknown>;
  for (const [name, value] of Object.entries(AGREED)) {
    const found = defaults[name];
    if (typeof value !== "number") assert.equal(found, value, name);
    else assert.ok(Math.abs(Number(found) - value) < 1e-12, `${name}: ${found}`);
  }
});

Deno.test("every parameter is described, snake_case, and every number has its range", () => {
  for (const { name, description, type, minimum, exclusiveMinimum } of DESCRIPTIONS) {
    assert.match(name, /^[a-z][a-z0-9_]*$/);
    assert.ok((description ?? "").length > 2, name);
    if (type !== "number") continue;
    assert.ok((minimum ?? exclusiveMinimum) !== undefined, `${name} has no least value`);
  }
});

const OUT_OF_RANGE: [string, unknown, RegExp][] = [
  ["imu_weight", 1.1, /imu_weight: .*<=1.*1\.1/],
  ["imu_weight", -0.1, /imu_weight: .*>=0/],
  ["wheel_weight", "0.5", /wheel_weight: .*expected number/],
  ["use_mag", 1, /use_mag: .*expected boolean/],
  ["covariance", "always", /covariance: .*"auto"\|"message"\|"parameter"/],
  ["gate", 1, /gate: .*<1/],
  ["gravity", 0, /gravity: .*>0/],
  ["gyro_noise", NaN, /gyro_noise: .*number/],
  ["accel_noise", Infinity, /accel_noise: .*number/],
  ["history", 61, /history: .*<=60/],
  ["heading_timeout", 61, /heading_timeout: .*<=60/],
  [
    "initial_orientation",
    [0, 0, 0, 0.5],
    /initial_orientation: expected a unit quaternion x y z w/,
  ],
  ["initial_position", [1, 2], /initial_position/],
  ["wheel_type", "nav_msgs/msg/Odometry", /wheel_type: .*TwistStamped/],
  ["imu_wieght", 0.5, /imu_wieght: .*did you mean "imu_weight"/],
];

Deno.test("a value out of range, of another type or of no parameter is refused at the start", async () => {
  for (const [name, value, pattern] of OUT_OF_RANGE) {
    await assert.rejects(fusionHost({ [name]: value }), {
      name: "ParameterError",
      message: pattern,
    });
  }
});

Deno.test("and while it runs: with the reason, and the old value stays", async () => {
  const host = await fusionHost();
  await feed(host, drive({ seconds: 3 }));
  const before = host.node.params;
  for (const [name, value, pattern] of OUT_OF_RANGE) {
    const result = await host.setParams({ [name]: value });
    assert.equal(result.ok, false, name);
    assert.match(JSON.stringify(result).replaceAll('\\"', '"'), pattern);
    assert.deepEqual(host.node.params, before);
  }
  await feed(host, drive({ seconds: 4 }).filter(({ at }) => at > 3e9));
  assert.equal(odometryOf(host).length, 400);
  await host.close();
});
