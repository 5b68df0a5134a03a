import assert from "#assert";
import { InputError } from "../../../harness/errors.ts";
import { outputsOf, parseSut, planHil } from "../../../harness/hil/plan.ts";
import { scene } from "./scenes.ts";

Deno.test("--sut names a node, or somebody else's topic", () => {
  assert.deepEqual(parseSut(undefined), { kind: "nodes" });
  assert.deepEqual(parseSut("fusion"), { kind: "nodes", name: "fusion" });
  assert.deepEqual(parseSut("external:odom"), { kind: "external", topic: "/odom" });
  assert.deepEqual(parseSut("external:/a/b"), { kind: "external", topic: "/a/b" });
  for (const bad of ["external:", "external:1", "external:/a/", "external:a b"]) {
    assert.throws(() => parseSut(bad), /--sut: expected external:TOPIC/);
  }
});

Deno.test("a plan knows the topics of real sensors and who is judged", async () => {
  const scenario = await scene("truth: commanded");
  const plan = planHil(scenario, { real: ["imu"], sut: parseSut(undefined) });
  assert.deepEqual(plan.streams.map(({ topic, sensor, frame }) => [topic, sensor, frame]), [
    ["/imu/data", "imu", "base_link"],
  ]);
  assert.deepEqual(Object.keys(plan.scenario.nodes), ["fusion"]);
  const other = planHil(scenario, { real: [], sut: parseSut("external:odom") });
  assert.deepEqual(other.scenario.nodes, {});
  assert.equal(outputsOf(scenario).get("/odom"), "nav_msgs/msg/Odometry");
});

/** The scenario's last lines, what is asked for, and the line that says what is wrong. */
const REFUSED: readonly [more: string, real: string[], sut: string | undefined, said: RegExp][] = [
  [
    "truth: commanded",
    ["imx"],
    undefined,
    /--real: beside has no sensor "imx"; did you mean "imu"/,
  ],
  ["truth: commanded", [], undefined, /hil: expected --real STREAM,… or --sut external:TOPIC/],
  [
    "truth: commanded",
    ["imu"],
    "fusin",
    /--sut: beside has no node "fusin"; did you mean "fusion"/,
  ],
  ["", ["imu", "wheel"], undefined, /beside.yaml: truth: where is the hardware\? Expected \{ from/],
  [
    "truth: none",
    ["imu"],
    undefined,
    /truth: none: sensors\.wheel depends on motion .*--without whe/,
  ],
  [
    "truth: { from: topic, topic: /wheel_velocity_stamped }",
    ["imu"],
    undefined,
    /truth\.topic: \/wheel_velocity_stamped is simulated sensors\.wheel's own/,
  ],
  [
    "truth: commanded\nfaults: { gone: { type: dropout, stream: imu, at_s: 1 } }",
    ["imu"],
    undefined,
    /faults\.gone: acts on imu, which --real takes from hardware/,
  ],
  [
    "truth: commanded\nfaults: { gone: { type: dropout, stream: /imu/data, at_s: 1 } }",
    ["imu"],
    undefined,
    /faults\.gone: acts on \/imu\/data, which/,
  ],
];
for (const [more, real, sut, said] of REFUSED) {
  Deno.test(`planHil() refuses ${JSON.stringify({ more, real, sut })}`, async () => {
    const scenario = await scene(more);
    try {
      planHil(scenario, { real, sut: parseSut(sut) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      assert.match(error.message, said);
      return assert.equal(error.problems.length, 1);
    }
    assert.fail("was accepted");
  });
}

Deno.test("beside the same real streams, what can be is accepted", async () => {
  const none = { real: ["imu", "wheel"], sut: parseSut(undefined) };
  assert.equal(planHil(await scene("truth: none"), none).truth.from, "none");
  const topic = await scene("truth: { from: topic, topic: /wheel_velocity_stamped }");
  assert.equal(planHil(topic, none).truth.from, "topic", "a real stream may be the truth");
  const off = "faults: { gone: { type: dropout, stream: imu, at_s: 1, enabled: false } }";
  planHil(await scene(`truth: none\n${off}`), none);
});

Deno.test("a start at a truth that nobody knows is refused", async () => {
  const scenario = await scene("truth: none");
  const fusion = { ...scenario.nodes.fusion!, initial: "truth" as const };
  const given = { ...scenario, nodes: { fusion } };
  assert.throws(
    () => planHil(given, { real: ["imu", "wheel"], sut: parseSut(undefined) }),
    /nodes\.fusion\.initial: truth, but truth is none/,
  );
});
