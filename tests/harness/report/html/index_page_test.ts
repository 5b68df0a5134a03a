import assert from "#assert";
import { indexPage } from "../../../../harness/report/html/index_page.ts";
import { summarise } from "../../../../harness/sweep/summary.ts";
import { madeError, madeRecord } from "../../sweep/made_records.ts";

const RECORDS = [
  madeRecord(1, 0.5),
  madeRecord(2, 1.5),
  madeError(3, "a node <never> returns\nat x"),
];
const html = indexPage({
  records: RECORDS,
  summary: summarise(RECORDS, []),
  files: new Set(["dock_seed_2.html", "dock_seed_2.mcap"]),
});

Deno.test("indexPage(): what failed first, with its reason, page, recording and command", () => {
  const order = ["dock seed 2", "dock seed 3", "dock seed 1"].map((name) => html.indexOf(name));
  assert.deepEqual(order, order.toSorted((a, b) => a - b));
  assert.match(html, /<a href="dock_seed_2\.html">dock seed 2<\/a>/);
  assert.match(html, /<a href="dock_seed_2\.mcap">/);
  assert.match(html, /error: 1\.5 m, limit &lt;= 1 m: 1\.5 m is over the limit/);
  assert.match(html, /a node &lt;never&gt; returns/);
  assert.match(html, /<code>deno task sim dock --seed 2<\/code>/);
});

Deno.test("indexPage(): links only to what is there", () => {
  assert.doesNotMatch(html, /href="dock_seed_[13]/);
});

Deno.test("indexPage(): thousands of runs stay a page; failures are never what is left out", () => {
  const records = [
    ...Array.from({ length: 3000 }, (_, i) => madeRecord(i + 1, 0.5)),
    madeRecord(3001, 9),
  ];
  const long = indexPage({ records, summary: summarise(records, []), files: new Set() });
  assert.match(long, /dock seed 3001/);
  assert.match(long, /and 1001 more in results\.jsonl/);
});
