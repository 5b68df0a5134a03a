import assert from "#assert";
import { Executor } from "../../../runtime/executor.ts";
import { Faults } from "../../../runtime/host/faults.ts";
import { RunLog } from "../../../runtime/log.ts";
import { GuardError } from "../../../runtime/memory/guard.ts";

Deno.test("every fault is counted, a text said once, the first hundred kept", () => {
  const counters = { errors: 0, strays: 0 };
  const log = new RunLog();
  const faults = new Faults(counters, new Executor(), log.of("/n", () => 0));
  for (let i = 0; i < 500; i++) faults.failed("input imu", new TypeError("same"));
  for (let i = 0; i < 500; i++) faults.failed("input imu", new TypeError(`other ${i}`));
  faults.outside("publish");
  assert.deepEqual(counters, { errors: 1000, strays: 1 });
  assert.equal(faults.errors.length, 100);
  assert.equal(log.entries.length, 100);
  assert.equal(log.entries[0]?.text, "input imu failed: TypeError: same");
});

Deno.test("a guard's error is not the node's to survive", () => {
  const faults = new Faults(
    { errors: 0, strays: 0 },
    new Executor(),
    new RunLog().of("/n", () => 0),
  );
  assert.throws(() => faults.failed("input imu", new GuardError("written")), GuardError);
});
