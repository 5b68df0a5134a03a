import assert from "#assert";
import { createHash } from "#hash";
import fc from "fast-check";
import { sha256 } from "../../../../core/math/random/sha256.ts";

function hex(words: Int32Array): string {
  return [...words].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

Deno.test("sha256() gives FIPS 180-4's example", () => {
  const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.equal(hex(sha256(new TextEncoder().encode("abc"))), want);
});

Deno.test("sha256() is the platform's, at every length around a block", () => {
  const same = (bytes: Uint8Array) =>
    assert.equal(hex(sha256(bytes)), createHash("sha256").update(bytes).digest("hex"));
  for (let length = 0; length < 200; length++) same(new Uint8Array(length).map((_, i) => i * 7));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1000 }), same));
});
