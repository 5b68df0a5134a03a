import assert from "#assert";
import { InputError } from "../../../../harness/errors.ts";
import { parseScenario } from "../../../../harness/schema/scenario.ts";
import { SCENARIO, TEST_CATALOGUE } from "../../fixtures.ts";

const ROBOT = `type: differential
max_speed_m_s: 0.7
waypoints: [[0, 0], [9, 9]]
`;

const WORLD = 'world:\n  origin: { lat_deg: 48, lon_deg: 11, alt_m: 500 }\n  date: "2026-01-01"\n';
const OWN_ROBOT = "robot:\n  type: differential\n  waypoints: [[0, 0], [1, 0], [1, 1]]\n";

function parse(robot: string, files: Record<string, string>) {
  assert.ok(SCENARIO.includes(OWN_ROBOT) && SCENARIO.includes(WORLD));
  return parseScenario(SCENARIO.replace(OWN_ROBOT, `robot: ${robot}\n`), {
    file: "small.yaml",
    catalogue: TEST_CATALOGUE,
    read: (name) =>
      name in files
        ? Promise.resolve(files[name]!)
        : Promise.reject(new InputError(`${name}: no such file`)),
  });
}

async function problem(robot: string, files: Record<string, string>): Promise<string> {
  const error = await parse(robot, files).then(() => "it was taken", (error: unknown) => error);
  if (!(error instanceof InputError)) throw new Error(`expected a refusal: ${error}`);
  return error.message;
}

Deno.test("include: the file's values, with what is written beside it over them", async () => {
  const files = { "robots/small.yaml": ROBOT };
  const { robot } = await parse(
    "{ include: robots/small.yaml, waypoints: [[0, 0], [2, 0]] }",
    files,
  );
  assert.equal(Reflect.get(robot, "max_speed_m_s"), 0.7);
  assert.equal(Reflect.get(robot, "waypoints").length, 2);
});

Deno.test("include: names are relative to the file that has them; worlds too", async () => {
  const files = {
    "robots/fast.yaml": "include: base/plain.yaml\nmax_speed_m_s: 2\n",
    "robots/base/plain.yaml": ROBOT,
    "worlds/hall.yaml": "gravity_m_s2: 9.81\n",
  };
  const { robot } = await parse("{ include: robots/fast.yaml }", files);
  assert.equal(Reflect.get(robot, "max_speed_m_s"), 2);
  const text = SCENARIO.replace(WORLD, "world: { include: worlds/hall.yaml }\n");
  const { world } = await parseScenario(text, {
    file: "small.yaml",
    catalogue: TEST_CATALOGUE,
    read: (name) => Promise.resolve(files[name as keyof typeof files]),
  });
  assert.equal(world.gravity_m_s2, 9.81);
});

Deno.test("include: what is wrong inside is told with that file's line", async () => {
  const bad = ROBOT.replace("0.7", "-1");
  assert.match(
    await problem("{ include: r.yaml }", { "r.yaml": bad }),
    /^r\.yaml:2:\d+: robot\.max_speed_m_s: expected a number > 0, got -1/,
  );
  assert.match(await problem("{ include: r.yaml }", { "r.yaml": "a: [" }), /^r\.yaml:1:/);
});

const REFUSED: [string, string, Record<string, string>, RegExp][] = [
  [
    "a cycle",
    "{ include: a.yaml }",
    { "a.yaml": "include: b.yaml", "b.yaml": "include: a.yaml" },
    /^b\.yaml:1:10: include: a cycle: a\.yaml includes b\.yaml includes a\.yaml/,
  ],
  [
    "itself",
    "{ include: a.yaml }",
    { "a.yaml": "include: ./a.yaml" },
    /a cycle: a\.yaml includes a/,
  ],
  ["the folder above", "{ include: ../a.yaml }", {}, /small\.yaml:\d+:\d+: include: .*leaves/],
  ["out by a detour", "{ include: x/../../a.yaml }", {}, /leaves the scenario's folder/],
  ["an absolute path", "{ include: /etc/passwd }", {}, /leaves the scenario's folder/],
  ["a drive", "{ include: 'C:\\a.yaml' }", {}, /leaves the scenario's folder/],
  ["nothing there", "{ include: b.yaml }", {}, /include: b\.yaml: no such file/],
  ["no name", "{ include: [a] }", {}, /expected a file's name, got a list of 1/],
  ["a list", "{ include: a.yaml }", { "a.yaml": "[1, 2]" }, /a\.yaml is not a mapping/],
];

for (const [what, robot, files, expected] of REFUSED) {
  Deno.test(`include refuses ${what}`, async () => {
    assert.match(await problem(robot, files), expected);
  });
}

Deno.test("include: sections of entries, entry by entry; an entry may have that name", async () => {
  const files: Record<string, string> = {
    "parts/checks.yaml": "odom_rate: { type: rate, topic: /odom, min_hz: 1 }\n",
  };
  const read = (name: string) => Promise.resolve(files[name]!);
  const options = { file: "small.yaml", catalogue: TEST_CATALOGUE, read };
  const [head] = SCENARIO.split("checks:");
  const own = "  mine: { type: rate, topic: /odom, min_hz: 2 }\n";
  const text = `${head}checks:\n  include: parts/checks.yaml\n${own}`;
  const scenario = await parseScenario(text, options);
  assert.deepEqual(Object.keys(scenario.checks), ["odom_rate", "mine"]);
  const named = `${head}checks:\n${own.replace("mine", "include")}`;
  assert.deepEqual(Object.keys((await parseScenario(named, options)).checks), ["include"]);
  files["parts/checks.yaml"] = "odom_rate: { type: rate, topic: /odom, min_hz: -1 }\n";
  await assert.rejects(
    parseScenario(text, options),
    /^InputError: parts\/checks\.yaml:1:\d+: checks\.odom/,
  );
});
