import assert from "#assert";
import fc from "fast-check";
import { InputError } from "../../../harness/errors.ts";
import {
  drawsOf,
  gridSize,
  parseSetting,
  stepsOf,
  SWEEP,
  variantAt,
  variantName,
  withVariant,
} from "../../../harness/schema/sweep.ts";
import { SCENARIO, scenarioOf } from "../fixtures.ts";

const SWEPT = SWEEP.parse({
  "sensors.imu.rate_hz": { list: [50, 100] },
  "nodes.spinner.params.gain": { range: { from: 0, to: 0.3, step: 0.1 } },
  "robot.waypoints[1][0]": { uniform: [1, 2] },
});

Deno.test("a grid is every list with every range, the last fastest, without rounding", () => {
  assert.equal(gridSize(SWEPT), 8);
  const gains = [0, 1, 2, 3, 4].map((k) => variantAt(SWEPT, k)["nodes.spinner.params.gain"]);
  assert.deepEqual(gains, [0, 0.1, 0.2, 0.3, 0]);
  assert.deepEqual(variantAt(SWEPT, 7), {
    "sensors.imu.rate_hz": 100,
    "nodes.spinner.params.gain": 0.3,
  });
  assert.equal(
    variantName(variantAt(SWEPT, 1)),
    "sensors.imu.rate_hz=50,nodes.spinner.params.gain=0.1",
  );
});

Deno.test("a range has as many values as it says, whatever its step", () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: 1, max: 50 }),
    (n, d) => {
      const sweep = SWEEP.parse({ a: { range: { from: 0, to: n / d, step: 1 / d } } });
      assert.equal(gridSize(sweep), n + 1);
      assert.ok(Math.abs(Number(variantAt(sweep, n).a) - n / d) < 1e-9);
    },
  );
  fc.assert(property);
});

Deno.test("what is drawn depends on seed and path alone, and lies within its bounds", () => {
  const more = SWEEP.parse({ ...SWEPT, "duration_s": { uniform: [1, 9] } });
  for (const seed of [1, 2, 3]) {
    const [value] = Object.values(drawsOf(SWEPT, seed));
    assert.equal(drawsOf(more, seed)["robot.waypoints[1][0]"], value);
    assert.ok(Number(value) >= 1 && Number(value) <= 2);
  }
  assert.notDeepEqual(drawsOf(SWEPT, 1), drawsOf(SWEPT, 2));
});

Deno.test("withVariant() copies what it changes; what has no place is a problem", () => {
  const data = { a: { b: [1, [2, 3]] }, c: 1 };
  const problems: { message: string }[] = [];
  assert.deepEqual(withVariant(data, { "a.b[1][0]": 9, "a.n": true }, problems as never), {
    a: { b: [1, [9, 3]], n: true },
    c: 1,
  });
  assert.deepEqual(data, { a: { b: [1, [2, 3]] }, c: 1 });
  assert.deepEqual(withVariant({}, { "world.origin.lat_deg": 1 }, problems as never), {
    world: { origin: { lat_deg: 1 } },
  });
  assert.deepEqual(problems, []);
  withVariant(data, { "x.y": 1, "c.d": 1 }, problems as never);
  assert.match(problems[0]!.message, /there is no x in the scenario/);
  assert.match(problems[1]!.message, /there is no c in the scenario to set d of/);
});

Deno.test("parseSetting() reads numbers, words and text", () => {
  assert.deepEqual(parseSetting("a.b=50", "--set"), { "a.b": 50 });
  assert.deepEqual(parseSetting("a=true", "--set"), { a: true });
  assert.deepEqual(parseSetting("a=b=c", "--set"), { a: "b=c" });
  assert.throws(() => parseSetting("a", "--set"), InputError);
  assert.deepEqual(stepsOf("robot.waypoints[1][0]"), ["robot", "waypoints", 1, 0]);
});

const swept = (sweep: string) => scenarioOf(`${SCENARIO}sweep: ${sweep}\n`);

Deno.test("a swept scenario is its first variant until told otherwise", async () => {
  const scenario = await swept(`{ sensors.imu.rate_hz: { list: [50, 200] } }`);
  assert.equal(scenario.sensors.imu!.config.rate_hz, 50);
  assert.deepEqual(scenario.variant, { "sensors.imu.rate_hz": 50 });
});

const REFUSED: [string, RegExp][] = [
  ["{ sensors.imu.rate_hz: { list: [] } }", /sweep\.sensors\.imu\.rate_hz/],
  ["{ sensors.imu.rate_hz: { list: [50, 0], step: 1 } }", /sweep\.sensors\.imu\.rate_hz/],
  ["{ sensors.imux.rate_hz: { list: [50] } }", /there is no sensors\.imux .*"imu"/],
  [
    "{ sensors.imu.rate: { list: [50] } }",
    /sensors\.imu\.rate: unknown key; did you mean "rate_hz"/,
  ],
  ["{ sensors.imu.rate_hz: { list: [0] } }", /sensors\.imu\.rate_hz: expected a number > 0, got 0/],
  ["{ 'a b': { list: [0] } }", /expected a path such as/],
  ["{ seed: { range: { from: 1, to: 9, step: 0 } } }", /range\.step: expected a number > 0/],
];

for (const [sweep, problem] of REFUSED) {
  Deno.test(`a sweep is refused with its place: ${sweep}`, async () => {
    await assert.rejects(swept(sweep), (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, problem);
      assert.match(error.message, /^small\.yaml:\d+:\d+: /);
      return true;
    });
  });
}
