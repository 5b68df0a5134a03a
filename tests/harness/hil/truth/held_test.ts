import assert from "#assert";
import type { Seen } from "../../../../harness/contract.ts";
import { HeldMessages } from "../../../../harness/hil/truth/held.ts";

const seen = (topic: string, at: number): Seen => ({ topic, at, type: "t", message: {} as never });

Deno.test("messages wait for their truth, in the order in which they came", () => {
  let known = 0;
  const held = new HeldMessages((at) => at <= known);
  const got: string[] = [];
  const see = held.hold(({ topic, at }) => void got.push(`${topic}${at}`));
  const other = held.hold(({ topic, at }) => void got.push(`other ${topic}${at}`));
  see(seen("a", 0));
  assert.deepEqual(got, ["a0"], "what is known already is not held");
  see(seen("a", 5));
  other(seen("b", 3));
  assert.equal(held.release(), 2, "b3 waits behind a5");
  known = 4;
  assert.equal(held.release(), 2);
  known = 5;
  assert.equal(held.release(), 0);
  assert.deepEqual(got, ["a0", "a5", "other b3"]);
});
