/**
 * Every scenario that comes with Dryrun, damaged: it is refused with file, line and what was
 * expected, or it is a scenario that runs. Nothing else may come of it.
 */
import assert from "#assert";
import fc from "fast-check";
import { CATALOGUE } from "../../harness/catalogue.ts";
import { InputError } from "../../harness/errors.ts";
import { runScenario } from "../../harness/run/run.ts";
import { parseScenario, type Scenario } from "../../harness/schema/scenario.ts";
import { GraphError } from "../../runtime/memory/match.ts";

const FILES = [...Deno.readDirSync("scenarios")].map(({ name }) => name)
  .filter((name) => name.endsWith(".yaml")).sort();
const TEXTS = FILES.map((name) => Deno.readTextFileSync(`scenarios/${name}`));
/** Lines of any scenario: what people copy from one to another. */
const LINES = [...new Set(TEXTS.flatMap((text) => text.split("\n")))];

/** One slip of a hand: in a number, a word, a sign, a line. */
const slip = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom("number", "word", "cut", "insert", "line", "indent"),
  length: fc.nat(8),
  number: fc.constantFrom("0", "-1", "1e9", "1e400", ".nan", ".inf", "-0", "0x7f", "1_000", "~"),
  by: fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom("{}", "[]", "null", ": ", "- ", "*a", "&a ", "!!str ", "true", "|", "\t"),
  ),
  line: fc.constantFrom(...LINES),
});
type Slip = typeof slip extends fc.Arbitrary<infer S> ? S : never;

/** The match nearest to a place of the text. */
function near(text: string, pattern: RegExp, at: number): RegExpExecArray | undefined {
  const found = [...text.matchAll(pattern)];
  return found[Math.min(Math.floor(at * found.length), found.length - 1)];
}

function damaged(text: string, { at, kind, length, number, by, line }: Slip): string {
  const put = (from: number, to: number, what: string) =>
    text.slice(0, from) + what + text.slice(to);
  const place = Math.floor(at * text.length);
  switch (kind) {
    case "number": {
      const found = near(text, /(?<=[[ ,])-?\d[\d.e-]*/g, at);
      return found ? put(found.index, found.index + found[0].length, number) : text;
    }
    case "word": {
      const found = near(text, /[a-z_]{3,}/g, at);
      if (found === undefined) return text;
      const middle = found.index + 1;
      return put(middle, middle + 2, found[0][2]! + found[0][1]!); // two letters change places
    }
    case "cut":
      return put(place, place + length, "");
    case "insert":
      return put(place, place + length, by);
    case "line":
      return put(text.lastIndexOf("\n", place) + 1, text.lastIndexOf("\n", place) + 1, `${line}\n`);
    case "indent":
      return put(text.lastIndexOf("\n", place) + 1, text.lastIndexOf("\n", place) + 1, "  ");
  }
}

async function parsed(text: string, file: string): Promise<Scenario | undefined> {
  try {
    return await parseScenario(text, {
      file,
      catalogue: CATALOGUE,
      read: async (name) => {
        try {
          return await Deno.readTextFile(`scenarios/${name}`);
        } catch {
          throw new InputError(`${name}: no such file`);
        }
      },
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    assert.ok(error.problems.length >= 1 && error.problems.length <= 21);
    assert.equal(new Set(error.problems).size, error.problems.length, error.message);
    for (const line of error.problems) {
      assert.match(line, /^[a-z0-9_/.]+\.yaml(:\d+:\d+)?: ./);
      assert.doesNotMatch(line, /undefined|\[object|NaN to|call stack|Invalid input/, line);
    }
  }
}

Deno.test("a damaged scenario is refused by file and line, or it is one that runs", async () => {
  const damage = fc.record({
    which: fc.nat(FILES.length - 1),
    slips: fc.array(slip, { minLength: 1, maxLength: 3 }),
  });
  let [refused, taken] = [0, 0];
  await fc.assert(
    fc.asyncProperty(damage, async ({ which, slips }) => {
      const text = slips.reduce(damaged, TEXTS[which]!);
      const scenario = await parsed(text, FILES[which]!);
      if (scenario === undefined) {
        refused++;
        return;
      }
      taken++;
      try {
        await runScenario(scenario, { durationNs: 20_000_000 });
      } catch (error) {
        // Only nodes on the bus can tell that types do not meet, and whether a model can be loaded.
        if (error instanceof Error && error.name === "ModelError") return;
        if (!(error instanceof GraphError)) throw error;
        assert.match(error.message, /^\/[\w/]+: /);
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(refused > 40 && taken > 40, `${refused} refused, ${taken} taken`);
});
