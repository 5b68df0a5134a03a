import assert from "#assert";
import { truthFor } from "../../../../harness/hil/truth/judged.ts";
import type { TruthSource } from "../../../../harness/hil/truth/source.ts";
import type { Truth } from "../../../../sim/contract.ts";

const truth: Truth = { start: 0, end: 1, at: () => {} };

/** Source, what a check says, and whether it may know the truth. */
const CASES: readonly [source: TruthSource, config: object, known: boolean][] = [
  [{ from: "simulation" }, {}, true],
  [{ from: "topic", topic: "/a", window_s: 0.2 }, { max_m: 0.1 }, true],
  [{ from: "none" }, { max_m: 100 }, false],
  [{ from: "commanded" }, { max_m: 100 }, false],
  [{ from: "commanded", tolerance_m: 0.5 }, { max_m: 0.5 }, true],
  [{ from: "commanded", tolerance_m: 0.5 }, { max_m: 0.4 }, false],
  [{ from: "commanded", tolerance_m: 0.5 }, { max_deg: 90 }, false],
  [{ from: "commanded", tolerance_deg: 10 }, { max_deg: 10 }, true],
  [{ from: "commanded", tolerance_m: 9, tolerance_deg: 9 }, {}, false],
];

for (const [source, config, known] of CASES) {
  const text = `${JSON.stringify(source)} ${known ? "is" : "is not"} for ${JSON.stringify(config)}`;
  Deno.test(`truth ${text}`, () => {
    assert.equal(truthFor(source, { config }, truth), known ? truth : undefined);
  });
}
