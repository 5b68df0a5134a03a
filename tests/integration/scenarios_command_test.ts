/** `deno task scenarios` as a user runs it: many seeds, several machines, and nodes that misbehave. */
import assert from "#assert";
import { fromLines } from "../../harness/sweep/record.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

const scenario = (name: string, limit = 0.02) =>
  `name: ${name}
duration_s: 2
robot: { type: differential, waypoints: [[0, 0], [3, 0]] }
sensors:
  imu: { type: imu, preset: mpu9250 }
  wheel: { type: wheel, outputs: [wheel_velocity], forward_noise_density_m_s_sqrt_hz: 0.01 }
nodes: { fusion: { node: fusion, initial: truth } }
checks:
  position: { type: ate, max_m: ${limit} }
  finite: { type: finite, topics: [/odom] }
`;

const NODE = (body: string) =>
  `import { z } from "${import.meta.resolve("zod")}";
${body.startsWith("!") ? body.slice(1) : ""}
export default {
  name: "own", params: z.object({}), groups: { default: "exclusive" }, outputs: {},
  inputs: { imu: { topic: "imu/data", type: "sensor_msgs/msg/Imu",
    qos: { reliability: "best_effort", durability: "volatile", depth: 10 } } },
  create: () => ({ imu() { ${body.startsWith("!") ? "" : body} } }),
};`;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const args = (given: string[]) => [
  ...["run", "--no-check", "--no-prompt", "--allow-read", "--allow-write", "--allow-env"],
  ...["cli/main.ts", "scenarios", ...given],
];

function command(folder: string, given: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: args(given),
    cwd: ROOT,
    env: { NO_COLOR: "1", INIT_CWD: folder, GITHUB_ACTIONS: "" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function scenarios(folder: string, ...given: string[]): Promise<Ran> {
  const { code, stdout, stderr } = await command(folder, given).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

async function inFolder(files: Record<string, string>, use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const read = (path: string) => Deno.readTextFile(path);

Deno.test("jobs, shards and merge: the same bytes whoever ran what", async () => {
  await inFolder({ "a.yaml": scenario("a"), "b.yaml": scenario("b", 1) }, async (folder) => {
    const sweep = ["a.yaml", "b.yaml", "--seeds", "1..21"];
    const files = (name: string) => ["--results", `${name}.jsonl`, "--summary", `${name}.json`];
    const one = await scenarios(folder, ...sweep, "--jobs", "1", ...files("one"));
    assert.equal(one.code, 1, one.err);
    await scenarios(folder, "b.yaml", ...sweep.toSpliced(1, 1), "--jobs", "4", ...files("four"));
    assert.equal(await read(`${folder}/four.json`), await read(`${folder}/one.json`));
    assert.equal(await read(`${folder}/four.jsonl`), await read(`${folder}/one.jsonl`));
    for (const part of [1, 2]) {
      await scenarios(folder, ...sweep, "--shard", `${part}/2`, ...files(`part${part}`));
    }
    const merged = await scenarios(
      folder,
      "merge",
      "part2.jsonl",
      "part1.jsonl",
      ...files("merged"),
    );
    assert.equal(merged.code, 1, merged.err);
    assert.equal(await read(`${folder}/merged.json`), await read(`${folder}/one.json`));
    assert.equal(await read(`${folder}/merged.jsonl`), await read(`${folder}/one.jsonl`));

    // Against itself nothing has changed; against a filter that ignores wheels, it has.
    const same = await scenarios(folder, "merge", "one.jsonl", "--against", "four.jsonl");
    assert.match(same.out, /against before: pass, 42 pairs; nothing has changed/);
    const records = fromLines(await read(`${folder}/one.jsonl`), "one");
    const better = records.map((record) => ({
      ...record,
      checks: record.checks.map((check) => ({ ...check, value: check.value! / 2 })),
    }));
    const lines = better.map((record) => `${JSON.stringify(record)}\n`).join("");
    await Deno.writeTextFile(`${folder}/better.jsonl`, lines);
    const worse = await scenarios(
      folder,
      "b.yaml",
      "--seeds",
      "1..21",
      "--against",
      "better.jsonl",
    );
    assert.equal(worse.code, 1);
    assert.match(worse.out, /b +position +worse/);
  });
});

Deno.test("JUnit, report with a recording of what failed, JSON and the command to repeat it", async () => {
  await inFolder({ "a.yaml": scenario("a", 1e-6), "b.yaml": scenario("b", 1) }, async (folder) => {
    const given = ["a.yaml", "b.yaml", "--seeds", "1..2", "--junit", "out.xml", "--report", "out"];
    const { code, out, err } = await scenarios(folder, ...given);
    assert.equal(code, 1, err);
    assert.match(out, /fail {4}a --seed 1/);
    assert.match(out, /position: .* m, limit <= 0\.000001 m/);
    assert.match(out, /repeat the first: deno task sim a\.yaml --seed 1/);
    assert.match(
      await read(`${folder}/out.xml`),
      /<testsuite name="b seed 2" tests="1" failures="0"/,
    );
    const listed = [...Deno.readDirSync(`${folder}/out`)].map(({ name }) => name).sort();
    const pages = ["a_seed_1.html", "a_seed_2.html", "index.html"];
    const rest = ["a_seed_1.mcap", "a_seed_2.mcap", "results.jsonl", "summary.json", "summary.md"];
    assert.deepEqual(listed, [...pages, ...rest].sort(), "what passed is not run again");
    assert.match(await read(`${folder}/out/a_seed_2.html`), /href="a_seed_2\.mcap"/);
    assert.match(await read(`${folder}/out/index.html`), /href="a_seed_2\.html"/);
    const merged = await scenarios(folder, "merge", "out/results.jsonl", "--report", "merged");
    assert.equal(merged.code, 1, merged.err);
    const index = await read(`${folder}/merged/index.html`);
    const links = [...index.matchAll(/href="([^"]+)"/g)].map(([, file]) => file!);
    assert.deepEqual(links.sort(), [
      ...["a_seed_1.html", "a_seed_1.mcap", "a_seed_2.html", "a_seed_2.mcap"],
    ]);
    for (const file of links) assert.ok((await Deno.stat(`${folder}/merged/${file}`)).size > 1000);
    const json = await scenarios(folder, "a.yaml", "b.yaml", "--seeds", "1..2", "--json");
    assert.equal(json.code, 1);
    const { verdict, runs, across, summary } = JSON.parse(json.out);
    assert.equal(verdict, "fail");
    assert.deepEqual(
      runs.map((run: { scenario: string; seed: number }) => [run.scenario, run.seed]),
      [
        ...[["a", 1], ["a", 2], ["b", 1], ["b", 2]],
      ],
    );
    assert.ok(runs[0].topics["/odom"].count > 100);
    assert.deepEqual(across, []);
    assert.equal(summary.runs, 4);
  });
});

Deno.test("nodes that never return, throw at load or at work: named, and the others go on", async () => {
  const own = (file: string) =>
    scenario(file).replace("nodes: {", `nodes: { own: { node: ./${file}.ts },`);
  const files = {
    "good.yaml": scenario("good", 1),
    "hangs.yaml": own("hangs"),
    "hangs.ts": NODE("for (;;);"),
    "throws.yaml": own("throws"),
    "throws.ts": NODE("!throw new Error('no GPU');"),
    "stalls.yaml": own("stalls"),
    "stalls.ts": NODE("!await new Promise(() => { setInterval(() => {}, 1000); });"),
  };
  await inFolder(files, async (folder) => {
    const names = Object.keys(files).filter((name) => name.endsWith(".yaml"));
    const given = [...names, "--jobs", "2", "--watchdog", "15", "--report", "out"];
    const { code, out, err } = await scenarios(folder, ...given);
    assert.equal(code, 2, out + err);
    assert.match(out, /pass {4}good --seed 1/);
    assert.match(
      out,
      /error {3}hangs --seed 1.*\n +nothing happened for 15 s .* a node never returns/,
    );
    assert.match(
      err,
      /throws\.yaml:\d+:\d+: nodes\.own\.node: \.\/throws\.ts: can't be loaded: Error: no GPU/,
    );
    assert.match(err, /nothing happened for 15 s/);
    const index = await read(`${folder}/out/index.html`);
    assert.match(index, /<a href="hangs_seed_1\.html">hangs seed 1<\/a>/);
    const page = await read(`${folder}/out/hangs_seed_1.html`);
    assert.match(page, /The run came to no verdict<\/b>: nothing happened for 15 s/);
  });
});

Deno.test("what can't be run is told before anything is: exit 2", async () => {
  const million = "sweep: { duration_s: { range: { from: 1, to: 1000000, step: 1 } } }\n";
  const files = {
    "a.yaml": scenario("a"),
    "b.yaml": scenario("a"),
    "wide.yaml": scenario("w") + million,
  };
  await inFolder(files, async (folder) => {
    const refused: [string[], RegExp][] = [
      [["wide.yaml"], /1000000 cases, most of them of w; give --yes/],
      [["a.yaml", "b.yaml"], /b\.yaml: its name a is that of a\.yaml too/],
      [["a.yaml", "--tag", "slow"], /--tag: no scenario has slow; there are none/],
      [["a.yaml", "--shard", "3/2"], /--shard: expected i\/n/],
      [["a.yaml", "--until", "soon"], /--until: expected a time such as 90s/],
      [["a.yaml", "--junit", "no/out.xml"], /--junit no\/out\.xml: no such folder/],
      [["merge", "none.jsonl"], /none\.jsonl: no such file/],
      [["merge", "a.yaml"], /a\.yaml:1: expected a run as one line of JSON/],
      [["merge", "a.yaml", "--seeds", "1"], /unknown flag --seeds/],
      [["nowhere"], /no scenario "nowhere"/],
    ];
    for (const [given, expected] of refused) {
      const { code, err } = await scenarios(folder, ...given);
      assert.equal(code, 2, `${given.join(" ")}: ${err}`);
      assert.match(err, expected);
    }
  });
});

Deno.test("Ctrl-C keeps what is done; --until goes on with further seeds", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await inFolder({ "a.yaml": scenario("a", 1) }, async (folder) => {
    const given = ["a.yaml", "--seeds", "1..400", "--results", "part.jsonl", "--jobs", "1"];
    const child = command(folder, given).spawn();
    const err = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    // In a pipe every tenth of the runs is told: wait for the first.
    for (let said = ""; !said.includes("10 %");) {
      const { value, done } = await err.read();
      assert.ok(!done, said);
      said += value;
    }
    child.kill("SIGINT");
    const rest = new Response(child.stdout).text();
    let told = "";
    for (let part = await err.read(); !part.done; part = await err.read()) told += part.value;
    await rest;
    assert.equal((await child.status).code, 130);
    const kept = fromLines(await read(`${folder}/part.jsonl`), "part.jsonl");
    assert.ok(kept.length >= 40 && kept.length < 400, String(kept.length));
    assert.match(told, new RegExp(`interrupted: ${kept.length} of 400 runs are kept`));

    const until = await scenarios(
      folder,
      "a.yaml",
      "--seeds",
      "7..8",
      "--until",
      "3s",
      "--results",
      "u.jsonl",
    );
    assert.equal(until.code, 0, until.err);
    const seeds = fromLines(await read(`${folder}/u.jsonl`), "u.jsonl").map(({ seed }) => seed);
    assert.deepEqual(seeds, seeds.map((_, i) => 7 + i));
    assert.ok(seeds.length > 2, String(seeds.length));
  });
});

Deno.test("fuzz: what it finds is a scenario that fails, with the command to repeat it", async () => {
  await inFolder({ "a.yaml": scenario("a", 1e-6) }, async (folder) => {
    const given = ["fuzz", "a.yaml", "--seeds", "1..3", "--shrink", "12", "--out", "found"];
    const { code, out, err } = await scenarios(folder, ...given);
    assert.equal(code, 1, err);
    assert.match(out, /seed 1 fails position; in \d+ runs made \d faults/);
    const [found] = [...Deno.readDirSync(`${folder}/found`)];
    assert.equal(found!.name, "a_position_seed_1.yaml");
    const again = await scenarios(folder, `found/${found!.name}`);
    assert.equal(again.code, 1, again.err);
    assert.match(again.out, /position: /);
    const none = await scenarios(folder, "fuzz", "a.yaml", "--seeds", "soon");
    assert.equal(none.code, 2);
    assert.match(none.err, /--seeds: expected seeds/);
  });
});
