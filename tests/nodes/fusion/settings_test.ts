import assert from "#assert";
import { defaultSettings, type FusionSettings } from "../../../core/fusion/settings.ts";
import { type FusionParams, fusionParams } from "../../../nodes/fusion/params.ts";
import { settingsOf, updateSettings, waitForStart } from "../../../nodes/fusion/settings.ts";
import { changed, NAMES } from "./changed_params.ts";

const DEFAULTS: FusionParams = fusionParams.parse({});

/** What the node uses itself, and not the filter. */
const OF_THE_NODE = [
  "base_frame",
  "odom_frame",
  "publish_debug",
  "publish_tf",
  "require_tf",
  "wheel_type",
];

/** Leaves of settings by dotted name; mounts come from tf. */
function leaves(settings: FusionSettings): Map<string, string> {
  const found = new Map<string, string>();
  for (const [group, value] of Object.entries(settings)) {
    if (typeof value !== "object") found.set(group, String(value));
    else for (const [key, leaf] of Object.entries(value)) found.set(`${group}.${key}`, `${leaf}`);
  }
  for (const mount of ["imu.leverArm", "wheel.axis", "wheel.leverArm"]) found.delete(mount);
  return found;
}

function differences(a: FusionSettings, b: FusionSettings): string[] {
  const [from, to] = [leaves(a), leaves(b)];
  return [...from.keys()].filter((key) => from.get(key) !== to.get(key));
}

Deno.test("the parameters' defaults are the filter's", () => {
  assert.deepEqual(settingsOf(DEFAULTS), defaultSettings());
});

Deno.test("every parameter sets something, and everything is set by some parameter", () => {
  const base = settingsOf(DEFAULTS), reached = new Set<string>(), idle: string[] = [];
  for (const name of NAMES) {
    const different = differences(base, settingsOf(changed(name)));
    if (different.length === 0) idle.push(name);
    for (const key of different) reached.add(key);
  }
  assert.deepEqual(idle.sort(), OF_THE_NODE);
  assert.deepEqual([...leaves(base).keys()].filter((key) => !reached.has(key)), []);
});

Deno.test("a change while it runs counts at once, or is named as waiting for the next start", () => {
  for (const name of NAMES) {
    const next = changed(name), running = settingsOf(DEFAULTS);
    updateSettings(running, next);
    const waits = waitForStart(DEFAULTS, next);
    const lacks = differences(running, settingsOf(next));
    const isNodes = name === "base_frame" || name === "wheel_type";
    assert.deepEqual(waits, lacks.length > 0 || isNodes ? [name] : [], name);
  }
  assert.deepEqual(waitForStart(DEFAULTS, DEFAULTS), []);
});

Deno.test("running settings keep their mounts and stay the object that the filter holds", () => {
  const running = settingsOf(DEFAULTS), { imu, wheel } = running;
  imu.leverArm = [1, 2, 3];
  wheel.axis = [0, 1, 0];
  updateSettings(running, changed("imu_weight"));
  assert.deepEqual([running.imu.leverArm, running.wheel.axis], [[1, 2, 3], [0, 1, 0]]);
  assert.ok(running.imu === imu && running.wheel === wheel);
});

Deno.test("weights of 0 leave out what they weigh", () => {
  const { heading, attitude, imu } = settingsOf(fusionParams.parse({ imu_weight: 0 }));
  assert.deepEqual(
    [heading.useMag, heading.useOrientation, attitude.useOrientation, imu.weight],
    [false, false, false, 0],
  );
  assert.equal(settingsOf(fusionParams.parse({ wheel_weight: 0 })).wheel.enabled, false);
  assert.equal(settingsOf(fusionParams.parse({ use_wheel: false })).wheel.enabled, false);
});

Deno.test("the initial state: x y z w becomes a unit w x y z, seconds become nanoseconds", () => {
  const { initial } = settingsOf(fusionParams.parse({
    initial_orientation: [0, 0, 0.5, 0.8661],
    initial_time: 1.5,
    initial_position: [1, 2, 3],
  }));
  const [w, x, y, z] = initial.orientation!;
  assert.ok(Math.abs(Math.hypot(w, x, y, z) - 1) < 1e-15);
  assert.ok(Math.abs(w / z - 0.8661 / 0.5) < 1e-12);
  assert.deepEqual([initial.time, initial.position], [1.5e9, [1, 2, 3]]);
});

Deno.test("the bias's deviations: 0.02, 0.5 and 0.2 °/s, or that of each axis where it is stated", () => {
  const of = (params: Record<string, number>) => {
    const { imu } = settingsOf(fusionParams.parse(params));
    return [imu.gyroBiasSd, imu.gyroBiasLevelSd, imu.gyroBiasFreeSd];
  };
  const degrees = of({}).map((sd) => Math.round(sd * 180 / Math.PI * 1e9) / 1e9);
  assert.deepEqual(degrees, [0.02, 0.5, 0.2]);
  assert.deepEqual(of({ gyro_bias_sd: 3e-3 }), [3e-3, 3e-3, 3e-3]);
  const each = { gyro_bias_sd: 3e-3, gyro_bias_level_sd: 0.02, gyro_bias_free_sd: 0.01 };
  assert.deepEqual(of(each), [3e-3, 0.02, 0.01]);
});
