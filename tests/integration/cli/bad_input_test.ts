/**
 * Bad input, a row each: one error that names file, line or topic and what was expected, exit 2,
 * no trace, nothing half-written.
 */
import assert from "#assert";
import { inFolder, sampleMcap } from "../../runtime/bag/samples.ts";
import { dryrun, refusal, SCENARIO, writeScenario } from "./command.ts";

/** Files of a folder with what is in them. */
function contents(folder: string): Map<string, string> {
  const entries = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile);
  return new Map(entries.map(({ name }) => [name, Deno.readFileSync(`${folder}/${name}`).toHex()]));
}

/** The command refuses; not even the recording of an earlier run is touched. */
async function refuses(
  folder: string,
  [task, ...args]: readonly [string, ...string[]],
  said: RegExp,
): Promise<void> {
  Deno.writeTextFileSync(`${folder}/old.mcap`, "of an earlier run");
  const before = contents(folder);
  assert.match(refusal(await dryrun(task, [...args, "--record", "old.mcap"], { folder })), said);
  assert.deepEqual(contents(folder), before);
}

const SLIPS: readonly [what: string, from: string | RegExp, to: string, said: RegExp][] = [
  ["a YAML syntax error", "robot:", "robot: [", /^s\.yaml:\d+:\d+: not valid YAML: /],
  [
    "an unknown key",
    "rate_hz: 100",
    "rate_hx: 100",
    /^s\.yaml:7:38: sensors\.imu\.rate_hx: unknown key; did you mean "rate_hz"\?$/,
  ],
  [
    "a value out of range",
    "rate_hz: 100",
    "rate_hz: 1e6",
    /^s\.yaml:7:47: sensors\.imu\.rate_hz: expected a number <= 10000, got 1000000$/,
  ],
  [
    "a rate of 0",
    "rate_hz: 100",
    "rate_hz: 0",
    /^s\.yaml:7:47: sensors\.imu\.rate_hz: expected a number > 0, got 0$/,
  ],
  [
    "negative noise",
    "type: mag",
    "type: mag, noise_density_t_sqrt_hz: -1",
    /^s\.yaml:9:46: sensors\.mag\.noise_density_t_sqrt_hz: expected a number >= 0 .*, got -1$/,
  ],
  [
    "a number that is text",
    "duration_s: 2",
    "duration_s: 2s",
    /^s\.yaml:2:13: duration_s: expected a number, got "2s"$/,
  ],
  [
    "a waypoint off the world",
    "[1, 1]",
    "[1, 99]",
    /^s\.yaml:5:31: robot\.waypoints\[2\]: \(1, 99\) is off the world, which spans/,
  ],
  [
    "an unknown preset",
    "mpu9250",
    "mpu9205",
    /^s\.yaml:7:29: sensors\.imu\.preset: unknown preset "mpu9205"; did you mean "mpu9250"\?$/,
  ],
  [
    "an unknown sensor",
    "type: mag",
    "type: mga",
    /^s\.yaml:9:16: sensors\.mag\.type: unknown sensor "mga"; did you mean "mag"\?$/,
  ],
  [
    "a topic that nobody writes",
    "/imu/mag",
    "/imu/mga",
    /^s\.yaml:14:34: checks\.mag_rate\.topic: nothing .* writes \/imu\/mga; did you mean "\/imu\/mag"/,
  ],
  [
    "a message of another type on a topic",
    "initial: truth",
    "initial: truth, remap: { imu/data: imu/mag }",
    /\/imu\/mag: .*sensor_msgs\/msg\/MagneticField.*\/fusion.*sensor_msgs\/msg\/Imu/,
  ],
  [
    "a trajectory that is not there",
    /robot:[^]*sensors:/,
    "robot: { type: free, trajectory: { file: way.tum } }\nsensors:",
    /^s\.yaml:3:42: robot\.trajectory\.file: way\.tum: no such file$/,
  ],
];
for (const [what, from, to, said] of SLIPS) {
  Deno.test(`a scenario with ${what}`, async () => {
    assert.notEqual(SCENARIO.replace(from, to), SCENARIO);
    await inFolder(async (folder) => {
      writeScenario(folder, { name: "s.yaml", change: (text) => text.replace(from, to) });
      await refuses(folder, ["sim", "s.yaml"], said);
    });
  });
}

Deno.test("a scenario that is not there, a folder, no text, or of no bearable size", async () => {
  await inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/dir.yaml`);
    Deno.writeFileSync(`${folder}/binary.yaml`, new Uint8Array([0xff, 0xfe, 0x00]));
    Deno.writeFileSync(`${folder}/large.yaml`, new Uint8Array(5 << 20).fill(0x20));
    Deno.writeTextFileSync(`${folder}/empty.yaml`, "");
    await refuses(folder, ["sim", "no.yaml"], /^no\.yaml: no such file$/);
    await refuses(folder, ["sim", "dir.yaml"], /^dir\.yaml: is a folder; expected a file$/);
    await refuses(folder, ["sim", "binary.yaml"], /^binary\.yaml: not UTF-8 text$/);
    await refuses(folder, ["sim", "large.yaml"], /^large\.yaml: more than 4194304 bytes$/);
    await refuses(folder, ["sim", "empty.yaml"], /^empty\.yaml: is empty; expected a scenario$/);
  });
});

Deno.test("several slips are told in one go, a line each, in the order of the file", async () => {
  await inFolder(async (folder) => {
    const change = (text: string) =>
      text.replace("duration_s: 2", "duration_s: -2").replace("rate_hz: 100", "rate_hx: 100")
        .replace("type: mag", "type: mga");
    writeScenario(folder, { name: "s.yaml", change });
    const { code, stdout, stderr } = await dryrun("sim", ["s.yaml"], { folder });
    assert.deepEqual([code, stdout], [2, ""]);
    const lines = stderr.trimEnd().split("\n");
    assert.deepEqual(lines.map((line) => line.slice(0, 17)), [
      ...["error: s.yaml:2:1", "error: s.yaml:7:3", "error: s.yaml:9:1"],
    ]);
  });
});

Deno.test({
  name: "a file that the system does not let one read (not as root, not on Windows)",
  ignore: Deno.build.os === "windows" || Deno.uid() === 0,
  async fn() {
    await inFolder(async (folder) => {
      writeScenario(folder, { name: "s.yaml" });
      Deno.writeFileSync(`${folder}/a.mcap`, sampleMcap(4));
      for (const name of ["s.yaml", "a.mcap"]) Deno.chmodSync(`${folder}/${name}`, 0);
      await assertDenied(folder, "sim", "s.yaml");
      await assertDenied(folder, "replay", "a.mcap", "--node", "fusion");
      Deno.chmodSync(folder, 0o500);
      const options = { folder };
      Deno.chmodSync(`${folder}/s.yaml`, 0o400);
      const args = ["s.yaml", "--record", "new.mcap"];
      assert.match(refusal(await dryrun("sim", args, options)), /new\.mcap: permission to write/);
      Deno.chmodSync(folder, 0o700);
    });
  },
});

async function assertDenied(folder: string, task: string, ...args: string[]): Promise<void> {
  assert.match(refusal(await dryrun(task, args, { folder })), /permission/);
}

const RIGHTS: readonly [without: string, permissions: string[], said: RegExp][] = [
  ["read", ["--allow-write", "--allow-env"], /Requires read access to .*s\.yaml/],
  ["write", ["--allow-read", "--allow-env"], /new\.mcap: may not be written, --allow-write is not/],
  [
    "write elsewhere",
    ["--allow-read", "--allow-write=/nowhere", "--allow-env"],
    /new\.mcap: may not be written, --allow-write is not granted/,
  ],
];
for (const [without, permissions, said] of RIGHTS) {
  Deno.test(`sim without the right to ${without} says which one is missing`, async () => {
    await inFolder(async (folder) => {
      writeScenario(folder, { name: "s.yaml" });
      const options = { folder, permissions };
      // Without the right to read, the path relative to the user can't be told from another.
      const args = [`${folder}/s.yaml`, "--record", `${folder}/new.mcap`];
      assert.match(refusal(await dryrun("sim", args, options)), said);
      assert.deepEqual([...contents(folder).keys()], ["s.yaml"]);
    });
  });
}

const HEADER = sampleMcap(0);
const LOGS: readonly [what: string, bytes: Uint8Array | string, said: RegExp][] = [
  [
    "of another format",
    "PK\x03\x04 a zip",
    /log\.mcap: expected an MCAP file, a rosbag2 folder or/,
  ],
  ["that is empty", "", /log\.mcap: expected an MCAP file/],
  ["of ROS 1", "#ROSBAG V2.0\n", /log\.mcap: expected an MCAP file/],
  ["without a record", HEADER.subarray(0, 8), /log\.mcap: .*no .*record|log\.mcap: .*message/],
  ["without a message", HEADER, /log\.mcap: .*message/],
  ["cut before its first message", sampleMcap(9).subarray(0, 300), /log\.mcap: .*message/],
];
for (const [what, bytes, said] of LOGS) {
  Deno.test(`a log ${what}`, async () => {
    await inFolder(async (folder) => {
      const whole = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
      Deno.writeFileSync(`${folder}/log.mcap`, whole);
      await refuses(folder, ["replay", "log.mcap", "--node", "fusion"], said);
    });
  });
}

Deno.test("a log that is not there", async () => {
  await inFolder(async (folder) => {
    const args = ["replay", "no.mcap", "--node", "fusion"] as const;
    await refuses(folder, [...args], /no\.mcap: no such file or folder$/);
  });
});

const MAP = `stamp: { column: t, unit: s }
topics:
  /imu/data:
    type: sensor_msgs/msg/Imu
    fields:
      angular_velocity.z: { column: gz, unit: rad/s }
      linear_acceleration.z: { column: az, unit: m/s^2 }
`;
const ROWS = Array.from({ length: 3000 }, (_, i) => `${i / 100},0.1,9.8`);
const CSV = `t,gz,az\n${ROWS.join("\n")}\n`;
const TABLES: readonly [what: string, csv: string, map: string, said: RegExp][] = [
  ["without a mapped column", CSV, MAP.replace("gz", "gyro"), /log\.csv:1: .*"gyro"/],
  [
    "with a column of text",
    CSV.replaceAll(",9.8", ",up"),
    MAP,
    /log\.csv:2: column "az": expected a number, found "up"$/,
  ],
  [
    "with text in a late row",
    CSV.replace("29.5,0.1,9.8", "29.5,0.1,oops"),
    MAP,
    /log\.csv:2952: column "az": expected a number, found "oops"$/,
  ],
  [
    "with a short row",
    CSV.replace("29.5,0.1,9.8", "29.5,0.1"),
    MAP,
    /log\.csv:2952: expected 3 cells/,
  ],
  ["that is empty", "", MAP, /log\.csv: .*(header|empty)/],
  ["with a header alone", "t,gz,az\n", MAP, /log\.csv/],
  [
    "under a map with a typo",
    CSV,
    MAP.replace("fields", "feilds"),
    /map\.yaml:5: .*feilds: unknown key; did you mean "fields"\?$/,
  ],
  [
    "under a map with an unknown unit",
    CSV,
    MAP.replace("rad/s", "rpm"),
    /map\.yaml.*(unit|rad\/s)/,
  ],
  [
    "under a map with an unknown field",
    CSV,
    MAP.replace("velocity.z", "velocity.w"),
    /velocity\.w/,
  ],
  ["under a map that is no YAML", CSV, "a: [", /map\.yaml:\d+.*YAML|map\.yaml/],
];
for (const [what, csv, map, said] of TABLES) {
  Deno.test(`a CSV ${what}`, async () => {
    await inFolder(async (folder) => {
      Deno.writeTextFileSync(`${folder}/log.csv`, csv);
      Deno.writeTextFileSync(`${folder}/map.yaml`, map);
      const args = ["log.csv", "--columns", "map.yaml", "--node", "fusion"];
      await refuses(folder, ["replay", ...args], said);
    });
  });
}

Deno.test("a CSV without a map that fits, or whose map is not there", async () => {
  await inFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/log.csv`, CSV);
    await refuses(folder, ["replay", "log.csv", "--node", "fusion"], /log\.csv.*--columns/);
    const args = ["log.csv", "--columns", "no.yaml", "--node", "fusion"];
    await refuses(folder, ["replay", ...args], /no\.yaml: no such file/);
  });
});
