import assert from "#assert";
import { type Capture, CaptureMaker, sensorsAhead } from "../../sim/captures.ts";
import { simSchema } from "../../sim/schema.ts";
import { Stage } from "../../sim/stage.ts";
import { SEEN } from "./seen_config.ts";

/** All captures of a sensor, made in turn. */
function inTurn(sensor: string, count: number): Capture[] {
  const maker = new CaptureMaker(SEEN, 1);
  return Array.from({ length: count }, (_, k) => maker.make(sensor, k));
}

const COUNTS = { camera: 24, lidar: 12, imu: 120 };

for (const [sensor, count] of Object.entries(COUNTS)) {
  Deno.test(`a capture of the ${sensor} is the same, whichever were made before it`, () => {
    const all = inTurn(sensor, count);
    assert.ok(all.flatMap(({ messages }) => messages).length >= count / 2);
    const [even, odd, back] = [0, 1, 2].map(() => new CaptureMaker(SEEN, 1));
    for (let k = 0; k < count; k++) {
      const maker = k % 2 === 0 ? even! : odd!;
      assert.deepEqual(maker.make(sensor, k), all[k], `capture ${k}`);
    }
    for (const k of [7, 3, 11, 0]) assert.deepEqual(back!.make(sensor, k), all[k], `capture ${k}`);
    // Another sensor that is ahead in time changes nothing.
    back!.make("imu", 110);
    assert.deepEqual(back!.make(sensor, 9), all[9]);
  });
}

Deno.test("after the run there are no captures, however far a motion is known", () => {
  const maker = new CaptureMaker(SEEN, 1);
  assert.equal(maker.make("lidar", 11).next, 1.3e9);
  assert.deepEqual(maker.make("lidar", 12), { messages: [], next: Infinity });
  assert.deepEqual(maker.make("camera", 1000), { messages: [], next: Infinity });
});

Deno.test("captures of a motion that is given: the same, and none after its end", () => {
  const truth = new Stage(SEEN, 1, {}).robot();
  truth.advance(1e9);
  const given = new CaptureMaker(SEEN, 1, { truth }), own = new CaptureMaker(SEEN, 1);
  for (const k of [3, 8, 5]) assert.deepEqual(given.make("lidar", k), own.make("lidar", k));
  assert.equal(truth.end, 1e9, "it was not made any longer");
  assert.deepEqual(given.make("lidar", 9), own.make("lidar", 9));
  assert.deepEqual(given.make("lidar", 10), { messages: [], next: Infinity });
});

Deno.test("another seed gives other captures", () => {
  const [one, two] = [1, 2].map((seed) => new CaptureMaker(SEEN, seed).make("lidar", 0));
  assert.notDeepEqual(one, two);
});

Deno.test("sensorsAhead(): what can be skipped, of a robot whose motion is known, if it lasts", () => {
  assert.deepEqual(sensorsAhead(SEEN), ["camera", "lidar"]);
  assert.deepEqual(sensorsAhead({ ...SEEN, duration_s: 0.6 }), ["camera"]);
  const driven = simSchema.parse({
    robot: { type: "differential" },
    sensors: { lidar: { type: "lidar" } },
  });
  assert.deepEqual(sensorsAhead(driven), [], "a robot that waits for commands");
  const flying = simSchema.parse({
    robot: { type: "free", waves: [{ axis: "x", amplitude_m: 1, frequency_hz: 0.1 }] },
    sensors: { lidar: { type: "lidar" } },
  });
  assert.deepEqual(sensorsAhead(flying), ["lidar"]);
});
