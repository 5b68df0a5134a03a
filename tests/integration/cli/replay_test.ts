/** `deno task replay` as a user runs it. */
import assert from "#assert";
import { gzipSync } from "#compress";
import { inFolder, sampleMcap } from "../../runtime/bag/samples.ts";
import { dryrun, jsonOf, refusal, writeScenario } from "./command.ts";

/** A folder with a recording `a.mcap`, and the result of its run. */
// deno-lint-ignore no-explicit-any
async function inRecording(run: (folder: string, result: any) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    writeScenario(folder);
    const args = ["small.yaml", "--json", "--record", "a.mcap", "--seed", "3"];
    await run(folder, jsonOf(await dryrun("sim", args, { folder })));
  });
}

Deno.test("replay of a recording gives the run's digests, and its own recording does again", async () => {
  await inRecording(async (folder, run) => {
    const args = ["a.mcap", "--node", "fusion", "--json"];
    const replayed = jsonOf(await dryrun("replay", [...args, "--record", "b.mcap"], { folder }));
    const outputs = ["/diagnostics", "/odom", "/tf"];
    for (const topic of outputs) assert.deepEqual(replayed.topics[topic], run.topics[topic], topic);
    const { verdict, seed, checks, scenario, inputs, digest, simulated_s, warnings } = replayed;
    assert.deepEqual([verdict, seed, checks, warnings], ["skipped", null, [], []]);
    assert.match(scenario, /a\.mcap$/);
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.ok(Math.abs(simulated_s - 2) < 0.02);
    assert.deepEqual(inputs["/imu/data"], {
      ...{ type: "sensor_msgs/msg/Imu", count: 199, non_finite: 0, backward: 0, undecodable: 0 },
    });
    // What was recorded is what the nodes published, and nothing that they were fed with.
    const info = jsonOf(await dryrun("bag", ["info", "b.mcap", "--json"], { folder }));
    for (const topic of Object.keys(info.topics)) {
      assert.equal(info.topics[topic].count, replayed.topics[topic].count, topic);
      assert.ok(!(topic in inputs), topic);
    }
    const { topics } = jsonOf(
      await dryrun("bag", ["diff", "a.mcap", "b.mcap", "--json"], { folder }),
      1,
    );
    for (const topic of outputs) assert.equal(topics[topic]?.first ?? null, null, topic);
    assert.match(
      refusal(await dryrun("replay", ["b.mcap", "--node", "fusion"], { folder })),
      /none/,
    );
  });
});

Deno.test("replay prints what the nodes published, warnings on standard error", async () => {
  await inRecording(async (folder) => {
    const run = (...flags: string[]) =>
      dryrun("replay", ["a.mcap", "--node", "fusion", ...flags], { folder });
    const [plain, mapped] = await Promise.all([
      run("--record", "b.mcap"),
      run("--map", "/imu/data=/imu/data", "--map", "imu/mag=/wheel_velocity").then(refusal),
    ]);
    assert.deepEqual([plain.code, plain.stderr], [0, ""]);
    assert.match(
      plain.stdout,
      /^a\.mcap\n\n {2}topic .*\n[^]*\/odom +nav_msgs\/msg\/Odometry +199 /,
    );
    assert.match(
      plain.stdout,
      /\nskipped · 2 s in [\d.]+ s[^]*\nrecorded b\.mcap: \d+ mess/,
    );
    assert.doesNotMatch(plain.stdout, /\/imu\/data|(?!\n)\p{Cc}/u);
    assert.match(mapped, /\/imu\/mag is sensor_msgs\/msg\/MagneticField; expected geometry_msgs/);
  });
});

Deno.test("replay --map feeds another topic, --param sets what the recording has not", async () => {
  await inRecording(async (folder, run) => {
    const play = async (...flags: string[]) =>
      jsonOf(await dryrun("replay", ["a.mcap", "--node=fusion", "--json", ...flags], { folder }));
    const [stamped, weighted, named, same] = await Promise.all([
      play("--map", "wheel_velocity_stamped=wheel_velocity"),
      play("--param", "wheel_weight=0.1"),
      play("--param", "fusion.wheel_weight=0.1"),
      play("--param", "wheel_weight=0.6"),
    ]);
    assert.ok(
      "/wheel_velocity_stamped" in stamped.inputs && !("/wheel_velocity" in stamped.inputs),
    );
    const { digest } = run.topics["/odom"];
    assert.notEqual(stamped.topics["/odom"].digest, digest);
    assert.notEqual(weighted.topics["/odom"].digest, digest);
    assert.equal(named.digest, weighted.digest);
    assert.equal(same.topics["/odom"].digest, digest, "0.6 is what it ran with");
  });
});

Deno.test("replay of a log that lacks a needed topic warns and goes on", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder);
    const without = ["small.yaml", "--without", "mag", "--record", "a.mcap"];
    assert.equal((await dryrun("sim", without, { folder })).code, 0);
    const { code, stderr } = await dryrun("replay", ["a.mcap", "--node", "fusion"], { folder });
    assert.equal(code, 0);
    const expected =
      /^warning: .*a\.mcap: no topic for \/imu\/mag \(sensor_msgs\/msg\/MagneticField\)\n$/;
    assert.match(stderr, expected);
  });
});

/** A few seconds at rest, as an EuRoC dataset has them; `header` and `row` may be others. */
function restingCsv(
  header = "#timestamp [ns],w_RS_S_x [rad s^-1],w_RS_S_y [rad s^-1],w_RS_S_z [rad s^-1]," +
    "a_RS_S_x [m s^-2],a_RS_S_y [m s^-2],a_RS_S_z [m s^-2]",
  row = (i: number) => `${1_400_000_000_000_000_000n + BigInt(i) * 5_000_000n},0,0,0,0,0,9.80665`,
): string {
  return `${header}\n${Array.from({ length: 600 }, (_, i) => row(i)).join("\n")}\n`;
}

Deno.test("replay of a CSV: by the shipped column map that fits, or one's own; packed or not", async () => {
  await inFolder(async (folder) => {
    const csv = restingCsv();
    Deno.writeTextFileSync(`${folder}/euroc.csv`, csv);
    Deno.writeFileSync(`${folder}/packed.csv.gz`, gzipSync(csv));
    Deno.writeTextFileSync(`${folder}/own.txt`, restingCsv("t;az", (i) => `${1000 + i * 5};1`));
    Deno.writeTextFileSync(
      `${folder}/own.yaml`,
      `stamp: { column: t, unit: ms }
topics:
  /imu/data:
    type: sensor_msgs/msg/Imu
    fields: { linear_acceleration.z: { column: az, unit: g } }
    constants: { "orientation_covariance[0]": -1 }
`,
    );
    const play = async (...args: string[]) =>
      jsonOf(await dryrun("replay", [...args, "--node", "fusion", "--json"], { folder }));
    const [plain, packed, own] = await Promise.all([
      play("euroc.csv"),
      play("packed.csv.gz"),
      play("own.txt", "--columns", "own.yaml"),
    ]);
    assert.equal(plain.inputs["/imu/data"].count, 600);
    assert.ok(plain.topics["/odom"].count > 100, "there is a heading to wait for");
    assert.equal(packed.digest, plain.digest);
    assert.equal(own.inputs["/imu/data"].count, 600);
    assert.equal(own.topics["/odom"].count, plain.topics["/odom"].count);
  });
});

const WRONG: readonly [args: string[], said: RegExp][] = [
  [[], /^replay: expected a LOG to feed$/],
  [["a.mcap"], /^--node: expected one or more of .*fusion/],
  [["a.mcap", "--node", "fusio"], /^--node: unknown node "fusio"; did you mean "fusion"\?$/],
  [["a.mcap", "--node", "fusion,fusion"], /^--node: "fusion" is named twice$/],
  [["a.mcap", "--node", "fusion", "--map", "x"], /^--map x: expected from=to, /],
  [
    ["a.mcap", "--node", "fusion", "--map", "chater=imu/data"],
    /^--map \/chater=\/imu\/data: .*a\.mcap has no topic \/chater; did you mean "\/chatter"\?$/,
  ],
  [
    ["a.mcap", "--node", "fusion", "--map", "chatter=imu/dta"],
    /^--map \/chatter=\/imu\/dta: no node reads \/imu\/dta; did you mean "\/imu\/data"\?$/,
  ],
  [
    ["a.mcap", "--node", "fusion", "--map", "chatter=imu/data"],
    /a\.mcap: \/chatter is std_msgs\/msg\/String; expected sensor_msgs\/msg\/Imu$/,
  ],
  [
    ["a.mcap", "--node", "fusion"],
    /a\.mcap: none of the topics that fusion needs is in the log: .*; it has \/chatter, \/clock; /,
  ],
  [
    ["a.mcap", "--node", "fusion", "--param", "gate"],
    /^fusion: parameter gate: expected name=value$/,
  ],
  [["a.mcap", "--node", "fusion", "--param", "gat=1"], /parameter gat: unknown name; did you mean/],
  [["a.mcap", "--node", "fusion", "--columns", "no.yaml"], /^--columns no\.yaml: is for a CSV; /],
  [["a.mcap", "--node", "fusion", "--record", "a.mcap"], /^--record a\.mcap: is the log itself$/],
  [
    ["a.mcap", "--node", "fusion", "--seed", "1"],
    /^unknown flag --seed; deno task replay -- --help/,
  ],
];
for (const [args, said] of WRONG) {
  Deno.test(`replay refuses ${args.join(" ") || "nothing"}`, async () => {
    await inFolder(async (folder) => {
      Deno.writeFileSync(`${folder}/a.mcap`, sampleMcap(40));
      const record = args.includes("--record") ? [] : ["--record", "out.mcap"];
      assert.match(refusal(await dryrun("replay", [...args, ...record], { folder })), said);
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a.mcap"]);
      assert.deepEqual(Deno.readFileSync(`${folder}/a.mcap`), sampleMcap(40));
    });
  });
}
