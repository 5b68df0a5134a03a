import assert from "#assert";
import fc from "fast-check";
import { parse, stringify } from "yaml";
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
  ["two documents", "a: 1\n---\nb: 1", /^s\.yaml:2:1: not valid YAML: a second document begins$/],
  ["an unknown tag", "a: !x 1", /^s\.yaml:1:4: not valid YAML: Unresolved tag: !x$/],
  ["an alias without anchor", "a: *x", /^s\.yaml:1:4: \*x has no anchor &x before it$/],
  ["a cycle", "a: &a [*a]", /^s\.yaml:1:8: \*a stands within its anchor &a$/],
  ["a prototype", "__proto__: 1", /^s\.yaml:1:1: unknown key "__proto__"$/],
  ["an open quote", 'a: "b', /^s\.yaml:1:6: not valid YAML: Missing closing/],
  ["a list as key", "? [a]\n: 1", /^s\.yaml:1:3: not valid YAML: With stringKeys/],
  ["deep brackets", "[".repeat(20_000), /^s\.yaml:1:33: nested deeper than 32 levels$/],
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

Deno.test("Source follows any number of aliases to the anchor before each, as yaml's parser does", () => {
  const value = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("1", "x", "*a", "*b", "*c"),
      fc.tuple(fc.constantFrom("", "&a ", "&b ", "&c "), fc.array(tie("node"), { maxLength: 4 }))
        .map(([anchor, items]) => `${anchor}[${items.join(", ")}]`),
      fc.tuple(fc.constantFrom("&a ", "&b ", "&c "), fc.constantFrom("1", "two")).map((parts) =>
        parts.join("")
      ),
    ),
  })).node;
  const text = fc.array(value, { minLength: 1, maxLength: 8 })
    .map((items) => items.map((item) => `- ${item}\n`).join(""));
  let compared = 0;
  fc.assert(
    fc.property(text, (yaml) => {
      let expected: unknown;
      try {
        expected = parse(yaml);
        JSON.stringify(expected);
      } catch {
        // an alias without an anchor before it, or within its own
        assert.throws(() => new Source(yaml, "s.yaml"), /has no anchor|stands within its anchor/);
        return;
      }
      compared++;
      assert.deepEqual(new Source(yaml, "s.yaml").data, expected, yaml);
    }),
    { numRuns: 400 },
  );
  assert.ok(compared > 100, `${compared}`);
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

Deno.test("Source reads back what was written, whatever the data", () => {
  const key = fc.string({ maxLength: 6 }).filter((name) => name !== "__proto__");
  const { data } = fc.letrec<{ data: unknown }>((tie) => ({
    data: fc.oneof(
      { maxDepth: 5 },
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("data"), { maxLength: 4 }),
      fc.dictionary(key, tie("data"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(data, (value) => {
      const yaml = stringify(value, { aliasDuplicateObjects: false });
      assert.deepEqual(
        new Source(yaml, "s.yaml").data,
        Object.is(value, -0) ? parse(yaml) : value,
        yaml,
      );
    }),
    { numRuns: 500 },
  );
});

/** What a parser may stumble over when it comes in thousands. */
const CHUNKS = [
  ...[
    "[",
    "{",
    "- ",
    "? ",
    "a: ",
    "&a ",
    "*a ",
    "!!str ",
    "!x ",
    "'",
    '"',
    "|\n",
    ">\n ",
    "\t",
    "]",
  ],
  ...[
    "%TAG ",
    "---\n",
    "...\n",
    "[[],",
    "{a: ",
    "[{a: [",
    "\n ",
    "# \n",
    ": ",
    ",",
    "{,",
    "\0",
    "}",
  ],
  ...["a: &x [\n", "- &a\n", "- *a\n", "<<: *a\n", "? - ", "&a [", "!<x> ", "|2\n ", "'a': ", "\r"],
  ...["- a: ", "  - ", "a: |\n  b\n", "a: 1\n", "- [1, 2]\n", "\\", "\uFEFF", "é", "0x", "@"],
];

Deno.test("Source: heaps of anything are data or an InputError that says where", () => {
  const heap = fc.tuple(fc.constantFrom(...CHUNKS), fc.integer({ min: 1, max: 20_000 }))
    .map(([chunk, times]) => chunk.repeat(times));
  fc.assert(
    fc.property(fc.array(heap, { minLength: 1, maxLength: 3 }), (heaps) => {
      try {
        new Source(heaps.join("\n"), "s.yaml");
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        for (const line of error.problems) {
          assert.match(line, /^s\.yaml(:\d+:\d+)?: ./);
          assert.doesNotMatch(line, /call stack|regular expression|undefined|\[object/);
        }
      }
    }),
    { numRuns: 40 },
  );
});

Deno.test("Source: the worst that a megabyte can be needs no more than a small machine's memory", async () => {
  const script = `import { Source } from "./harness/schema/source.ts";
    const size = 1 << 20, rep = (text) => text.repeat(Math.floor(size / text.length));
    const stairs = (dashes) => {
      let text = "";
      for (let n = 0; text.length < size; n += 2 * dashes) {
        text += " ".repeat(n) + "- ".repeat(dashes) + "\\n";
      }
      return text.slice(0, size);
    };
    const worst = [stairs(1), stairs(31), rep("!!str "), rep("&a "), rep("- *a\\n"),
      "a: &a 1\\nb:\\n" + rep("- *a\\n").slice(20), rep("[[],"), rep("a: &x [\\n"), rep('"')];
    for (const text of worst) {
      try { new Source(text, "s.yaml"); } catch (error) { console.log(error.name, error.message); }
    }`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--v8-flags=--max-old-space-size=256", script],
  }).output();
  const text = new TextDecoder();
  assert.equal(code, 0, text.decode(stderr).slice(0, 1000));
  const lines = text.decode(stdout).trimEnd().split("\n");
  assert.equal(lines.length, 9, lines.join("\n"));
  for (const line of lines) assert.match(line, /^InputError s\.yaml:\d+:\d+: ./);
});
