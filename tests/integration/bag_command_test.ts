/** `deno task bag` as a user runs it: exit codes, JSON fields, one line for what is wrong. */
import { saidOn } from "./cli/command.ts";
import assert from "#assert";
import { inFolder, sampleMcap } from "../runtime/bag/samples.ts";

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function bag(folder: string, ...args: string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-env", "cli/main.ts"],
      ...["bag", ...args],
    ],
    env: { INIT_CWD: folder, NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: saidOn(stderr) };
}

Deno.test("bag info prints what is in a log", async () => {
  await inFolder(async (folder) => {
    Deno.writeFileSync(`${folder}/a.mcap`, sampleMcap(41, { metadata: { seed: "7" } }));
    const json = await bag(folder, "info", "a.mcap", "--json");
    assert.equal(json.code, 0, json.stderr);
    assert.deepEqual(JSON.parse(json.stdout), {
      format: "mcap",
      messages: 41,
      start_ns: 1_000_000_000,
      end_ns: 5_000_000_000,
      topics: {
        "/chatter": { type: "std_msgs/msg/String", encoding: "cdr", count: 31, hz: 7.5 },
        "/clock": { type: "rosgraph_msgs/msg/Clock", encoding: "cdr", count: 10, hz: 2.5 },
      },
    });
    const { stdout } = await bag(folder, "info", "a.mcap");
    assert.match(stdout, /seed +7/);
    assert.match(stdout, /\/chatter +31 +7\.50 +std_msgs\/msg\/String +cdr +reliable, volatile/);
  });
});

Deno.test("bag info prints times of today with all their digits", async () => {
  await inFolder(async (folder) => {
    const epoch = { sec: 1_700_000_000, nanosec: 123_456_789 };
    Deno.writeFileSync(`${folder}/a.mcap`, sampleMcap(1, { epoch }));
    const { stdout } = await bag(folder, "info", "a.mcap", "--json");
    assert.match(stdout, /"start_ns":1700000000123456789,/);
  });
});

Deno.test("bag check ends with 1 where a log is not sound", async () => {
  await inFolder(async (folder) => {
    const bytes = sampleMcap(40);
    Deno.writeFileSync(`${folder}/a.mcap`, bytes);
    Deno.writeFileSync(`${folder}/b.mcap`, bytes.subarray(0, 2000));
    const sound = await bag(folder, "check", "a.mcap");
    assert.equal(sound.code, 0);
    assert.match(sound.stdout, /a\.mcap: sound, 40 messages/);
    const cut = await bag(folder, "check", "a.mcap", "b.mcap", "--json");
    assert.equal(cut.code, 1);
    const { files } = JSON.parse(cut.stdout);
    assert.equal(files["a.mcap"].sound, true);
    assert.match(files["b.mcap"].problems[0], /byte \d+: truncated/);
  });
});

Deno.test("bag diff ends with 1 where two logs differ", async () => {
  await inFolder(async (folder) => {
    Deno.writeFileSync(`${folder}/a.mcap`, sampleMcap(40));
    Deno.writeFileSync(`${folder}/b.mcap`, sampleMcap(39));
    assert.equal((await bag(folder, "diff", "a.mcap", "a.mcap")).code, 0);
    const { code, stdout } = await bag(folder, "diff", "a.mcap", "b.mcap");
    assert.equal(code, 1);
    assert.match(stdout, /\/clock: 10 \| 9 messages\n\/clock: first at message 9, 4\.900000000 s/);
  });
});

Deno.test("bag says in one line what is wrong, and ends with 2", async () => {
  await inFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/x.mcap`, "no log");
    const cases: [args: string[], expected: RegExp][] = [
      [["info", "x.mcap"], /^error: .*x\.mcap: expected an MCAP file/],
      [["info", "no.mcap"], /^error: .*no\.mcap: no such file or folder/],
      [["info"], /^error: bag: expected FILE/],
      [["diff", "x.mcap"], /^error: bag diff: expected two logs, got 1/],
      [["look", "x.mcap"], /^error: bag look: expected info, check or diff/],
    ];
    const outcomes = await Promise.all(cases.map(([args]) => bag(folder, ...args)));
    outcomes.forEach(({ code, stdout, stderr }, i) => {
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, cases[i]![1]);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    });
  });
});
