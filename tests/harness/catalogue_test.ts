import assert from "#assert";
import { CATALOGUE } from "../../harness/catalogue.ts";
import { CHECKS } from "../../harness/checks/mod.ts";
import { InputError } from "../../harness/errors.ts";
import { parseChecks, parseFaults } from "../../harness/schema/entries.ts";
import type { Problem } from "../../harness/schema/explain.ts";
import { parseScenario } from "../../harness/schema/scenario.ts";
import { NODES } from "../../nodes/mod.ts";
import { FAULTS, SENSORS } from "../../sim/mod.ts";
import { CASES } from "../laws/check_cases.ts";
import { FAULT_CASES } from "../laws/fault_cases.ts";
import { spinner } from "./fixtures.ts";

const BASE = {
  name: "all",
  duration_s: 1,
  robot: { type: "differential", waypoints: [[0, 0], [1, 0]] },
};

/** Parses data: YAML is a superset of JSON. */
function parsed(parts: object, catalogue = CATALOGUE) {
  return parseScenario(JSON.stringify({ ...BASE, ...parts }), { file: "all.yaml", catalogue });
}

Deno.test("CATALOGUE holds the whole tables of the other rooms", () => {
  assert.equal(CATALOGUE.sensors, SENSORS);
  assert.equal(CATALOGUE.nodes, NODES);
  assert.equal(CATALOGUE.faults, FAULTS);
  assert.equal(CATALOGUE.checks, CHECKS);
});

for (const [type, { presets }] of Object.entries(SENSORS)) {
  Deno.test(`a scenario can name the sensor ${type}, with every preset`, async () => {
    for (const preset of [undefined, ...Object.keys(presets)]) {
      const entry = { type, ...(preset !== undefined && { preset }) };
      const { sensors } = await parsed({ sensors: { some: entry } });
      assert.equal(sensors.some!.sensor, SENSORS[type]);
      assert.ok(sensors.some!.config.rate_hz > 0, preset);
    }
  });
}

Deno.test("a scenario can name every fault, check and node", async () => {
  const problems: Problem[] = [], context = { problems, catalogue: CATALOGUE };
  const faults = parseFaults(
    Object.fromEntries(
      Object.keys(FAULTS).map((
        type,
      ) => [type, { type, at_s: 0, ...FAULT_CASES[type]![0]!.config }]),
    ),
    context,
  );
  const checks = parseChecks(
    Object.fromEntries(
      Object.keys(CHECKS).map((type) => [type, { type, ...CASES[type]![0]!.config }]),
    ),
    context,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.values(faults).map(({ fault }) => fault), Object.values(FAULTS));
  assert.deepEqual(Object.values(checks).map(({ check }) => check), Object.values(CHECKS));
  for (const [node, def] of Object.entries(NODES)) {
    assert.equal((await parsed({ nodes: { mine: { node } } })).nodes.mine!.def, def);
  }
});

Deno.test("CATALOGUE lets the simulator look at world and robot together", async () => {
  const robot = { type: "differential", waypoints: [[0, 0], [60, 0]] };
  const message = /^all\.yaml:1:\d+: robot\.waypoints\[1\]: \(60, 0\) is off the world/;
  await assert.rejects(parsed({ robot }), (error: Error) => {
    if (!(error instanceof InputError)) throw error;
    assert.match(error.message, message);
    return true;
  });
  const wider = { bounds_m: { min: [-1, -1], max: [61, 1] } };
  assert.equal((await parsed({ robot, world: wider })).robot.type, "differential");
});

Deno.test("nodes of a user go beside those of CATALOGUE", async () => {
  const own = { ...CATALOGUE, nodes: { ...CATALOGUE.nodes, spinner } };
  const nodes = { turn: { node: "spinner", params: { gain: 2 } } };
  assert.equal((await parsed({ nodes }, own)).nodes.turn!.def, spinner);
  await assert.rejects(parsed({ nodes }), /unknown node "spinner"; known: .*fusion/);
});
