import assert from "#assert";
import fc from "fast-check";
import { readText, writeText } from "../../../msgs/cdr/text.ts";

const encoder = new TextEncoder();
const strings = fc.oneof(
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.string({ unit: "binary-ascii", maxLength: 100 }),
  fc.constantFrom("", "base_link", "\ufeffmark", "a\0b", "é", "a".repeat(48), "a".repeat(49)),
);

Deno.test("writeText() writes the UTF-8 of any string", () => {
  fc.assert(fc.property(strings, fc.nat(9), (text, at) => {
    const out = new Uint8Array(at + 3 * text.length);
    const end = writeText(out, at, text);
    assert.deepEqual(out.slice(at, end), encoder.encode(text));
  }));
});

Deno.test("writeText() writes U+FFFD for half of a surrogate pair", () => {
  const out = new Uint8Array(9);
  assert.equal(writeText(out, 0, "a\ud800b"), 5);
  assert.deepEqual(out.subarray(0, 5), encoder.encode("a\ufffdb"));
});

Deno.test("readText() gives the string back, whatever came before", () => {
  fc.assert(fc.property(strings, strings, fc.boolean(), (text, other, same) => {
    const bytes = encoder.encode(`x${text}y`);
    const last = same ? text : other;
    assert.equal(readText(bytes, 1, bytes.length - 1, last), text);
  }));
});

Deno.test("readText() of what is not UTF-8 is U+FFFD, also where the last text looks the same", () => {
  assert.equal(readText(new Uint8Array([0xe9]), 0, 1, "é"), "\ufffd");
  assert.equal(readText(new Uint8Array([0xff, 65]), 0, 2, ""), "\ufffdA");
});
