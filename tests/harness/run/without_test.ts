import assert from "#assert";
import { InputError } from "../../../harness/errors.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { withoutSensors } from "../../../harness/run/without.ts";
import { SCENARIO, scenarioOf } from "../fixtures.ts";

const TEXT = SCENARIO.replace(
  "sensors:",
  "sensors:\n  mag: { type: mag }\n  spare: { type: mag, topic: /spare/mag }",
) + `  spare_rate: { type: rate, topic: /spare/mag, min_hz: 1 }
  joints: { type: order, topic: /joint_states }
  drift: { type: ate, reference: /wheel/odom, max_m: 1 }
  truth: { type: ate, max_m: 1 }
faults:
  lost: { type: dropout, stream: mag, at_s: 1 }
  late: { type: delay, stream: /joint_states, at_s: 1, by_ms: 5 }
  field: { type: magnetic_disturbance, at_s: 1, strength_t: 1.0e-5 }
`;

/** Sensors, faults and checks that are left. */
async function left(...names: string[]): Promise<string[][]> {
  const { sensors, faults, checks } = withoutSensors(await scenarioOf(TEXT), names);
  return [Object.keys(sensors), Object.keys(faults), Object.keys(checks)];
}

Deno.test("withoutSensors() takes sensors out, and faults and checks of their topics", async () => {
  assert.deepEqual(await left("mag"), [
    ["spare", "imu", "wheel"],
    ["late", "field"],
    ["odom_rate", "imu_rate", "spare_rate", "joints", "drift", "truth"],
  ]);
  assert.deepEqual(await left("spare"), [
    ["mag", "imu", "wheel"],
    ["lost", "late", "field"],
    ["odom_rate", "imu_rate", "joints", "drift", "truth"],
  ]);
  assert.deepEqual(await left("wheel", "imu"), [
    ["mag", "spare"],
    ["lost", "field"],
    ["odom_rate", "spare_rate", "truth"],
  ]);
  assert.deepEqual(await left("mag", "mag"), await left("mag"));
});

Deno.test("withoutSensors() takes out a check that names the sensor itself", async () => {
  const scenario = await scenarioOf(TEXT);
  const entry = scenario.checks.truth!;
  const named = (config: object) => ({
    ...scenario,
    checks: { named: { ...entry, config: { ...entry.config as object, ...config } } },
  });
  const kept = (config: object) => Object.keys(withoutSensors(named(config), ["mag"]).checks);
  assert.deepEqual(kept({ sensor: "mag" }), []);
  assert.deepEqual(kept({ deep: [{ sensors: ["imu", "mag"] }] }), []);
  assert.deepEqual(kept({ sensor: "imu", n: null, unit: "magnet" }), ["named"]);
  // One that needs a topic need not say so in its configuration.
  const needing = { ...entry, check: { ...entry.check, topics: () => ["/imu/mag"] }, config: {} };
  const left = withoutSensors({ ...scenario, checks: { needing } }, ["mag"]);
  assert.deepEqual(left.checks, {});
});

Deno.test("withoutSensors() leaves all else as it was, and the scenario it was given", async () => {
  const scenario = await scenarioOf(TEXT);
  const copy = { ...scenario };
  const { sensors, faults, checks, ...rest } = withoutSensors(scenario, ["mag"]);
  const { sensors: before, faults: all, checks: judged, ...same } = scenario;
  assert.deepEqual(rest, same);
  assert.equal(sensors.imu, before.imu);
  assert.equal(faults.late, all.late);
  assert.equal(checks.truth, judged.truth);
  assert.deepEqual(scenario, copy);
  assert.equal(withoutSensors(scenario, []), scenario);
});

Deno.test("withoutSensors() has the nearest name for a sensor that is not there", async () => {
  for (
    const [name, hint] of [
      ["imv", 'did you mean "imu"?'],
      ["lidar", "known: mag, spare, imu, wheel"],
      ["constructor", "known: mag, spare, imu, wheel"],
    ] as const
  ) {
    await assert.rejects(left("mag", name), (error: Error) => {
      if (!(error instanceof InputError)) throw error;
      assert.equal(error.message, `--without: small has no sensor "${name}"; ${hint}`);
      return true;
    });
  }
});

Deno.test("a run without a sensor keeps every other sensor's bytes", async () => {
  const whole = await runScenario(await scenarioOf(TEXT));
  const part = await runScenario(await scenarioOf(TEXT), { without: ["mag"] });
  const gone = Object.keys(whole.topics).filter((name) => !(name in part.topics));
  assert.deepEqual(gone, ["/imu/mag"]);
  const changed = Object.keys(part.topics).filter((name) =>
    part.topics[name]!.digest !== whole.topics[name]!.digest
  );
  assert.deepEqual(changed, ["/tf_static"], "which no longer says where the sensor sits");
});
