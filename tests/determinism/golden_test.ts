/**
 * 5 Machines: the committed digests of every scenario. A change of bytes must be meant; size and
 * digest of each topic say which one changed, and whether in its form or in its values.
 */
import assert from "#assert";
import { GOLDEN, type Golden, goldenNames, goldenOf } from "./golden.ts";

const golden: Record<string, Golden> = JSON.parse(await Deno.readTextFile(GOLDEN));

Deno.test("golden: there is a digest for each scenario and for nothing else", () => {
  assert.deepEqual(Object.keys(golden).sort(), goldenNames());
});

for (const name of goldenNames()) {
  Deno.test(`golden: ${name}`, async () => {
    const { topics, runs } = await goldenOf(name);
    assert.deepEqual(topics, golden[name]?.topics, "see deno task golden");
    assert.deepEqual(runs, golden[name]?.runs, "see deno task golden");
  });
}
