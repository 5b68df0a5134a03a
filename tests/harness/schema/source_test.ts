import assert from "#assert";
import fc from "fast-check";
import { InputError } from "../../../harness/errors.ts";
import { showPath, Source } from "../../../harness/schema/source.ts";

/** The problems of a text that must not parse. */
function problems(text: string): readonly string[] {
  try {
    new Source(text, "s.yaml");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems;
  }
  throw new assert.AssertionError({ message: "parsed" });
}

Deno.test("Source keeps data and the place of every path", () => {
  const source = new Source("name: a\nlist:\n  - x: 1\n    y: [2, 3]\n", "s.yaml");
  assert.deepEqual(source.data, { name: "a", list: [{ x: 1, y: [2, 3] }] });
  assert.equal(source.locate(["name"]), "s.yaml:1:7");
  assert.equal(source.locate(["name"], "key"), "s.yaml:1:1");
  assert.equal(source.locate(["list", 0, "y", 1]), "s.yaml:4:12");
  assert.equal(source.locate(["list", 0, "z"]), "s.yaml:3:5", "a missing key: where its parent is");
});

Deno.test("Source follows anchors, and points into them", () => {
  const source = new Source("a: &x { r: 1 }\nb: *x\n", "s.yaml");
  assert.deepEqual(source.data, { a: { r: 1 }, b: { r: 1 } });
  assert.equal(source.locate(["b", "r"]), "s.yaml:1:12");
});

const BAD: readonly [what: string, text: string, expected: RegExp][] = [
  ["a nested mapping on one line", "a: b: c", /^s\.yaml:1:4: not valid YAML: Nested mappings/],
  ["a tab", "a:\n\tb: 1", /^s\.yaml:2:1: not valid YAML: Tabs are not allowed/],
  ["a key twice", "a: 1\nb: 2\na: 3", /^s\.yaml:3:1: the key "a" stands here twice$/],
  ["two documents", "a: 1\n---\nb: 1", /^s\.yaml:2:1: not valid YAML: Source contains multiple/],
  ["an unknown tag", "a: !x 1", /^s\.yaml:1:4: not valid YAML: Unresolved tag: !x$/],
  ["an alias without anchor", "a: *x", /^s\.yaml:1:4: \*x has no anchor &x before it$/],
  ["a cycle", "a: &a [*a]", /nested deeper than 32 levels$/],
  ["a prototype", "__proto__: 1", /^s\.yaml:1:1: unknown key "__proto__"$/],
  ["an open quote", 'a: "b', /^s\.yaml:1:6: not valid YAML: Missing closing/],
  ["a list as key", "? [a]\n: 1", /^s\.yaml:1:3: not valid YAML: With stringKeys/],
  ["deep brackets", "[".repeat(20_000), /^s\.yaml:1:\d+: not valid YAML/],
  ["deep blocks", "- ".repeat(500) + "a", /nested deeper than 32 levels$/],
];
for (const [what, text, expected] of BAD) {
  Deno.test(`Source refuses ${what}, with line and column`, () => {
    assert.match(problems(text)[0]!, expected);
  });
}

Deno.test("Source refuses aliases that explode, in bounded time", () => {
  const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (const [i, letter] of [..."bcdefghi"].entries()) {
    const before = "abcdefgh"[i];
    lines.push(`${letter}: &${letter} [${Array(9).fill(`*${before}`).join(", ")}]`);
  }
  assert.match(problems(lines.join("\n")).join("\n"), /more than 100000 values/);
});

Deno.test("Source refuses more text than any scenario has", () => {
  assert.match(problems("a".repeat((1 << 20) + 1))[0]!, /^s\.yaml: 1048577 characters; expected/);
});

Deno.test("Source: thousands of keys take no quadratic time", () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `key_${i}: ${i}`).join("\n");
  assert.equal(Object.keys(new Source(text, "s.yaml").data as object).length, 20_000);
});

Deno.test("Source: any text is data or an InputError", () => {
  const scrap = fc.constantFrom(
    ..."\n \t-:[]{}#&*!|>'\"%@`,?",
    "a: ",
    "- ",
    "\n  ",
    "<<: ",
    "*a",
    "&a ",
    "0x",
    "1e9",
    ".nan",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(scrap).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (yaml) => {
      try {
        new Source(yaml, "s.yaml");
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        assert.ok(error.problems.every((line) => /^s\.yaml:\d+:\d+: ./.test(line)), error.message);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("showPath() writes a path as people do", () => {
  assert.equal(showPath(["robot", "waypoints", 2, "x"]), "robot.waypoints[2].x");
});
