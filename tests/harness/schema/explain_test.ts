import assert from "#assert";
import { z } from "zod";
import { InputError } from "../../../harness/errors.ts";
import { check, explain, type Problem, refuse, show } from "../../../harness/schema/explain.ts";
import { Source } from "../../../harness/schema/source.ts";

const SCHEMA = z.strictObject({
  rate_hz: z.number().gt(0).max(1000),
  depth: z.number().int().min(1),
  mode: z.enum(["mean", "instant"]),
  place: z.tuple([z.number(), z.number()]).optional(),
  shape: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("box"), size: z.number() }),
    z.strictObject({ type: z.literal("ball"), radius: z.number() }),
  ]).optional(),
  compute: z.union([z.number(), z.strictObject({ normal: z.number() })]).optional(),
});

/** The problems of a YAML text under SCHEMA, as lines. */
function lines(text: string): readonly string[] {
  const source = new Source(text, "s.yaml");
  const problems: Problem[] = [];
  check(SCHEMA, source.data, { at: [], problems });
  try {
    refuse(problems, source);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems;
  }
}

const GOOD = "rate_hz: 100\ndepth: 1\nmode: mean\n";
const CASES: readonly [what: string, text: string, expected: string][] = [
  ["a rate of 0", GOOD.replace("100", "0"), "s.yaml:1:10: rate_hz: expected a number > 0, got 0"],
  [
    "too much",
    GOOD.replace("100", "2e3"),
    "s.yaml:1:10: rate_hz: expected a number <= 1000, got 2000",
  ],
  ["text", GOOD.replace("100", "fast"), 's.yaml:1:10: rate_hz: expected a number, got "fast"'],
  [
    "infinity",
    GOOD.replace("100", ".inf"),
    "s.yaml:1:10: rate_hz: expected a number, got Infinity",
  ],
  ["nothing", GOOD.replace("100", ""), "s.yaml:1:10: rate_hz: expected a number, got nothing"],
  [
    "a fraction",
    GOOD.replace(": 1\n", ": 1.5\n"),
    "s.yaml:2:8: depth: expected a whole number, got 1.5",
  ],
  [
    "a wrong name",
    GOOD.replace("mean", "maen"),
    's.yaml:3:7: mode: unknown name "maen"; did you mean "mean"?',
  ],
  ["a missing key", "depth: 1\nmode: mean\n", "s.yaml:1:1: rate_hz: is missing; expected a number"],
  ["an unknown key", GOOD + "plaec: 1\n", 's.yaml:4:1: plaec: unknown key; did you mean "place"?'],
  [
    "a far key",
    GOOD + "zzz: 1\n",
    "s.yaml:4:1: zzz: unknown key; known: rate_hz, depth, mode, place, shape, compute",
  ],
  [
    "a short list",
    GOOD + "place: [1]\n",
    "s.yaml:4:8: place: expected a list of >= 2 elements, got a list of 1",
  ],
  ["an item", GOOD + "place: [1, x]\n", 's.yaml:4:12: place[1]: expected a number, got "x"'],
  [
    "an unknown type",
    GOOD + "shape: { type: bal }\n",
    's.yaml:4:16: shape.type: unknown name "bal"; did you mean "ball"?',
  ],
  [
    "no type",
    GOOD + "shape: { size: 1 }\n",
    "s.yaml:4:1: shape.type: is missing; expected one of box, ball",
  ],
  [
    "inside a type",
    GOOD + "shape: { type: box, size: x }\n",
    's.yaml:4:27: shape.size: expected a number, got "x"',
  ],
  [
    "no branch",
    GOOD + "compute: x\n",
    's.yaml:4:10: compute: expected a number or a mapping (key: value), got "x"',
  ],
  [
    "the furthest branch",
    GOOD + "compute: { normal: x }\n",
    's.yaml:4:20: compute.normal: expected a number, got "x"',
  ],
  ["a list for all", "- 1\n", "s.yaml:1:1: expected a mapping (key: value), got a list of 1"],
];
for (const [what, text, expected] of CASES) {
  Deno.test(`a problem names place, path and what was expected: ${what}`, () => {
    assert.deepEqual(lines(text), [expected]);
  });
}

Deno.test("all problems are told at once, in the order of the file", () => {
  assert.deepEqual(
    lines("rate_hz: -1\ndepht: 1\nmode: mean\ndepth: 0\n"),
    [
      "s.yaml:1:10: rate_hz: expected a number > 0, got -1",
      's.yaml:2:1: depht: unknown key; did you mean "depth"?',
      "s.yaml:4:8: depth: expected a number >= 1, got 0",
    ],
  );
});

Deno.test("explain() leaves a schema's own message alone", () => {
  const result = z.string().refine(() => false, "no such place").safeParse("x", { error: explain });
  assert.equal(result.error?.issues[0]?.message, "no such place");
});

Deno.test("show() cuts what is long", () => {
  assert.equal(show("x".repeat(100)).length, 60);
  assert.equal(show([1, 2]), "a list of 2");
});
