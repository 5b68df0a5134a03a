import assert from "#assert";
import fc from "fast-check";
import { documentOf, excessOf, type Fault } from "../../../harness/schema/yaml_text.ts";

const DEEP = "nested deeper than 32 levels";

function faultOf(text: string): Fault | undefined {
  const parsed = documentOf(text);
  return "fault" in parsed ? parsed.fault : undefined;
}

Deno.test("excessOf() points at the level or the word that is one too many", () => {
  assert.equal(excessOf(`a: ${"[".repeat(31)}1${"]".repeat(31)}`), undefined);
  assert.deepEqual(excessOf(`a: ${"[".repeat(32)}1${"]".repeat(32)}`), { at: 34, text: DEEP });
  assert.deepEqual(excessOf(`# é\na:\n  ${"{a: ".repeat(33)}`), { at: 9 + 4 * 32, text: DEEP });
  assert.equal(excessOf(`${"- ".repeat(32)}a`), undefined);
  assert.deepEqual(excessOf(`${"- ".repeat(33)}a`), { at: 64, text: DEEP });
  assert.deepEqual(excessOf(`${"? ".repeat(33)}a`), { at: 64, text: DEEP });
  assert.deepEqual(excessOf(": ".repeat(33)), { at: 64, text: DEEP });
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
    `{${"a: 1, ".repeat(99)}}`,
    "a: { b: 1 }\n".repeat(3000),
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
    const fault = faultOf(text);
    assert.match(fault!.text, said);
    assert.equal(fault!.at, at, `${text.slice(0, 30)}: ${fault!.text}`);
  }
  const parsed = documentOf("a: [1, 2]\n");
  assert.deepEqual("document" in parsed && parsed.document.toJS(), { a: [1, 2] });
});

Deno.test("documentOf() says of a stack that ends what is meant by it", () => {
  for (const step of ["- -", "?", "a: &x", "-\n", ": :"]) {
    let stairs = "";
    for (let n = 0; n < 1400; n++) stairs += `${" ".repeat(n * step.length)}${step}\n`;
    for (const text of [stairs, `${step.trim()} `.repeat(100_000)]) {
      const fault = faultOf(text);
      assert.ok(fault === undefined || fault.at >= 0 && fault.at <= text.length);
      assert.doesNotMatch(fault?.text ?? "", /call stack|regular expression/);
    }
  }
  assert.equal(
    faultOf(Array.from({ length: 2000 }, (_, n) => `${" ".repeat(n)}-\n`).join(""))?.text,
    DEEP,
  );
});

Deno.test("excessOf() and documentOf() end on any text, with places inside it", () => {
  const scrap = fc.constantFrom(..."\n\r\t -:[]{}#&*!|>'\"%@`,?\0\x02\x18\x1f\uFEFFaé");
  fc.assert(
    fc.property(fc.array(scrap, { maxLength: 60 }), (parts) => {
      const text = parts.join("");
      for (const fault of [excessOf(text), faultOf(text)]) {
        assert.ok(fault === undefined || fault.at >= 0 && fault.at <= text.length);
      }
    }),
    { numRuns: 2000 },
  );
});
