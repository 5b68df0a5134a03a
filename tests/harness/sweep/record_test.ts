import assert from "#assert";
import { InputError } from "../../../harness/errors.ts";
import {
  caseKey,
  fileNameOf,
  fromLines,
  recordOf,
  runErrorOf,
  sortRecords,
  toLines,
} from "../../../harness/sweep/record.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { scenarioOf } from "../fixtures.ts";
import { madeError, madeRecord } from "./made_records.ts";

const RECORDS = [
  madeRecord(10, 2),
  madeRecord(9, 0.5, { k: 1, variant: { "a.b": 1 } }),
  madeError(3, "never returned"),
  madeRecord(2, 0.1, { scenario: "alley" }),
];

Deno.test("fileNameOf(): of its own for each variant and seed", () => {
  assert.equal(fileNameOf(madeRecord(2, 0.1)), "dock_seed_2");
  assert.equal(fileNameOf(madeRecord(2, 0.1, { k: 3 })), "dock_3_seed_2");
});

Deno.test("results files: sorted, and read as they were written", () => {
  const text = toLines(RECORDS);
  assert.equal(text.split("\n").length, 5);
  assert.deepEqual(fromLines(text, "r.jsonl"), sortRecords(RECORDS));
  assert.deepEqual(fromLines(`\n${text}\n\n`, "r.jsonl"), sortRecords(RECORDS));
  assert.deepEqual(sortRecords(RECORDS).map(caseKey), [
    "alley 0 2",
    "dock 0 3",
    "dock 0 10",
    "dock 1 9",
  ]);
  assert.equal(toLines(RECORDS.toReversed()), text);
});

Deno.test("results files: what is none is told with its line", () => {
  for (const bad of ["{", "[]", "{}", '{"scenario":"a"}', "null", "7"]) {
    assert.throws(
      () => fromLines(`${toLines([RECORDS[0]!])}${bad}\n`, "r.jsonl"),
      (error: Error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, /^r\.jsonl:2: expected a run/);
        return true;
      },
    );
  }
  const twice = toLines([RECORDS[0]!]).repeat(2);
  assert.throws(() => fromLines(twice, "r.jsonl"), /r\.jsonl:2: dock seed 10 stands here twice/);
});

Deno.test("recordOf(): nothing that depends on the machine or the moment", async () => {
  let now = 0;
  const result = await runScenario(await scenarioOf(), { wall: () => now += 7 });
  const one = { index: 0, scenario: "small", file: "small.yaml", seed: 1, k: 0, variant: {} };
  const record = recordOf(one, result, { nees: [1, 2] });
  assert.ok(result.wall_s > 0);
  assert.deepEqual(Object.keys(record).filter((key) => /wall|factor/.test(key)), []);
  assert.equal(record.digest, result.digest);
  assert.deepEqual(record.checks, result.checks);
  assert.deepEqual(record.summaries, { nees: [1, 2] });
});

Deno.test("runErrorOf(): the user's in lines, Dryrun's own with its trace", () => {
  const input = new InputError(["a.yaml:1:2: x", "a.yaml:3:4: y"]);
  assert.deepEqual(runErrorOf(input), { kind: "input", text: "a.yaml:1:2: x\na.yaml:3:4: y" });
  const own = runErrorOf(new TypeError("broke"));
  assert.equal(own.kind, "internal");
  assert.match(own.text, /^TypeError: broke\n +at .*record_test/);
  assert.deepEqual(runErrorOf("a text"), { kind: "internal", text: "a text" });
});
