import assert from "#assert";
import type { Answer } from "../../../harness/host/jobs.ts";
import { Pool } from "../../../harness/host/pool.ts";

/** A worker whose jobs say what it does: the file's name is the order. */
const WORKER = new URL(
  `data:application/typescript,${
    encodeURIComponent(`
let count = 0;
self.onmessage = async ({ data: { file, seed } }) => {
  count++;
  self.postMessage({ is: "alive", at: 0 });
  if (file === "hang") for (;;);
  if (file === "die") setTimeout(() => { throw new Error("no more"); });
  if (file === "slow") {
    for (let i = 1; i <= 4; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      self.postMessage({ is: "alive", at: i * 1e9 });
    }
  }
  if (file === "late") {
    self.postMessage({ is: "alive", at: 2.5e9 });
    for (;;);
  }
  if (file !== "die") self.postMessage({ is: "described", info: { name: file, seed, count } });
};`)
  }`,
);

const job = (file: string, seed = 0) =>
  ({ do: "run", file, seed, set: {} }) as {
    do: "run";
    file: string;
    seed: number;
    set: object;
  } as never;
const named = (answer: Answer) => answer.is === "described" ? answer.info.name : answer.is;

Deno.test("Pool: every job is answered, by no more workers than asked for", async () => {
  const pool = new Pool({ jobs: 3, watchdogS: 20, worker: WORKER });
  try {
    const seeds = Array.from({ length: 40 }, (_, i) => i);
    const answers = await Promise.all(seeds.map((seed) => pool.do(job("quick", seed))));
    const infos = answers.map((answer) => answer.is === "described" ? answer.info : assert.fail());
    assert.deepEqual(infos.map(({ seed }) => seed), seeds);
    const firsts = infos.filter((info) => Reflect.get(info, "count") === 1);
    assert.ok(firsts.length >= 1 && firsts.length <= 3, `${firsts.length} workers`);
  } finally {
    pool.close();
  }
});

Deno.test("Pool: one that says nothing is ended and named; the others go on", async () => {
  const pool = new Pool({ jobs: 1, watchdogS: 4, worker: WORKER });
  try {
    const answers = await Promise.all(
      ["hang", "quick", "die", "quick"].map((file) => pool.do(job(file))),
    );
    assert.deepEqual(answers.map(named), ["failed", "quick", "failed", "quick"]);
    const [hung, , died] = answers;
    assert.match(
      hung!.is === "failed" ? hung!.error.text : "",
      /nothing happened for 4 s .*never returns/,
    );
    assert.match(died!.is === "failed" ? died!.error.text : "", /worker died at 0\.0 s .*no more/);
    assert.ok(hung!.is === "failed" && !("at_s" in hung!.error), "no time of it is known");
  } finally {
    pool.close();
  }
});

Deno.test("Pool: how far a run that is ended had come is in its error", async () => {
  const pool = new Pool({ jobs: 1, watchdogS: 4, worker: WORKER });
  try {
    const answer = await pool.do(job("late"));
    assert.equal(answer.is === "failed" ? answer.error.at_s : answer.is, 2.5);
  } finally {
    pool.close();
  }
});

Deno.test("Pool: signs of life keep a long job alive, and are handed on", async () => {
  const pool = new Pool({ jobs: 1, watchdogS: 3, worker: WORKER });
  try {
    const heard: number[] = [];
    assert.equal(named(await pool.do(job("slow"), (at) => heard.push(at / 1e9))), "slow");
    assert.deepEqual(heard, [0, 1, 2, 3, 4]);
  } finally {
    pool.close();
  }
});

Deno.test("Pool: closed, it leaves nothing running", async () => {
  const pool = new Pool({ jobs: 2, watchdogS: 20, worker: WORKER });
  void pool.do(job("hang"));
  await pool.do(job("quick"));
  pool.close(); // the test runner reports a worker or timer that is left
});
