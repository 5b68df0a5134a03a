import assert from "#assert";
import { z } from "zod";
import { InputError } from "../../../../harness/errors.ts";
import { parseScenario } from "../../../../harness/schema/scenario.ts";
import { SCENARIO, spinner, TEST_CATALOGUE } from "../../fixtures.ts";

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

const HEAD = SCENARIO.replace(/nodes:[^]*checks:/, "NODES\nchecks:");

/** A scenario whose one node has these parameters, in YAML. */
function withParams(params: string, files: Record<string, string>) {
  const nodes = `nodes: { gyro: { node: spinner, params: ${params} } }`;
  return parseScenario(HEAD.replace("NODES", nodes), {
    file: "small.yaml",
    catalogue: { ...TEST_CATALOGUE, nodes: { ...TEST_CATALOGUE.nodes, spinner: tuned } },
    read: (name) => {
      return name in files
        ? Promise.resolve(files[name]!)
        : Promise.reject(new InputError(`${name}: no such file`));
    },
  });
}

const tuned = {
  ...spinner,
  params: z.object({
    gain: z.number().default(1),
    limits: z.object({ low: z.number().default(0), high: z.number().default(9) }).default({
      ...{ low: 0, high: 9 },
    }),
  }),
};

Deno.test("include: a node's parameters, group by group under what is written", async () => {
  const files = {
    "r/robot.yaml": "include: base.yaml\ngain: 3\n",
    "r/base.yaml": "limits: { low: 1, high: 5 }\n",
  };
  const { nodes } = await withParams("{ include: r/robot.yaml, limits: { high: 7 } }", files);
  assert.deepEqual(nodes.gyro!.given, { gain: 3, limits: { low: 1, high: 7 } });
});

Deno.test("include: what is wrong in a file of parameters is told where it stands", async () => {
  const files = { "robot.yaml": "gain: 2\nlimits:\n  low: x\n  hihg: 1\n" };
  await assert.rejects(withParams("{ include: robot.yaml, gain: 1, limits: { high: 2 } }", files), {
    message: 'robot.yaml:3:8: nodes.gyro.params.limits.low: expected a number, got "x"\n' +
      'robot.yaml:4:3: nodes.gyro.params.limits.hihg: unknown key; did you mean "high"?',
  });
  await assert.rejects(
    withParams("{ include: robot.yaml, gain: y, limits: { low: 1, hihg: 0 } }", files),
    (error: Error) => {
      const places = error.message.split("\n").map((line) => line.replace(/:\d+:\d+:.*/, ""));
      return assert.deepEqual(places, ["small.yaml", "small.yaml"]) === undefined;
    },
  );
  for (
    const [params, said] of [
      ["{ include: none.yaml }", /small\.yaml:\d+:\d+: include: none\.yaml: no such file/],
      ["{ include: 3 }", /small\.yaml:\d+:\d+: include: expected a file's name, got 3/],
      ["{ include: ../robot.yaml }", /leaves the scenario's folder/],
      ["{ include: list.yaml }", /list\.yaml is not a mapping/],
      ["{ include: cut.yaml }", /^InputError: cut\.yaml:1:\d+: not valid YAML/],
    ] as const
  ) {
    await assert.rejects(withParams(params, { "list.yaml": "[1]", "cut.yaml": "a: [" }), said);
  }
});

Deno.test("include: parameters of an included node are relative to that node's file", async () => {
  const files: Record<string, string> = {
    "parts/nodes.yaml": "gyro: { node: spinner, params: { include: robot.yaml } }\n",
    "parts/robot.yaml": "gain: 4\n",
  };
  const { nodes } = await parseScenario(
    HEAD.replace("NODES", "nodes: { include: parts/nodes.yaml }"),
    {
      ...{ file: "small.yaml", catalogue: TEST_CATALOGUE },
      read: (name) => Promise.resolve(files[name]!),
    },
  );
  assert.deepEqual(nodes.gyro!.given, { gain: 4 });
});
