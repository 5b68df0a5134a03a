import assert from "#assert";
import type { Answer, Job } from "../../../harness/host/jobs.ts";
import type { Pool } from "../../../harness/host/pool.ts";
import { loadScenario } from "../../../harness/host/load_scenario.ts";
import { collectFailed, reportFailed, RunPageFile } from "../../../harness/host/reports.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { madeError, madeRecord } from "../sweep/made_records.ts";

/** A pool that notes what it is asked, and answers as told. */
function noting(answer: (job: Job & { do: "run" }) => Answer["is"] | "reported") {
  const jobs: (Job & { do: "run" })[] = [];
  const pool = {
    do(job: Job & { do: "run" }) {
      jobs.push(job);
      const is = answer(job);
      return Promise.resolve(
        (is === "reported" ? { is: "failed", reported: true } : { is }) as Answer,
      );
    },
  };
  return { jobs, pool: pool as unknown as Pool };
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const listed = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("reportFailed(): what failed is run again, and nothing else", async () => {
  const { jobs, pool } = noting(() => "ran");
  const records = [madeRecord(1, 0.5), madeRecord(2, 1.5), madeRecord(3, 0.5)];
  const files = await reportFailed(pool, records, "/out");
  assert.deepEqual([...files].sort(), ["dock_seed_2.html", "dock_seed_2.mcap"]);
  assert.deepEqual(jobs, [{
    ...{ do: "run", file: "scenarios/dock.yaml", seed: 2, set: {}, durationNs: 60e9 },
    record: "/out/dock_seed_2.mcap",
    report: { path: "/out/dock_seed_2.html", repeat: "deno task sim dock --seed 2", digest: "d2" },
  }]);
});

Deno.test("reportFailed(): a run that threw is run again until it throws", async () => {
  const { jobs, pool } = noting(() => "reported");
  const files = await reportFailed(pool, [madeError(3, "no memory", "internal")], "/out");
  assert.deepEqual([...files].sort(), ["dock_seed_3.html", "dock_seed_3.mcap"]);
  assert.deepEqual([jobs[0]!.durationNs, jobs[0]!.report!.error], [undefined, undefined]);
});

Deno.test("reportFailed(): one that was ended by the watchdog, up to where it was still alive", async () => {
  const { jobs, pool } = noting(() => "ran");
  const hung = madeError(3, "nothing happened for 60 s after 2.5 s of simulated time");
  const record = { ...hung, error: { ...hung.error!, at_s: 2.5 } };
  assert.equal((await reportFailed(pool, [record], "/out")).size, 2);
  assert.equal(jobs[0]!.durationNs, 2.5e9);
  assert.equal(jobs[0]!.report!.error, record.error);
});

Deno.test("reportFailed(): where nothing can be seen of an error its page has the text", () =>
  inFolder(async (folder) => {
    const { jobs, pool } = noting(() => "failed");
    const hung = madeError(3, "nothing happened for 60 s after 0.0 s: a node never returns");
    const files = await reportFailed(pool, [hung, madeError(4, "<no weights>\nat x")], folder);
    assert.deepEqual([...files].sort(), ["dock_seed_3.html", "dock_seed_4.html"]);
    assert.deepEqual(jobs.map(({ seed }) => seed), [4], "the other would only hang once more");
    assert.deepEqual(listed(folder), ["dock_seed_3.html", "dock_seed_4.html"]);
    const html = await Deno.readTextFile(`${folder}/dock_seed_4.html`);
    assert.match(html, /<b class="error">error<\/b> dock seed 4/);
    assert.match(html, /&lt;no weights&gt;\nat x/);
    assert.match(html, /<pre>deno task sim dock --seed 4<\/pre>/);
  }));

Deno.test("collectFailed(): pages of other machines are copied, and only those are named", () =>
  inFolder(async (folder) => {
    const [a, b, to] = ["a", "b", "to"].map((name) => `${folder}/${name}`) as [
      string,
      string,
      string,
    ];
    for (const one of [a, b, to]) await Deno.mkdir(one);
    await Deno.writeTextFile(`${a}/dock_seed_2.html`, "page 2");
    await Deno.writeTextFile(`${a}/dock_seed_2.mcap`, "log 2");
    await Deno.writeTextFile(`${b}/dock_seed_3.html`, "page 3");
    await Deno.writeTextFile(`${b}/dock_seed_1.html`, "of an earlier run");
    const records = [madeRecord(1, 0.5), madeRecord(2, 9), madeError(3, "hangs"), madeRecord(4, 9)];
    const files = await collectFailed(records, [a, b, `${folder}/none`], to);
    const names = ["dock_seed_2.html", "dock_seed_2.mcap", "dock_seed_3.html"];
    assert.deepEqual([...files].sort(), names);
    assert.deepEqual(listed(to), names);
    assert.equal(await Deno.readTextFile(`${to}/dock_seed_3.html`), "page 3");
    assert.deepEqual(await collectFailed(records, [to], to), files, "onto themselves");
  }));

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
