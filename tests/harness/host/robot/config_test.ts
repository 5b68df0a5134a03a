import assert from "#assert";
import { InputError } from "../../../../harness/errors.ts";
import {
  isRobotConfig,
  loadRobotConfig,
  readRobotConfig,
} from "../../../../harness/host/robot/config.ts";
import { parse } from "yaml";

const SOUND = `sensor_ranges:
  primary: { min_m: 0.5, max_m: 12 }
processing_parameters:
  return_after_s: 3
safety_limits:
  max_speed_m_s: 0.6
`;

Deno.test("a robot's configuration: what is written, defaults under it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/robot.yaml`, SOUND);
    const config = await loadRobotConfig(`${folder}/robot.yaml`);
    assert.equal(config.sensor_ranges.primary.max_m, 12);
    assert.equal(config.sensor_ranges.backup.max_m, 30);
    assert.equal(config.processing_parameters.return_after_s, 3);
    assert.equal(config.safety_limits.max_speed_m_s, 0.6);
    await assert.rejects(loadRobotConfig(`${folder}/none.yaml`), /none\.yaml: no such file/);
    await Deno.writeFile(`${folder}/robot.yaml`, Uint8Array.of(0xff, 0xfe));
    await assert.rejects(loadRobotConfig(`${folder}/robot.yaml`), /not UTF-8/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  assert.deepEqual(readRobotConfig(SOUND, "r.yaml"), parse(SOUND));
});

const WRONG: [what: string, from: string, to: string, said: RegExp][] = [
  [
    "NaN",
    "0.5",
    ".nan",
    /^r\.yaml:2:21: sensor_ranges\.primary\.min_m: expected a number, got NaN$/,
  ],
  ["infinity", "12", ".inf", /^r\.yaml:2:33: sensor_ranges\.primary\.max_m: expected .*Infinity$/],
  ["inverted", "0.5", "13", /^r\.yaml:2:\d+: sensor_ranges\.primary\.max_m: .* min_m below max_m$/],
  [
    "text",
    "0.6",
    "fast",
    /^r\.yaml:6:18: safety_limits\.max_speed_m_s: expected a number, got "fast"$/,
  ],
  [
    "none",
    "0.6",
    "",
    /^r\.yaml:6:18: safety_limits\.max_speed_m_s: expected a number, got nothing$/,
  ],
  ["negative", "0.6", "-1", /max_speed_m_s: expected a number > 0, got -1$/],
  [
    "an unknown section",
    "safety_limits:",
    "safety_limit:",
    /^r\.yaml:5:1: safety_limit: unknown key; did you mean "safety_limits"\?$/,
  ],
  [
    "an unknown sensor",
    "primary",
    "primray",
    /^r\.yaml:2:3: sensor_ranges\.primray: unknown key; did you mean "primary"\?$/,
  ],
  [
    "an unknown limit",
    "max_speed_m_s",
    "max_sped_m_s",
    /^r\.yaml:6:3: safety_limits\.max_sped_m_s: unknown key; did you mean "max_speed_m_s"\?$/,
  ],
  [
    "a key twice",
    "safety_limits:",
    "sensor_ranges:",
    /^r\.yaml:5:1: the key .* stands here twice$/,
  ],
  ["no YAML", "sensor_ranges:", "sensor_ranges: [", /^r\.yaml:\d+:\d+: not valid YAML: /],
  ["a list", SOUND, "[1, 2]", /^r\.yaml: is a list of 2; expected the sections sensor_ranges, /],
  ["nothing", SOUND, "", /^r\.yaml: is empty; expected the sections sensor_ranges, /],
];

for (const [what, from, to, said] of WRONG) {
  Deno.test(`a robot's configuration is refused with its place: ${what}`, () => {
    assert.throws(() => readRobotConfig(SOUND.replace(from, to), "r.yaml"), (error: Error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, said);
      return true;
    });
  });
}

Deno.test("all that is wrong is told at once, in the order of the file", () => {
  const text = SOUND.replace("0.5", ".nan").replace("3", "-3").replace("0.6", "0");
  assert.throws(() => readRobotConfig(text, "r.yaml"), (error: Error) => {
    const lines = error.message.split("\n").map((line) => line.split(":")[1]);
    assert.deepEqual(lines, ["2", "4", "6"]);
    return true;
  });
});

Deno.test("a configuration is told from ROS 2's parameter files", () => {
  assert.ok(isRobotConfig(SOUND));
  assert.ok(isRobotConfig("# of the robot\nsafety_limits: {}\n"));
  assert.ok(!isRobotConfig("/**:\n  ros__parameters:\n    safety_limits: {}\n"));
  assert.ok(!isRobotConfig("supervisor:\n  ros__parameters: {}\n"));
});

Deno.test("the configuration in docs/supervisor.md is one", async () => {
  const text = await Deno.readTextFile("docs/supervisor.md");
  const [, yaml] = /```yaml\n([^]*?)```/.exec(text)!;
  assert.deepEqual(Object.keys(readRobotConfig(yaml!, "docs")), [
    ...["sensor_ranges", "processing_parameters", "safety_limits"],
  ]);
});
