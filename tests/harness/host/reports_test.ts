import assert from "#assert";
import type { Answer, Job } from "../../../harness/host/jobs.ts";
import type { Pool } from "../../../harness/host/pool.ts";
import { loadScenario } from "../../../harness/host/load_scenario.ts";
import { reportFailed, RunPageFile } from "../../../harness/host/reports.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { madeError, madeRecord } from "../sweep/made_records.ts";

/** A pool that notes what it is asked, and answers as told. */
function noting(answer: (job: Job & { do: "run" }) => Answer["is"]) {
  const jobs: (Job & { do: "run" })[] = [];
  const pool = {
    do(job: Job & { do: "run" }) {
      jobs.push(job);
      return Promise.resolve({ is: answer(job) } as Answer);
    },
  };
  return { jobs, pool: pool as unknown as Pool };
}

Deno.test("reportFailed(): what failed is run again, and nothing else", async () => {
  const { jobs, pool } = noting(() => "ran");
  const records = [madeRecord(1, 0.5), madeRecord(2, 1.5), madeError(3, "hangs")];
  const files = await reportFailed(pool, records, "/out");
  assert.deepEqual([...files].sort(), ["dock_seed_2.html", "dock_seed_2.mcap"]);
  assert.deepEqual(jobs, [{
    ...{ do: "run", file: "scenarios/dock.yaml", seed: 2, set: {}, durationNs: 60e9 },
    record: "/out/dock_seed_2.mcap",
    report: { path: "/out/dock_seed_2.html", repeat: "deno task sim dock --seed 2" },
  }]);
});

Deno.test("reportFailed(): a hundred pages, ten recordings; none that was not written", async () => {
  const { jobs, pool } = noting(({ seed }) => seed === 5 ? "failed" : "ran");
  const records = Array.from({ length: 150 }, (_, i) => madeRecord(i + 1, 2));
  const files = [...await reportFailed(pool, records, "/out")];
  assert.equal(jobs.length, 100);
  assert.equal(files.filter((name) => name.endsWith(".html")).length, 99);
  assert.equal(files.filter((name) => name.endsWith(".mcap")).length, 9);
  assert.ok(!files.includes("dock_seed_5.html"));
});

Deno.test("RunPageFile: looks on and writes, naming the recording as it lies beside", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/page.html`, recording = `${folder}/run.mcap`;
    const page = new RunPageFile({ path, repeat: "deno task sim standstill", recording });
    const scenario = await loadScenario("standstill");
    await page.write(await runScenario(scenario, { durationNs: 1e9, observe: page.observe }));
    const html = await Deno.readTextFile(path);
    assert.match(html, /<a href="run\.mcap">/);
    assert.match(html, /<pre>deno task sim standstill<\/pre>/);
    assert.match(html, /<h2>The way<\/h2>/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
