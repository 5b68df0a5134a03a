import assert from "#assert";
import { reorder } from "../../../sim/faults/reorder.ts";
import { through } from "./wrapped.ts";

Deno.test("reorder: some messages are overtaken, none is lost, none waits too long", () => {
  const out = through(reorder, { type: "reorder", probability: 0.6, by_ms: 400 });
  const stamps = out.map(({ stamp }) => stamp);
  assert.deepEqual([...stamps].sort((a, b) => a - b), out.map((_, i) => 100 * i));
  assert.notDeepEqual(stamps, out.map((_, i) => 100 * i));
  for (const { at, stamp } of out) {
    assert.ok(at >= stamp && at <= stamp + (stamp >= 1000 && stamp < 2000 ? 400 : 0));
  }
});
