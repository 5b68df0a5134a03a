import assert from "#assert";
import fc from "fast-check";
import { documentOf, excessOf } from "../../../harness/schema/yaml_text.ts";

const DEEP = "nested deeper than 32 levels";

Deno.test("excessOf() points at the level or the word that is one too many", () => {
  assert.equal(excessOf(`a: ${"[".repeat(32)}1${"]".repeat(32)}`), undefined);
  assert.deepEqual(excessOf(`a: ${"[".repeat(33)}1${"]".repeat(33)}`), { at: 35, text: DEEP });
  assert.deepEqual(excessOf(`# é\na:\n  ${"{a: ".repeat(33)}`), { at: 9 + 4 * 32, text: DEEP });
  assert.equal(excessOf(`${"- ".repeat(32)}a`), undefined);
  assert.deepEqual(excessOf(`${"- ".repeat(33)}a`), { at: 64, text: DEEP });
  assert.deepEqual(excessOf(`${"? ".repeat(33)}a`), { at: 64, text: DEEP });
  const words = excessOf("a: 1\n".repeat(100_000));
  assert.equal(words?.text, "more than 400000 words and signs");
  assert.ok(words!.at > 250_000 && words!.at < 500_000, `${words!.at}`);
});

Deno.test("excessOf() counts levels, not brackets: those in texts, and those that are closed", () => {
  const fine = [
    "[1, 2], ".repeat(3000),
    `"${"[".repeat(99)}"`,
    `'${"{".repeat(99)}'`,
    `# ${"[".repeat(99)}\n`,
    `a: |\n  ${"[".repeat(99)}\n  ${"- ".repeat(99)}\n`,
    `a: x${"[".repeat(99)}\n`,
    "- a\n".repeat(3000),
    `[${"- 1, ".repeat(99)}]`,
    "a: [1,\n  2]\n".repeat(3000),
  ];
  for (const text of fine) assert.equal(excessOf(text), undefined, text.slice(0, 40));
});

Deno.test("documentOf() gives the first fault alone, with its place", () => {
  const cases: [text: string, at: number, said: RegExp][] = [
    ["a: [1, 2\nb: 1\nc: }", 9, /^Flow sequence in block collection must be/],
    ["a: 1\n---\nb: 2\n---\nc: 3", 5, /^a second document begins$/],
    ["a: !x 1\nb: *c d", 3, /^Unresolved tag: !x$/],
    ["a: *b c\n", 6, /^Unexpected scalar at node end$/],
    ["]".repeat(100_000), 0, /^Unexpected flow-seq-end token/],
  ];
  for (const [text, at, said] of cases) {
    const { fault } = documentOf(text);
    assert.match(fault!.text, said);
    assert.equal(fault!.at, at, `${text.slice(0, 30)}: ${fault!.text}`);
  }
  assert.equal(documentOf("a: [1, 2]\n").fault, undefined);
  assert.deepEqual(documentOf("a: [1, 2]\n").document.toJS(), { a: [1, 2] });
});

Deno.test("documentOf() says of a stack that ends what is meant by it", () => {
  let stairs = "";
  for (let n = 0; n < 8000; n += 4) stairs += `${" ".repeat(n)}- -\n`;
  const { fault } = documentOf(stairs);
  assert.equal(fault?.text, DEEP);
});

Deno.test("excessOf() and documentOf() end on any text, with places inside it", () => {
  const scrap = fc.constantFrom(..."\n\r\t -:[]{}#&*!|>'\"%@`,?\0\x02\x18\x1f\uFEFFaé");
  fc.assert(
    fc.property(fc.array(scrap, { maxLength: 60 }), (parts) => {
      const text = parts.join("");
      for (const fault of [excessOf(text), documentOf(text).fault]) {
        assert.ok(fault === undefined || fault.at >= 0 && fault.at <= text.length);
      }
    }),
    { numRuns: 2000 },
  );
});
