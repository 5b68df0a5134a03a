import assert from "#assert";
import fc from "fast-check";
import { InputError } from "../../../harness/errors.ts";
import { parseScenario } from "../../../harness/schema/scenario.ts";
import { SCENARIO, scenarioOf, TEST_CATALOGUE } from "../fixtures.ts";

/** The problems of a scenario that must be refused. */
async function problems(text: string): Promise<readonly string[]> {
  try {
    await scenarioOf(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems;
  }
  throw new assert.AssertionError({ message: "was accepted" });
}

Deno.test("parseScenario() fills in presets under what is written, and defaults under both", async () => {
  const scenario = await scenarioOf();
  assert.equal(scenario.durationNs, 3e9);
  assert.equal(scenario.seed, 1);
  const wheel = scenario.sensors.wheel!.config as unknown as Record<string, unknown>;
  assert.equal(wheel.ticks_per_revolution, 4096, "from the preset");
  assert.equal(wheel.rate_hz, 50, "a default");
  const over = await scenarioOf(SCENARIO.replace("indoor_robot", "indoor_robot, rate_hz: 20"));
  assert.equal(over.sensors.wheel!.config.rate_hz, 20);
});

/** What is replaced in SCENARIO, by what, and the problem that it makes. */
const BAD: readonly [what: string, from: string | RegExp, to: string, problem: string][] = [
  [
    "a rate of 0",
    "rate_hz: 100",
    "rate_hz: 0",
    "10:30: sensors.imu.rate_hz: expected a number > 0, got 0",
  ],
  [
    "negative noise",
    "density: 0.001",
    "density: -1e-3",
    "10:60: sensors.imu.gyroscope_noise_density: expected a number >= 0 or a list, got -0.001",
  ],
  [
    "an unknown key",
    "rate_hz:",
    "rate_hx:",
    '10:21: sensors.imu.rate_hx: unknown key; did you mean "rate_hz"?',
  ],
  [
    "a top-level key",
    "robot:",
    "robbot: 1\nrobot:",
    '6:1: robbot: unknown key; did you mean "robot"?',
  ],
  [
    "an unknown preset",
    "indoor_robot",
    "indor_robot",
    '11:33: sensors.wheel.preset: unknown preset "indor_robot"; did you mean "indoor_robot"?',
  ],
  [
    "an unknown sensor",
    "type: imu",
    "type: imo",
    '10:16: sensors.imu.type: unknown sensor "imo"; did you mean "imu"?',
  ],
  [
    "an unknown check",
    "type: rate",
    "type: rat",
    '15:22: checks.odom_rate.type: unknown check "rat"; did you mean "rate"?',
  ],
  [
    "an unknown node",
    "node: spinner",
    "node: spiner",
    '13:20: nodes.spinner.node: unknown node "spiner"; did you mean "spinner"?',
  ],
  [
    "an unknown parameter",
    "gain: 1",
    "gian: 1",
    '13:39: nodes.spinner.params.gian: unknown key; did you mean "gain"?',
  ],
  [
    "a parameter out of range",
    "gain: 1",
    "gain: 11",
    "13:45: nodes.spinner.params.gain: expected a number <= 10, got 11",
  ],
  [
    "an unknown robot",
    "differential",
    "diferential",
    '7:9: robot.type: unknown name "diferential"; did you mean "differential"?',
  ],
  [
    "a waypoint off the world",
    "[1, 1]",
    "[1, 99]",
    "8:31: robot.waypoints[2]: (1, 99) is off the world, which spans (-50,-50) to (50,50)",
  ],
  [
    "a topic nobody writes",
    "/odom,",
    "/odm,",
    '15:35: checks.odom_rate.topic: nothing in this scenario writes /odm; did you mean "/odom"?',
  ],
  ["a missing duration", "duration_s: 3\n", "", "1:1: duration_s: is missing; expected a number"],
  [
    "a duration of 0",
    "duration_s: 3",
    "duration_s: 0",
    "2:13: duration_s: expected a number > 0, got 0",
  ],
  [
    "a latitude",
    "lat_deg: 48",
    "lat_deg: 480",
    "4:22: world.origin.lat_deg: expected a number <= 90, got 480",
  ],
  [
    "a date",
    "2026-01-01",
    "2036-01-01",
    "5:9: world.date: a date YYYY-MM-DD from 2020 to 2029, for which the magnetic field is known",
  ],
  [
    "a fault",
    "checks:",
    "faults: { gap: { type: dropoot } }\nchecks:",
    '14:24: faults.gap.type: unknown fault "dropoot"; did you mean "dropout"?',
  ],
  [
    "a sensor's name",
    "  imu:",
    "  Imu:",
    "10:3: sensors.Imu: expected a name of a–z, 0–9 and _ that begins with a letter",
  ],
  [
    "two on a topic",
    "  wheel:",
    "  spare: { type: imu, topic: /imu/data }\n  wheel:",
    "11:30: sensors.spare.topic: /imu/data is written by sensors.imu already",
  ],
  [
    "a remap of nothing",
    "params: { gain: 1 }",
    "remap: { imu: /x }",
    '13:38: nodes.spinner.remap.imu: spinner has no such topic; did you mean "imu/data"?',
  ],
  [
    "truth as an input",
    "params: { gain: 1 }",
    "remap: { imu/data: /ground_truth/odom }",
    "13:12: nodes.spinner: input imu reads /ground_truth/odom: nodes never see the truth",
  ],
  [
    "a sensor that does not fit",
    /robot:[^]*sensors:/,
    "robot: { type: free }\nsensors:",
    "9:3: sensors.wheel.outputs: joint_states needs a robot with wheels; this one has none",
  ],
  [
    "a file that is not there",
    /robot:[^]*sensors:/,
    "robot: { type: free, trajectory: { file: a.tum } }\nsensors:",
    "6:42: robot.trajectory.file: a.tum: files can't be read here",
  ],
  [
    "a compute time",
    "params: { gain: 1 }",
    "compute_ms: fast",
    '13:41: nodes.spinner.compute_ms: expected a number or a mapping (key: value), got "fast"',
  ],
  [
    "seeds",
    "sensors:",
    "seeds: 1-20\nsensors:",
    '9:8: seeds: expected seeds such as 7, 1..20 or 1,2,5..9, got "1-20"',
  ],
  [
    "an expectation",
    "sensors:",
    "expect: succes\nsensors:",
    '9:9: expect: unknown name "succes"; known: pass, fail',
  ],
  ["no mapping", /[^]*/, "- name: small", "1:1: expected a mapping (key: value), got a list of 1"],
];
for (const [what, from, to, problem] of BAD) {
  Deno.test(`parseScenario() refuses ${what}, and says where and what was expected`, async () => {
    assert.deepEqual(await problems(SCENARIO.replace(from, to)), [`small.yaml:${problem}`]);
  });
}

Deno.test("parseScenario() tells all problems at once", async () => {
  const text = SCENARIO.replace("duration_s: 3", "duration_s: -3").replace(
    "rate_hz: 100",
    "rate_hz: 0",
  )
    .replace("indoor_robot", "indor").replace("type: rate", "type: rat");
  assert.deepEqual((await problems(text)).map((line) => line.split(":")[1]), [
    "2",
    "10",
    "11",
    "15",
  ]);
});

Deno.test("parseScenario() refuses an empty file", async () => {
  assert.deepEqual(await problems(""), ["small.yaml: is empty; expected a scenario"]);
  assert.deepEqual(await problems("# nothing\n"), ["small.yaml: is empty; expected a scenario"]);
});

Deno.test("parseScenario() reads a trajectory, and refuses one that is too short", async () => {
  const text = SCENARIO.replace(
    /robot:[^]*sensors:/,
    "robot: { type: free, trajectory: { file: a.tum } }\nsensors:",
  )
    .replace(/ {2}wheel: .*\n/, "");
  const read = (name: string) => {
    assert.equal(name, "a.tum");
    return Promise.resolve([0, 1, 2].map((t) => `${t} ${t} 0 0 0 0 0 1`).join("\n"));
  };
  const options = { file: "small.yaml", catalogue: TEST_CATALOGUE, read };
  await assert.rejects(
    parseScenario(text, options),
    /^InputError: small\.yaml:6:8: robot: a\.tum ends after 2 s/,
  );
  const fine = await parseScenario(text.replace("duration_s: 3", "duration_s: 2"), options);
  assert.deepEqual(Object.keys(fine.files), ["a.tum"]);
});

Deno.test("parseScenario(): damaged text is a scenario or an InputError that points at it", async () => {
  const lines = SCENARIO.split("\n");
  const damage = fc.record({
    at: fc.nat(SCENARIO.length),
    length: fc.nat(12),
    by: fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom(
        "-1",
        "0",
        ".nan",
        "1e400",
        "{}",
        "[]",
        "null",
        "\n",
        ": ",
        "*a",
        "&a",
        ...lines,
      ),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (cuts) => {
      let text = SCENARIO;
      for (const { at, length, by } of cuts) {
        text = text.slice(0, at) + by + text.slice(at + length);
      }
      try {
        await scenarioOf(text);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        assert.ok(error.problems.length > 0);
        for (const line of error.problems) assert.match(line, /^small\.yaml(:\d+:\d+)?: ./);
      }
    }),
    { numRuns: 400 },
  );
});
