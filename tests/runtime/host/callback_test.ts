import assert from "#assert";
import { Callback, StuckError } from "../../../runtime/host/callback.ts";

Deno.test("a new callback is over; StuckError names it and the time", () => {
  const owner = { node: undefined, finish: () => undefined, outOfTurn() {} };
  const callback = new Callback(owner, "/fusion: input imu");
  assert.deepEqual([callback.settled, callback.finished, callback.waits], [true, true, 0]);
  const error = new StuckError(callback, 1_500_000_000, 5000);
  assert.match(error.message, /^\/fusion: input imu is stuck at 1.500000000 s: .* within 5 s/);
  assert.deepEqual([error.name, error.label, error.at], [
    "StuckError",
    "/fusion: input imu",
    1_500_000_000,
  ]);
});
