import assert from "#assert";
import { InputError } from "../../../harness/errors.ts";
import { parseSeeds } from "../../../harness/schema/seeds.ts";

Deno.test("parseSeeds() reads lists and ranges, each seed once", () => {
  assert.deepEqual(parseSeeds("7", "--seeds"), [7]);
  assert.deepEqual(parseSeeds("1..4", "--seeds"), [1, 2, 3, 4]);
  assert.deepEqual(parseSeeds("3, 1..3 ,9", "--seeds"), [3, 1, 2, 9]);
  assert.deepEqual(parseSeeds("-2..0", "--seeds"), [-2, -1, 0]);
});

for (const text of ["", "a", "1..", "5..1", "1...3", "1.5", "1..1e9", "9007199254740992", "1,,2"]) {
  Deno.test(`parseSeeds() refuses "${text}"`, () => {
    assert.throws(() => parseSeeds(text, "--seeds"), (error: Error) => {
      if (!(error instanceof InputError)) throw error;
      assert.match(error.message, /^--seeds: expected seeds such as 7, 1\.\.20/);
      return true;
    });
  });
}

Deno.test("parseSeeds() bounds how many", () => {
  assert.throws(() => parseSeeds("1..100001", "seeds"), /^InputError: seeds: expected at most/);
});
