import assert from "#assert";
import fc from "fast-check";
import { editDistance, nearest, suggestion } from "../../../runtime/params/nearest.ts";

Deno.test("editDistance() counts inserts, deletes, replacements and swaps", () => {
  assert.equal(editDistance("", ""), 0);
  assert.equal(editDistance("kitten", "sitting"), 3);
  assert.equal(editDistance("rate", "raet"), 1);
  assert.equal(editDistance("", "abc"), 3);
});

Deno.test("editDistance() is symmetric, and 0 only between equals", () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(fc.property(word, word, (a, b) => {
    assert.equal(editDistance(a, b), editDistance(b, a));
    assert.equal(editDistance(a, b) === 0, a === b);
  }));
});

Deno.test("nearest() finds the name that was meant, or none", () => {
  const keys = ["type", "topic", "rate_hz", "noise", "preset"];
  assert.equal(nearest("rate", keys), "rate_hz");
  assert.equal(nearest("tpoic", keys), "topic");
  assert.equal(nearest("RATE_HZ", keys), "rate_hz");
  assert.equal(nearest("camera", keys), undefined);
});

Deno.test("suggestion() names the nearest, else what there is", () => {
  assert.equal(suggestion("topci", ["topic"]), 'did you mean "topic"?');
  assert.equal(suggestion("x", []), "none exist");
  const many = Array.from({ length: 20 }, (_, i) => `name_${i}`);
  assert.match(suggestion("zzz", many), /^known: name_0, .*… \(20 in all\)$/);
});
