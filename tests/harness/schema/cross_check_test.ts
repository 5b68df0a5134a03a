import assert from "#assert";
import { CHECKS } from "../../../harness/checks/mod.ts";
import { runScenario } from "../../../harness/run/run.ts";
import type { AnyCheck } from "../../../harness/schema/catalogue.ts";
import { crossCheck } from "../../../harness/schema/cross_check.ts";
import type { Scenario } from "../../../harness/schema/scenario.ts";
import { SCENARIO, scenarioOf, TEST_CATALOGUE } from "../fixtures.ts";

/** The scenario changed after it was parsed, so that only this check can complain. */
async function told(change: (scenario: Scenario) => Partial<Scenario>): Promise<string[]> {
  const scenario = await scenarioOf();
  return crossCheck({ ...scenario, ...change(scenario) }).map(({ path, message, key }) =>
    `${path.join(".")}${key ? " (key)" : ""}: ${message}`
  );
}

const CHECK = { type: "rate", check: CHECKS.rate!, config: { topic: "/odom", min_hz: 1 } };

/** One more sensor, a copy of another with another topic. */
const spare = (like: string, config: object) => ({ sensors }: Scenario): Partial<Scenario> => {
  const entry = sensors[like]!;
  return { sensors: { ...sensors, spare: { ...entry, config: { ...entry.config, ...config } } } };
};

/** The node with something changed. */
const moved = (over: object) => ({ nodes }: Scenario): Partial<Scenario> => ({
  nodes: { spinner: { ...nodes.spinner!, ...over } },
});

Deno.test("crossCheck() has nothing to say of a sound scenario", async () => {
  assert.deepEqual(await told(() => ({})), []);
});

Deno.test("crossCheck() refuses two writers on a topic, and names the first", async () => {
  assert.deepEqual(await told(spare("imu", { topic: "/imu/data" })), [
    "sensors.spare.topic: /imu/data is written by sensors.imu already",
  ]);
  assert.deepEqual(await told(spare("imu", { topic: "/imu/spare" })), []);
  const outputs = { odom: "/wheel/odom", joint_states: "/imu/data" };
  assert.deepEqual(await told(spare("wheel", { outputs })), [
    "sensors.spare: /wheel/odom is written by sensors.wheel already",
    "sensors.spare: /imu/data is written by sensors.imu already",
  ]);
  const onto = await told((scenario) => ({
    ...moved({ remap: { odom: "/wheel/odom" } })(scenario),
    checks: {},
  }));
  assert.deepEqual(onto, ["nodes.spinner: /wheel/odom is written by sensors.wheel already"]);
  const two = await told(({ nodes }) => ({ nodes: { ...nodes, other: nodes.spinner! } }));
  assert.deepEqual(two, [
    "nodes.other: /odom is written by nodes.spinner already",
    "nodes.other: /note is written by nodes.spinner already",
  ]);
  const apart = await told(({ nodes }) => ({
    nodes: { ...nodes, other: { ...nodes.spinner!, namespace: "left" } },
  }));
  assert.deepEqual(apart, []);
});

Deno.test("crossCheck() keeps topics of the simulation for the simulation", async () => {
  for (const topic of ["/clock", "/ground_truth/odom"]) {
    assert.deepEqual(await told(spare("imu", { topic })), [
      `sensors.spare.topic: ${topic} is written by Dryrun itself already`,
    ]);
  }
  for (const topic of ["/tf", "/tf_static", "/diagnostics"]) {
    assert.deepEqual(await told(spare("imu", { topic })), [], "many may write there");
  }
});

Deno.test("crossCheck() refuses a sensor's topic that is no name of one", async () => {
  for (const topic of ["/imu data", "/imu/", "//imu", "/1mu", "/"]) {
    assert.deepEqual(await told(spare("imu", { topic })), [
      `sensors.spare.topic: expected a topic name such as imu/data or /odom, got "${topic}"`,
    ]);
  }
});

Deno.test("crossCheck() refuses a remap of a topic that the node does not have", async () => {
  assert.deepEqual(await told(moved({ remap: { odo: "/x", "imu/data": "/imu/data" } })), [
    'nodes.spinner.remap.odo (key): spinner has no such topic; did you mean "odom"?',
  ]);
  const absolute = { namespace: "left", remap: { "/left/note": "/note", note: "/n" } };
  const remapped = await told((scenario) => ({ ...moved(absolute)(scenario), checks: {} }));
  assert.deepEqual(remapped, [], "by its absolute name too");
});

Deno.test("crossCheck() never lets a node read the truth, whatever it is remapped by", async () => {
  for (const topic of ["/ground_truth/odom", "/a/ground_truth/b", "ground_truth/odom"]) {
    const absolute = topic.startsWith("/") ? topic : `/${topic}`;
    assert.deepEqual(await told(moved({ remap: { "imu/data": topic } })), [
      `nodes.spinner: input imu reads ${absolute}: nodes never see the truth`,
    ]);
  }
});

Deno.test("crossCheck() refuses a name that ROS 2 would refuse", async () => {
  const [only, ...rest] = await told((scenario) => ({
    ...moved({ namespace: "a b" })(scenario),
    checks: {},
  }));
  assert.deepEqual(rest, []);
  assert.match(only!, /^nodes\.spinner: Name "a b": tokens of letters, digits and _/);
});

Deno.test("crossCheck() refuses a check of a topic that nobody writes", async () => {
  const judging = (type: string, config: object) => () => {
    const check = CHECKS[type]!;
    return { checks: { mine: { type, check, config: check.config.parse(config) } } };
  };
  assert.deepEqual(await told(judging("rate", { topic: "/odm", min_hz: 1 })), [
    'checks.mine.topic: nothing in this scenario writes /odm; did you mean "/odom"?',
  ]);
  assert.deepEqual(await told(judging("finite", { topics: ["/odom", "/imu/dat"] })), [
    'checks.mine.topics.1: nothing in this scenario writes /imu/dat; did you mean "/imu/data"?',
  ]);
  const unasked: AnyCheck = { ...CHECKS.rate!, topics: () => ["/fusion/state"] };
  const [hidden] = await told(() => ({ checks: { mine: { ...CHECK, check: unasked } } }));
  assert.match(hidden!, /^checks\.mine: nothing in this scenario writes \/fusion\/state; known: /);
});

Deno.test("crossCheck() knows every topic that a simulation has by itself", async () => {
  const bare = await scenarioOf(SCENARIO.replace(/sensors:[^]*/, ""));
  const { topics } = await runScenario(bare, { durationNs: 1e8 });
  const names = Object.keys(topics);
  assert.deepEqual(names, ["/clock", "/ground_truth/odom", "/tf_static"]);
  const judged = [...names, "/diagnostics"].map((topic, i) =>
    [`c${i}`, { ...CHECK, config: { topic, min_hz: 1 } }] as const
  );
  assert.deepEqual(crossCheck({ ...bare, checks: Object.fromEntries(judged) }), []);
});

/** A loss of messages of a stream. */
const loss = (stream: string, at_s: number | [number, number]) => ({ faults }: Scenario) => {
  const fault = TEST_CATALOGUE.faults.dropout!;
  const config = fault.config.parse({ type: "dropout", stream, at_s });
  return { faults: { ...faults, loss: { type: "dropout", fault, config } } };
};

Deno.test("crossCheck() lets a fault act on a sensor or one of its topics", async () => {
  for (const stream of ["imu", "wheel", "/imu/data", "/wheel/odom", "/joint_states"]) {
    assert.deepEqual(await told(loss(stream, 0)), []);
  }
  for (
    const [stream, hint] of [["imv", "imu"], ["/imu/dat", "/imu/data"], ["/wheel", "wheel"]]
  ) {
    assert.deepEqual(await told(loss(stream!, 0)), [
      `faults.loss.stream: no sensor or topic of one is called ${stream}; did you mean "${hint}"?`,
    ]);
  }
  const [only] = await told(loss("/odom", 0));
  assert.match(
    only!,
    /^faults\.loss\.stream: no sensor or topic of one is called \/odom; known: imu/,
  );
});

Deno.test("crossCheck() refuses a fault that may begin only after the end", async () => {
  assert.deepEqual(await told(loss("imu", 2.999)), []);
  assert.deepEqual(await told(loss("imu", [0, 2.9])), []);
  assert.deepEqual(await told(loss("imu", 3)), [
    "faults.loss.at_s: it may begin at 3 s; the run ends at 3 s",
  ]);
  assert.deepEqual(await told(loss("imu", [1, 7])), [
    "faults.loss.at_s: it may begin at 7 s; the run ends at 3 s",
  ]);
});

Deno.test("crossCheck() refuses a check that asks about a fault that is not there", async () => {
  const check = CHECKS.mode!;
  const asking = (fault: string) => (scenario: Scenario) => {
    const given = { topic: "/note", becomes: "x", within_s: 1, holds_s: 1, fault };
    const asked = { type: "mode", check, config: check.config.parse(given) };
    return { ...loss("imu", 1)(scenario), checks: { mine: asked } };
  };
  assert.deepEqual(await told(asking("loss")), []);
  assert.deepEqual(await told(asking("los")), [
    'checks.mine.fault: no fault "los"; did you mean "loss"?',
  ]);
});
