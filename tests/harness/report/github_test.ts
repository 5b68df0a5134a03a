import assert from "#assert";
import { annotations, markdown } from "../../../harness/report/github.ts";
import { compare } from "../../../harness/sweep/compare.ts";
import { summarise } from "../../../harness/sweep/summary.ts";
import { madeError, madeRecord } from "../sweep/made_records.ts";

Deno.test("annotations(): what failed, escaped as GitHub reads it, ten at most", () => {
  const failed = Array.from({ length: 15 }, (_, i) => madeRecord(i + 1, 2));
  const lines = annotations([...failed, madeRecord(99, 0.5)]);
  assert.equal(lines.length, 10);
  assert.equal(
    lines[0],
    "::error file=scenarios/dock.yaml,title=dock seed 1::error 2 m, limit <= 1%0A" +
      "deno task sim dock --seed 1",
  );
  const [odd] = annotations([madeError(1, "50 % lost,\r\nthen: nothing")]);
  assert.match(odd!, /::50 %25 lost,%0D%0Athen: nothing%0A/);
  assert.deepEqual(annotations([madeRecord(1, 0.5)]), []);
});

Deno.test("markdown(): tables with the verdict, rates and what has changed", () => {
  const before = Array.from({ length: 20 }, (_, i) => madeRecord(i + 1, 0.5));
  const now = before.map(({ seed }) => madeRecord(seed, seed > 10 ? 1.5 : 0.5));
  const text = markdown(summarise(now), compare(now, before));
  assert.match(text, /^## Dryrun: fail, 20 runs/);
  assert.match(text, /\| dock \| 20 \| 50 % \(29\.9 % … 70\.1 %\) \| 11 12 13/);
  assert.match(text, /Against before: \*\*fail\*\*, 20 pairs/);
  assert.match(text, /\| dock \| error \| worse \| 10 \| 0 \| 0\.001953 \|/);
  for (const table of text.split("\n\n").filter((part) => part.startsWith("| "))) {
    const columns = table.trim().split("\n").map((line) => line.split(/(?<!\\)\|/).length);
    assert.equal(new Set(columns).size, 1, table);
  }
});
