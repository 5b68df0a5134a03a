import assert from "#assert";
import fc from "fast-check";
import { joinSets, rootOf, singles } from "../../../core/cloud/disjoint.ts";

/** Numbers up to 20 and pairs of them that are joined. */
const joined = fc.integer({ min: 1, max: 20 }).chain((count) => {
  const number = fc.nat(count - 1);
  return fc.tuple(fc.constant(count), fc.array(fc.tuple(number, number)));
});

Deno.test("sets are those of a plain model, and the root of each is its least number", () => {
  fc.assert(fc.property(joined, ([count, pairs]) => {
    const parents = singles(new Int32Array(count), count);
    const sets = Array.from({ length: count }, (_, k) => new Set([k]));
    for (const [a, b] of pairs) {
      joinSets(parents, a, b);
      const both = new Set([...sets[a]!, ...sets[b]!]);
      for (const k of both) sets[k] = both;
    }
    for (let k = 0; k < count; k++) assert.equal(rootOf(parents, k), Math.min(...sets[k]!));
  }));
});

Deno.test("a long path is followed without recursion", () => {
  const count = 1e6, parents = singles(new Int32Array(count), count);
  for (let k = 1; k < count; k++) parents[k] = k - 1;
  assert.equal(rootOf(parents, count - 1), 0);
});
