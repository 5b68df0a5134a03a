import assert from "#assert";
import { RandomTree } from "../../../../core/math/random.ts";
import { SECOND } from "../../../../msgs/time.ts";
import { during, latest, spanOf } from "../../../../sim/faults/base/span.ts";

const rng = RandomTree.root(5).under("fault:bad");
const base = { type: "dropout", enabled: true };

Deno.test("spanOf(): fixed times as they are, without an end to the end of the run", () => {
  assert.deepEqual(spanOf({ ...base, at_s: 2, for_s: 0.5 }, rng), { from: 2e9, to: 2.5e9 });
  assert.deepEqual(spanOf({ ...base, at_s: 0.1 }, rng), { from: 1e8, to: Infinity });
});

Deno.test("spanOf(): a drawn beginning does not depend on whether the length is drawn", () => {
  const one = spanOf({ ...base, at_s: [1, 9], for_s: 1 }, rng);
  const two = spanOf({ ...base, at_s: [1, 9], for_s: [1, 2] }, rng);
  assert.equal(one.from, two.from);
  assert.ok(one.from >= SECOND && one.from <= 9 * SECOND);
  assert.notEqual(two.to - two.from, SECOND);
});

Deno.test("latest() is the upper bound; during() includes the beginning, not the end", () => {
  assert.equal(latest(3), 3);
  assert.equal(latest([1, 4]), 4);
  const said: string[] = [];
  const emit = during(
    { from: 10, to: 20 },
    (_port, _message, at) => said.push(`in ${at}`),
    (_port, _message, at) => said.push(`out ${at}`),
  );
  for (const at of [9, 10, 19, 20]) emit("", { data: "" }, at);
  assert.deepEqual(said, ["out 9", "in 10", "in 19", "out 20"]);
});
