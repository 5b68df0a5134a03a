import assert from "#assert";
import { duplicate } from "../../../sim/faults/duplicate.ts";
import { through } from "./wrapped.ts";

Deno.test("duplicate: each message of the span comes again, as often and as late as told", () => {
  const out = through(duplicate, { type: "duplicate", copies: 2, after_ms: 30 });
  assert.equal(out.length, 50);
  const twelfth = out.filter(({ stamp }) => stamp === 1200);
  assert.deepEqual(twelfth.map(({ at }) => at), [1200, 1230, 1260]);
  assert.equal(twelfth[0]!.message, twelfth[2]!.message, "the same message");
  assert.equal(out.filter(({ stamp }) => stamp === 2000).length, 1);
});

Deno.test("duplicate: with a probability, some", () => {
  const out = through(duplicate, { type: "duplicate", probability: 0.5 });
  assert.ok(out.length > 31 && out.length < 40, String(out.length));
});
