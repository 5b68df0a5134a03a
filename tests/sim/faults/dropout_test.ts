import assert from "#assert";
import { dropout } from "../../../sim/faults/dropout.ts";
import { during } from "../../../sim/faults/base/span.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { SIMULATED_EPOCH } from "../../../msgs/time.ts";
import { reading, through } from "./wrapped.ts";

Deno.test("dropout: by default all is lost within the span and nothing outside", () => {
  const stamps = through(dropout, { type: "dropout" }).map(({ stamp }) => stamp);
  assert.deepEqual(stamps, [...range(0, 10), ...range(20, 30)].map((i) => i * 100));
});

Deno.test("dropout: bursts have the length and share that a two-state chain gives them", () => {
  const config = dropout.config.parse({
    ...{ type: "dropout", stream: "imu", at_s: 0 },
    ...{ probability: 0.1, mean_length: 4 },
  });
  const span = { from: 0, to: Infinity };
  const rng = RandomTree.root(3).under("fault:bad");
  const got: boolean[] = [];
  let passed = false;
  const emit = dropout.wrap(config, {
    ...{ name: "bad", span, rng, wheels: undefined, topic: "/imu/data" },
    ...{ type: "sensor_msgs/msg/Imu" as const, epoch: SIMULATED_EPOCH },
  }, during(span, () => passed = true, () => passed = true));
  const message = reading(0), count = 100_000;
  for (let i = 0; i < count; i++) {
    passed = false;
    emit("/imu/data", message, i);
    got.push(passed);
  }
  // A loss ends with (1 - p)/4 a message, since the next may begin at once.
  const ends = 0.9 / 4, share = 0.1 / (0.1 + ends);
  const lost = got.filter((ok) => !ok).length;
  const bursts = got.filter((ok, i) => !ok && (got[i - 1] ?? true)).length;
  assert.ok(Math.abs(lost / count - share) < 0.01, `${lost / count} lost, not ${share}`);
  assert.ok(Math.abs(lost / bursts - 1 / ends) < 0.1, `${lost / bursts} in a row`);
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
