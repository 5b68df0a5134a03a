import assert from "#assert";
import type { Answer } from "../../../harness/host/jobs.ts";
import { Pool } from "../../../harness/host/pool.ts";
import { loadScenario } from "../../../harness/host/load_scenario.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { openLog } from "../../../runtime/bag/mod.ts";

const node = (body: string) =>
  `import { z } from "${import.meta.resolve("zod")}";
export default {
  name: "own", params: z.object({}), groups: { default: "exclusive" }, outputs: {},
  inputs: { imu: { topic: "imu/data", type: "sensor_msgs/msg/Imu",
    qos: { reliability: "best_effort", durability: "volatile", depth: 10 } } },
  create(_params, io) { ${body} },
};`;

const SCENARIO = `name: own
duration_s: 20
robot: { type: free }
sensors: { imu: { type: imu } }
nodes: { own: { node: ./own.ts } }
checks: { pace: { type: rate, topic: /imu/data, min_hz: 90 } }
`;

/** What a real worker answers about a scenario with a node of this body. */
async function ask(
  body: string,
  job: (file: string, folder: string) => Record<string, unknown>,
  use: (answer: Answer, file: string, folder: string) => Promise<void> | void,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const pool = new Pool({ jobs: 1, watchdogS: 10 });
  try {
    const file = `${folder}/own.yaml`;
    await Deno.writeTextFile(file, SCENARIO);
    await Deno.writeTextFile(`${folder}/own.ts`, node(body));
    await use(await pool.do(job(file, folder) as never), file, folder);
  } finally {
    pool.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const run = (file: string) => ({ do: "run", file, seed: 3, set: { duration_s: 2 } });
const textOf = (answer: Answer) => answer.is === "failed" ? answer.error : assert.fail(answer.is);

Deno.test("worker: a run is that of the process itself", async () => {
  await ask("return { imu() {} };", run, async (answer, file) => {
    const scenario = await loadScenario(file, { seed: 3, set: { duration_s: 2 } });
    const { wall_s: _, realtime_factor: __, ...here } = await runScenario(scenario, { seed: 3 });
    assert.equal(answer.is, "ran");
    if (answer.is !== "ran") return;
    const { wall_s, realtime_factor: ___, ...there } = answer.result;
    assert.deepEqual(there, here);
    assert.ok(wall_s > 0);
  });
});

Deno.test("worker: records where it is told to", async () => {
  const job = (file: string, folder: string) => ({ ...run(file), record: `${folder}/own.mcap` });
  await ask("return { imu() {} };", job, async (answer, _file, folder) => {
    assert.equal(answer.is, "ran");
    const log = await openLog(`${folder}/own.mcap`);
    assert.equal(log.metadata!.seed, "3");
    log.close();
  });
});

Deno.test("worker: a node that leaks is ended with what it holds", async () => {
  const body = `const held = [];
    return { imu(message) { for (let i = 0; i < 2000; i++) held.push({ ...message, i }); } };`;
  const job = (file: string) => ({ ...run(file), set: { duration_s: 1000 }, memoryMb: 300 });
  await ask(body, job, (answer) => {
    const { kind, text } = textOf(answer);
    assert.equal(kind, "input");
    assert.match(text, /more than 300 MB are held at .* s: one of the nodes leaks \(own\)/);
  });
});

Deno.test("worker: a module that throws, a node that can't be made, a file that is not there", async () => {
  await ask("}, x: (() => { throw new Error('no camera') })(), y() {", run, (answer) => {
    assert.match(
      textOf(answer).text,
      /nodes\.own\.node: \.\/own\.ts: can't be loaded: Error: no camera/,
    );
  });
  await ask("throw new Error('no weights');", run, (answer) => {
    assert.match(textOf(answer).text, /no weights/);
  });
  await ask("return {}", () => run("nowhere.yaml"), (answer) => {
    assert.match(textOf(answer).text, /nowhere\.yaml: no such file/);
    assert.equal(textOf(answer).kind, "input");
  });
});

Deno.test("worker: verdicts over seeds", async () => {
  const job = (file: string) => ({ do: "across", file, summaries: [{}, {}] });
  await ask("return { imu() {} };", job, (answer) => {
    assert.deepEqual(answer, { is: "across", results: [] });
  });
});

Deno.test("worker: a run that breaks has a page and a recording of what was seen until then", async () => {
  const job = (file: string, folder: string) => ({
    ...run(file),
    ...{ set: { duration_s: 1000 }, memoryMb: 1, record: `${folder}/own.mcap` },
    report: { path: `${folder}/own.html`, repeat: "deno task sim own.yaml" },
  });
  await ask("return { imu() {} };", job, async (answer, _file, folder) => {
    assert.ok(answer.is === "failed" && answer.reported);
    const html = await Deno.readTextFile(`${folder}/own.html`);
    assert.match(html, /<b class="error">error<\/b> own seed 3/);
    assert.match(html, /<b>The run came to no verdict<\/b>: more than 1 MB are held at/);
    assert.match(html, /Red lines stand at [\d.]+ s: the run ended here/);
    assert.match(html, /href="own\.mcap"/);
    assert.match(html, /\/imu\/data/);
    const log = await openLog(`${folder}/own.mcap`);
    assert.equal(log.metadata!.seed, "3");
    log.close();
  });
});

Deno.test("worker: a run up to where another had to be ended has its page with that error", async () => {
  const error = { kind: "input", text: "nothing happened for 9 s", at_s: 1 };
  const job = (file: string, folder: string) => ({
    ...run(file),
    ...{ durationNs: 1e9, report: { path: `${folder}/own.html`, repeat: "again", error } },
  });
  await ask("return { imu() {} };", job, async (answer, _file, folder) => {
    assert.equal(answer.is, "ran");
    const html = await Deno.readTextFile(`${folder}/own.html`);
    assert.match(html, /<title>error: own seed 3<\/title>/);
    assert.match(html, /nothing happened for 9 s/);
    assert.match(html, /<h2>Checks, up to then<\/h2>/);
  });
});
