/** `deno task sim` as a user runs it. */
import assert from "#assert";
import { inFolder } from "../../runtime/bag/samples.ts";
import { dryrun, jsonOf, refusal, saidOn, writeScenario } from "./command.ts";

/** Names of the members of an object. */
const keys = (value: object) => Object.keys(value).sort();

Deno.test("sim --json prints one object with the agreed fields", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder);
    const result = jsonOf(await dryrun("sim", ["small.yaml", "--json"], { folder }));
    // The first ten are agreed with others; the rest is told beside them.
    const beside = ["faults", "nodes", "warnings"];
    assert.deepEqual(
      keys(result),
      [
        ...["scenario", "seed", "verdict", "digest", "topics", "checks", "simulated_s", "wall_s"],
        ...["realtime_factor", ...beside],
      ].sort(),
    );
    const { scenario, seed, verdict, digest, simulated_s, wall_s, realtime_factor } = result;
    assert.deepEqual([scenario, seed, verdict, simulated_s], ["small", 1, "pass", 2]);
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.ok(wall_s > 0 && Math.abs(realtime_factor * wall_s - 2) < 1e-9);
    for (const [name, topic] of Object.entries<Record<string, unknown>>(result.topics)) {
      assert.match(name, /^\//);
      const agreed = ["type", "count", "hz", "bytes", "digest", "exact", "seconds"];
      assert.deepEqual(keys(topic), agreed.sort());
      assert.match(String(topic.digest), /^[0-9a-f]{64}$/);
      for (const second of topic.seconds as string[]) assert.match(second, /^[0-9a-f]{16}$/);
    }
    const { type, count, hz, bytes, exact } = result.topics["/imu/data"];
    assert.deepEqual([type, count, exact], ["sensor_msgs/msg/Imu", 199, true]);
    assert.ok(Math.abs(hz - 100) < 0.5 && bytes > 199 * 300);
    assert.deepEqual(result.checks.map(keys), [
      ["limit", "name", "unit", "value", "verdict"],
      ["limit", "name", "unit", "value", "verdict"],
    ]);
  });
});

Deno.test("sim prints streams, checks and digest, and nothing else in a pipe", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder);
    const { code, stdout, stderr } = await dryrun("sim", ["small.yaml"], { folder });
    assert.equal(code, 0);
    assert.equal(stderr, "", "no progress bar");
    assert.doesNotMatch(stdout, /(?!\n)\p{Cc}/u, "no colour");
    assert.match(stdout, /^small\n\n {2}topic +type +count +Hz +digest/);
    assert.match(stdout, /\/imu\/data +sensor_msgs\/msg\/Imu +199 +100\.0 +[0-9a-f]{16}\n/);
    assert.match(stdout, /odom_rate +[\d.]+ Hz +>= 80 Hz +pass/);
    assert.match(stdout, /\npass · seed 1 · 2 s in [\d.]+ s \([\d.]+ × real time\)\n/);
    assert.match(stdout, /\ndigest [0-9a-f]{64}\n$/);
  });
});

Deno.test("sim ends with 1 where a check failed, and says why", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder, { change: (text) => text.replace("min_hz: 80", "min_hz: 800") });
    const result = jsonOf(await dryrun("sim", ["small.yaml", "--json"], { folder }), 1);
    assert.equal(result.verdict, "fail");
    assert.deepEqual(keys(result.checks[0]), [
      ...["limit", "name", "reason", "unit", "value", "verdict"],
    ]);
    assert.match(result.checks[0].reason, /under the limit/);
    const { code, stdout } = await dryrun("sim", ["small.yaml"], { folder });
    assert.equal(code, 1);
    assert.match(stdout, /odom_rate .* fail +.* Hz is under the limit\n/);
  });
});

Deno.test("sim --seed 7 twice gives one digest; without mag the others keep theirs", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder);
    const run = async (...flags: string[]) =>
      jsonOf(await dryrun("sim", ["small.yaml", "--json", ...flags], { folder }));
    const [one, two, other, without] = await Promise.all([
      run("--seed", "7"),
      run("--seed=7"),
      run("--seed", "-8"),
      run("--seed", "7", "--without", "mag"),
    ]);
    assert.equal(one.seed, 7);
    assert.equal(one.digest, two.digest);
    assert.deepEqual(one.topics, two.topics);
    assert.equal(other.seed, -8);
    assert.notEqual(other.topics["/imu/data"].digest, one.topics["/imu/data"].digest);
    assert.ok(!("/imu/mag" in without.topics));
    assert.deepEqual(without.checks.map(({ name }: { name: string }) => name), ["odom_rate"]);
    const wheels = ["/joint_states", "/wheel/odom", "/wheel_velocity", "/wheel_velocity_stamped"];
    for (const topic of ["/clock", "/ground_truth/odom", "/imu/data", ...wheels]) {
      assert.deepEqual(without.topics[topic], one.topics[topic], topic);
    }
  });
});

Deno.test("sim --without takes names in one flag or several; --set and --duration change a run", async () => {
  await inFolder(async (folder) => {
    const fault = "faults: { late: { type: dropout, stream: mag, at_s: 1.5, for_s: 0.1 } }\n";
    writeScenario(folder, { change: (text) => text + fault });
    const run = async (...flags: string[]) =>
      jsonOf(await dryrun("sim", ["small.yaml", "--json", ...flags], { folder }));
    const [one, several, shorter, set] = await Promise.all([
      run("--without", "mag,wheel"),
      run("--without", "wheel", "--without=mag"),
      run("--duration", "1.25"),
      run("--set", "sensors.imu.rate_hz=50", "--set", "checks.odom_rate.min_hz=20"),
    ]);
    assert.deepEqual(one.topics, several.topics);
    assert.ok(!("/joint_states" in one.topics) && !("/imu/mag" in one.topics));
    assert.deepEqual(one.faults, [], "its stream is gone");
    assert.equal(shorter.simulated_s, 1.25);
    assert.deepEqual(shorter.faults, [], "what begins later is skipped");
    assert.deepEqual(set.faults, [{
      ...{ name: "late", type: "dropout", kind: "stream", topics: ["/imu/mag"] },
      ...{ from_s: 1.5, to_s: 1.6 },
    }]);
    assert.equal(set.topics["/imu/data"].count, 99);
    assert.equal(set.checks[0].limit, ">= 20");
  });
});

Deno.test("sim --record writes an MCAP beside what it prints", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder);
    const args = ["small.yaml", "--record", "a.mcap"];
    const { code, stdout } = await dryrun("sim", args, { folder });
    assert.equal(code, 0);
    assert.match(stdout, /\nrecorded a\.mcap: \d+ messages, [\d.]+ MB\n$/);
    const info = jsonOf(await dryrun("bag", ["info", "a.mcap", "--json"], { folder }));
    const told = Number(/recorded a\.mcap: (\d+)/.exec(stdout)![1]);
    assert.equal(info.messages, told);
    // Again over the longer file, and with --json: the same bytes, so nothing of the old is left.
    const bytes = Deno.readFileSync(`${folder}/a.mcap`);
    Deno.writeFileSync(`${folder}/a.mcap`, new Uint8Array(2 * bytes.length));
    const result = jsonOf(await dryrun("sim", [...args, "--json"], { folder }));
    assert.deepEqual(Deno.readFileSync(`${folder}/a.mcap`), bytes);
    for (
      const [topic, { count, type }] of Object.entries<{ count: number; type: string }>(
        result.topics,
      )
    ) {
      assert.equal(info.topics[topic].count, count, topic);
      assert.equal(info.topics[topic].type, type, topic);
    }
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      ...["a.mcap", "small.yaml"],
    ]);
  });
});

Deno.test("sim takes a name in scenarios/, a path from where the user stands, or the default", async () => {
  await inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/below`);
    writeScenario(folder, { name: "below/small.yaml" });
    const run = async (stands: string, ...args: string[]) =>
      jsonOf(await dryrun("sim", [...args, "--json", "--duration", "0.5"], { folder: stands }));
    const results = await Promise.all([
      run(folder, "below/small.yaml"),
      run(`${folder}/below`, "./small.yaml"),
      run("/", `${folder}/below/small.yaml`),
    ]);
    assert.equal(new Set(results.map(({ digest }) => digest)).size, 1);
    const plain = await dryrun("sim", ["--json", "--duration", "0.1"], { folder });
    assert.equal(JSON.parse(plain.stdout).scenario, "warehouse_loop");
    const named = await dryrun("sim", ["standstill", "--json", "--duration", "0.1"], { folder });
    assert.equal(JSON.parse(named.stdout).scenario, "standstill");
  });
});

Deno.test("deno task itself, from another folder: paths are the user's, stdout is the object", async () => {
  await inFolder(async (folder) => {
    // deno task says where the user stands, unless somebody has said so before.
    const { INIT_CWD: _, ...env } = Deno.env.toObject();
    const record = ["--record", `${folder}/a.mcap`];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "sim", "../scenarios/standstill.yaml", "--duration=0.1", "--json", ...record],
      cwd: "docs",
      clearEnv: true,
      env,
    }).output();
    assert.ok(code === 0 || code === 1, saidOn(stderr));
    assert.equal(JSON.parse(new TextDecoder().decode(stdout)).scenario, "standstill");
    assert.ok(Deno.statSync(`${folder}/a.mcap`).size > 0);
  });
});

Deno.test("sim and its neighbours tell in --help what there is", async () => {
  const help = async (...args: string[]) => {
    const { code, stdout, stderr } = await dryrun("sim", args);
    assert.deepEqual([code, stderr], [0, ""]);
    return stdout;
  };
  const text = await help("--help");
  for (
    const flag of ["seed N", "duration S", "without SENSOR,…", "record F.mcap", "realtime", "json"]
  ) {
    assert.match(text, new RegExp(`^ {2}--${flag} `, "m"));
  }
  assert.equal(await help("-h"), text);
  assert.equal(await help("--", "--help"), text, "as deno task passes it on");
});

const WRONG: readonly [args: string[], said: RegExp][] = [
  [["--seed", "abc"], /^--seed: expected a whole number below 2\^53, got "abc"$/],
  [["--duration", "-1"], /^--duration: expected a number > 0 and <= 1000000, got "-1"$/],
  [["--duration", "1e9"], /^--duration: expected a number > 0 and <= 1000000, got "1e9"$/],
  [["--record", ""], /^--record: expected the name of a file$/],
  [["--record", "no/a.mcap"], /^--record no\/a\.mcap: no such folder .*\/no$/],
  [["--record", "."], /^--record \.: is a folder; expected a file$/],
  [["--record", "small.yaml/a.mcap"], /^--record .*: no such folder .*\/small\.yaml$/],
  [["--without", "imv"], /^--without: small has no sensor "imv"; did you mean "imu"\?$/],
  [["--set", "sensors.imu.rate_hz=0"], /sensors\.imu\.rate_hz: expected a number > 0, got 0$/],
  [["--recrod", "a.mcap"], /^unknown flag --recrod; did you mean --record\?$/],
  [["other.yaml"], /^unexpected argument "other\.yaml"; deno task sim -- --help lists/],
];
for (const [args, said] of WRONG) {
  Deno.test(`sim refuses ${args.join(" ")}`, async () => {
    await inFolder(async (folder) => {
      writeScenario(folder);
      assert.match(refusal(await dryrun("sim", ["small.yaml", ...args], { folder })), said);
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["small.yaml"]);
    });
  });
}

Deno.test("an unknown command, scenario or task word has the nearest right one", async () => {
  const said = async (...args: string[]) => refusal(await dryrun("sim", args));
  assert.equal(
    await said("warehouse_lop"),
    'no scenario "warehouse_lop"; did you mean "warehouse_loop"?',
  );
  assert.match(await said("zzz"), /^no scenario "zzz"; known: .*consistency/);
  for (const [name, hint] of [["replai", 'did you mean "replay"?'], ["constructor", "known: "]]) {
    const main = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--allow-env", "cli/main.ts", name!],
    }).output();
    assert.equal(main.code, 2);
    assert.ok(saidOn(main.stderr).startsWith(`error: unknown command "${name}"; ${hint}`));
  }
});
