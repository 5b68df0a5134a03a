import assert from "#assert";
import type { Twist } from "../../../msgs/types.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { stuck } from "../../../sim/faults/stuck.ts";
import { through } from "./wrapped.ts";

Deno.test("stuck: values stay as at the beginning, stamps go on or stay", () => {
  const fresh = through(stuck, { type: "stuck" });
  assert.deepEqual(fresh.map(({ stamp }) => stamp), fresh.map((_, i) => 100 * i));
  const rates = fresh.map(({ message }) => message.angular_velocity.x);
  assert.deepEqual(rates.slice(8, 13), [8, 9, 10, 10, 10]);
  assert.deepEqual(rates.slice(18, 22), [10, 10, 20, 21]);
  const old = through(stuck, { type: "stuck", stamps: "stuck" });
  assert.deepEqual(old.slice(9, 12).map(({ stamp }) => stamp), [900, 1000, 1000]);
});

Deno.test("stuck: works on messages without a stamp", () => {
  const make = (i: number): Twist => ({
    ...zeroOf("geometry_msgs/msg/Twist"),
    linear: { x: i, y: 0, z: 0 },
  });
  const out = through<unknown, Twist>(stuck as never, { type: "stuck" }, {
    type: "geometry_msgs/msg/Twist",
    make,
  });
  assert.deepEqual(out.slice(9, 13).map(({ message }) => message.linear.x), [9, 10, 10, 10]);
});
