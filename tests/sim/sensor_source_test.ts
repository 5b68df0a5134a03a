import assert from "#assert";
import type { Emit } from "../../msgs/message.ts";
import { type Ahead, type Capture, CaptureMaker } from "../../sim/captures.ts";
import { sensorSource } from "../../sim/sensor_source.ts";
import { createSimulation } from "../../sim/simulation.ts";
import { Stage } from "../../sim/stage.ts";
import { SEEN } from "./seen_config.ts";

/** Captures that come when they are awaited, one by one. */
class Slow implements Ahead {
  readonly sensors = ["camera", "lidar"];
  readonly #maker = new CaptureMaker(SEEN, 1);
  readonly #here = new Map<string, Capture>();
  awaited = 0;

  has(sensor: string, k: number): boolean {
    return this.#here.has(`${sensor} ${k}`);
  }

  take(sensor: string, k: number): Capture | undefined {
    const found = this.#here.get(`${sensor} ${k}`);
    this.#here.delete(`${sensor} ${k}`);
    return found;
  }

  async arrival(sensor: string, k: number): Promise<void> {
    await null;
    this.awaited++;
    this.#here.set(`${sensor} ${k}`, this.#maker.make(sensor, k));
  }
}

/** Everything that a simulation emits, in order. */
async function emitted(ahead?: Ahead) {
  const simulation = createSimulation(SEEN, 1, { ahead });
  const out: unknown[] = [];
  const emit: Emit = (topic, message, at) => void out.push([simulation.next(), topic, message, at]);
  while (simulation.next() < Infinity) {
    if (simulation.awaits) await simulation.arrival();
    simulation.step(emit);
  }
  return out;
}

Deno.test("captures from elsewhere go through the same faults to the same topics in the same order", async () => {
  const ahead = new Slow();
  const here = await emitted();
  assert.deepEqual(await emitted(ahead), here);
  assert.equal(ahead.awaited, 24 + 12);
});

Deno.test("a capture that was not awaited is an error, not a gap", () => {
  const stage = new Stage(SEEN, 1, {});
  const settings = SEEN.sensors.lidar!;
  const source = sensorSource(settings, { name: "lidar", stage, ahead: new Slow() });
  assert.equal(source.next(), 1e8);
  assert.equal(source.awaits?.(), true);
  const robot = stage.robot();
  robot.advance(1e8);
  assert.throws(() => source.run(robot, 1e8, () => {}), /capture 0 of lidar is not here yet/);
});

Deno.test("a sensor whose captures are made here awaits nothing", () => {
  const stage = new Stage(SEEN, 1, {});
  const source = sensorSource(SEEN.sensors.imu!, { name: "imu", stage, ahead: undefined });
  assert.equal(source.awaits, undefined);
  assert.equal(createSimulation(SEEN, 1).awaits, false);
});
