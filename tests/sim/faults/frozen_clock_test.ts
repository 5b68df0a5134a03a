import assert from "#assert";
import { frozenClock } from "../../../sim/faults/frozen_clock.ts";
import { through } from "./wrapped.ts";

Deno.test("frozen_clock: stamps stay, values go on, and the right time returns", () => {
  const out = through(frozenClock, { type: "frozen_clock" });
  assert.deepEqual(out.slice(9, 12).map(({ stamp }) => stamp), [900, 1000, 1000]);
  assert.deepEqual(out.slice(19, 21).map(({ stamp }) => stamp), [1000, 2000]);
  assert.equal(out[15]!.message.angular_velocity.x, 15);
});
