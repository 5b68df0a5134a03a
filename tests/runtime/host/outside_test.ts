import assert from "#assert";
import { Executor } from "../../../runtime/executor.ts";
import { Callback } from "../../../runtime/host/callback.ts";
import { FINISH, Outside } from "../../../runtime/host/outside.ts";

Deno.test("FINISH tells the owner once", () => {
  let told = 0;
  const finish = () => (told++, undefined);
  const callback = new Callback({ node: undefined, outOfTurn() {}, finish }, "x");
  callback.finished = false;
  FINISH.fire(callback, 0);
  FINISH.fire(callback, 0);
  assert.deepEqual([told, callback.finished], [1, true]);
});

Deno.test("Outside follows a promise with any patience, and hands on what it throws", () => {
  const executor = new Executor();
  let called = 0;
  assert.equal(new Outside(executor, () => void called++).fire(), undefined);
  const callback = new Outside(executor, () => Promise.resolve()).fire();
  assert.deepEqual([called, callback?.patient, callback?.settled], [1, true, false]);
  callback!.thrown = { error: new RangeError("outside") };
  assert.throws(() => callback!.owner.finish(callback!), /outside/);
});
