/** `deno task scenarios` as a user runs it. */
import assert from "#assert";
import { inFolder } from "../../runtime/bag/samples.ts";
import { dryrun, jsonOf, refusal, SCENARIO, writeScenario } from "./command.ts";

/** Short enough to be run over twenty seeds. */
const SHORT = (text: string) => text.replace("duration_s: 2", "duration_s: 0.2");
const STRICT = (text: string) =>
  SHORT(text).replace("name: small", "name: strict").replace("min_hz: 80", "min_hz: 800");

Deno.test("scenarios runs each over its seeds, a line a run, and ends with 0", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder, { change: (text) => SHORT(text) + "seeds: 3..4\n" });
    const { code, stdout, stderr } = await dryrun("scenarios", ["small.yaml"], { folder });
    assert.deepEqual([code, stderr], [0, ""]);
    const lines = stdout.split("\n");
    for (const seed of [3, 4]) {
      const own = lines.filter((line) =>
        line.startsWith("pass ") && line.includes(`--seed ${seed} `)
      );
      assert.equal(own.length, 1, stdout);
    }
    assert.match(stdout, /\npass: 2 runs, 0 failed\n$/);
    assert.doesNotMatch(stdout, /(?!\n)\p{Cc}/u);
  });
});

Deno.test("scenarios --json has every run as sim prints it, and verdicts over seeds", async () => {
  await inFolder(async (folder) => {
    const nees = "  nees: { type: nees }\n";
    writeScenario(folder, { change: (text) => SHORT(text) + nees });
    const args = ["small.yaml", "--seeds", "1..19,7,20", "--json"];
    const outcome = await dryrun("scenarios", args, { folder });
    const { verdict, runs, across } = jsonOf(outcome, outcome.code);
    // A filter that is judged over a fifth of a second is hardly one: either verdict will do here.
    assert.equal(outcome.code, verdict === "fail" ? 1 : 0);
    const seeds = runs.map(({ seed }: { seed: number }) => seed);
    assert.deepEqual(
      seeds,
      Array.from({ length: 20 }, (_, i) => i + 1),
      "each seed once, in order",
    );
    const single = jsonOf(
      await dryrun("sim", ["small.yaml", "--seed", "7", "--json"], { folder }),
      runs[6].verdict === "pass" ? 0 : 1,
    );
    const { wall_s: _, realtime_factor: _2, ...run } = runs[6];
    const { wall_s: _3, realtime_factor: _4, ...sim } = single;
    assert.deepEqual(run, sim);
    assert.ok(across.length > 0);
    for (const found of across) {
      assert.equal(found.scenario, "small");
      assert.match(found.name, /^nees(\/|$)/);
      assert.notEqual(found.verdict, "skipped", "twenty seeds are enough");
    }
  });
});

Deno.test("scenarios ends with 1 where one failed, says why and how to repeat it", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder, { change: SHORT });
    writeScenario(folder, { name: "strict.yml", change: STRICT });
    const args = ["small.yaml", "strict.yml", "--seeds", "5"];
    const { code, stdout } = await dryrun("scenarios", args, { folder });
    assert.equal(code, 1);
    assert.match(stdout, /^pass +small --seed 5 /m);
    const failure = /^fail +strict --seed 5 .*\n +odom_rate: [\d.]+ Hz, limit >= 800 Hz \(.*\)\n/m;
    assert.match(stdout, failure);
    assert.match(
      stdout,
      /\nfail: 2 runs, 1 failed\nrepeat the first: deno task sim strict\.yml --seed 5\n$/,
    );
    const json = jsonOf(await dryrun("scenarios", [...args, "--json"], { folder }), 1);
    assert.equal(json.verdict, "fail");
    assert.deepEqual(json.runs.map((run: { verdict: string }) => run.verdict), ["pass", "fail"]);
  });
});

Deno.test("scenarios refuses what is wrong, and ends with 2", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder, { change: SHORT });
    Deno.writeTextFileSync(`${folder}/bad.yaml`, SCENARIO.replace("rate_hz: 100", "rate_hz: 0"));
    const cases: [args: string[], said: RegExp][] = [
      [["bad.yaml"], /^bad\.yaml:7:\d+: sensors\.imu\.rate_hz: expected a number > 0/],
      [["warehous_loop"], /^no scenario "warehous_loop"; did you mean "warehouse_loop"/],
      [
        ["small.yaml", "--seeds", "1-3"],
        /^--seeds: expected seeds such as 7, 1\.\.20 or 1,2,5\.\.9/,
      ],
      [["small.yaml", "--duration", "1e9"], /^--duration: expected a number > 0 and <= 1000000/],
      [["small.yaml", "--sedes", "1"], /^unknown flag --sedes; did you mean --seeds\?$/],
    ];
    for (const [args, said] of cases) {
      assert.match(refusal(await dryrun("scenarios", args, { folder })), said);
    }
    // One that is wrong does not keep the others from running, nor is it forgotten.
    const both = await dryrun("scenarios", ["small.yaml", "bad.yaml", "--seeds", "1"], { folder });
    assert.equal(both.code, 2);
    assert.match(both.stderr, /^error: bad\.yaml:7:/);
    assert.match(both.stdout, /^pass +small --seed 1 /m);
  });
});
