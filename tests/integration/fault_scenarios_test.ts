/** Faults as scenarios state them: parsed, run, taken out, recorded, and refused with the place. */
import assert from "#assert";
import { CATALOGUE } from "../../harness/catalogue.ts";
import { runScenario } from "../../harness/run/run.ts";
import { scenarioJsonSchema } from "../../harness/schema/json_schema.ts";
import { InputError } from "../../harness/errors.ts";
import { createRecorder, openLog } from "../../runtime/bag/mod.ts";
import { FAULTS } from "../../sim/mod.ts";
import { SCENARIO, scenarioOf } from "../harness/fixtures.ts";

const FAULTY = `${SCENARIO}faults:
  lost: { type: dropout, stream: imu, at_s: 1, for_s: 0.5 }
  ice: { type: wheel_slip, at_s: [1.5, 2], ratio: 0.4 }
  clock: { type: frozen_clock, stream: /wheel/odom, at_s: 2 }
`;

Deno.test("a scenario's faults act, and its result has their timeline", async () => {
  const clean = await runScenario(await scenarioOf());
  const faulty = await runScenario(await scenarioOf(FAULTY));
  assert.deepEqual(clean.faults, []);
  assert.deepEqual(faulty.faults!.map(({ name, from_s, to_s }) => [name, from_s, to_s]), [
    ["lost", 1, 1.5],
    ["ice", faulty.faults![1]!.from_s, null],
    ["clock", 2, null],
  ]);
  assert.deepEqual(faulty.faults![0]!.topics, ["/imu/data"]);
  assert.equal(clean.topics["/imu/data"]!.count - faulty.topics["/imu/data"]!.count, 50);
  assert.deepEqual(
    faulty.topics["/wheel/odom"]!.seconds.slice(0, 1),
    clean.topics["/wheel/odom"]!.seconds.slice(0, 1),
  );
  assert.equal(faulty.topics["/clock"]!.digest, clean.topics["/clock"]!.digest);
});

Deno.test("a shorter run skips faults that begin later", async () => {
  const { faults } = await runScenario(await scenarioOf(FAULTY), { durationNs: 1.2e9 });
  assert.deepEqual(faults!.map(({ name, to_s }) => [name, to_s]), [["lost", null]]);
});

Deno.test("--without takes a sensor's faults with it", async () => {
  const scenario = await scenarioOf(FAULTY.replace(/ {2}odom_rate.*\n/, ""));
  const { faults } = await runScenario(scenario, { without: ["imu"] });
  assert.deepEqual(faults!.map(({ name }) => name), ["ice", "clock"]);
});

Deno.test("a recording's metadata has the timeline", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/faulty.mcap`;
    const record = (metadata: Record<string, string>) => createRecorder(path, { metadata });
    const { faults } = await runScenario(await scenarioOf(FAULTY), { record });
    const log = await openLog(path);
    try {
      assert.deepEqual(JSON.parse(log.metadata!.faults!), faults);
    } finally {
      log.close();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const REFUSED: [string, RegExp][] = [
  [
    "{ type: dropouts, stream: imu, at_s: 1 }",
    /faults\.bad\.type: unknown fault "dropouts"; .*"dropout"/,
  ],
  ["{ type: dropout, stream: imus, at_s: 1 }", /faults\.bad\.stream: no sensor .* imus; .*"imu"/],
  ["{ type: dropout, stream: imu }", /faults\.bad\.at_s: is missing/],
  ["{ type: dropout, stream: imu, at_s: 3 }", /faults\.bad\.at_s: it may begin at 3 s; .* 3 s/],
  ["{ type: dropout, stream: imu, at_s: [2, 1] }", /faults\.bad\.at_s.*smaller first/],
  ["{ type: dropout, stream: imu, at_s: 1, for_s: 0 }", /faults\.bad\.for_s: expected .* > 0/],
  ["{ type: dropout, stream: imu, at_s: 1, rate: 2 }", /faults\.bad\.rate: unknown key/],
  ["{ type: frozen_clock, stream: /wheel_velocity, at_s: 1 }", /faults\.bad: frozen_clock.*Twist/],
  ["{ type: skewed_clock, stream: imu, at_s: 1 }", /faults\.bad: give skew_ppm or step_ms/],
];

for (const [entry, problem] of REFUSED) {
  Deno.test(`refused, with its place: ${entry}`, async () => {
    await assert.rejects(scenarioOf(`${SCENARIO}faults:\n  bad: ${entry}\n`), (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^small\.yaml:\d+:\d+: /);
      assert.match(error.message, problem);
      return true;
    });
  });
}

Deno.test("a fault of wheels needs wheels", async () => {
  const free = `name: free
duration_s: 2
robot: { type: free }
sensors: { imu: { type: imu } }
faults: { ice: { type: wheel_slip, at_s: 1, ratio: 1 } }
`;
  await assert.rejects(scenarioOf(free), /faults\.ice: needs a robot with wheels/);
});

Deno.test("the schema for editors knows every fault", () => {
  const schema = JSON.stringify(scenarioJsonSchema(CATALOGUE));
  for (const type of Object.keys(FAULTS)) assert.ok(schema.includes(`"const":"${type}"`), type);
});
