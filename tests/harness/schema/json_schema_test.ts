/** The schema for editors, judged by an independent validator (ajv) beside the parser itself. */
import assert from "#assert";
import { Ajv } from "ajv";
import fc from "fast-check";
import { z } from "zod";
import { CATALOGUE } from "../../../harness/catalogue.ts";
import { InputError } from "../../../harness/errors.ts";
import { scenarioJsonSchema } from "../../../harness/schema/json_schema.ts";
import { parseScenario } from "../../../harness/schema/scenario.ts";
import { Source } from "../../../harness/schema/source.ts";
import { CASES } from "../../laws/check_cases.ts";
import { FAULT_CASES } from "../../laws/fault_cases.ts";
import { changed, places } from "./places.ts";

type Json = { [key: string]: unknown };

const SCHEMA = scenarioJsonSchema(CATALOGUE);
const PATH = "docs/scenario.schema.json";

/** In ajv's strict mode a keyword that it does not know is an error. */
const fits = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(SCHEMA);

/** Whether the parser takes it. YAML is a superset of JSON. */
async function parses(data: unknown): Promise<boolean> {
  try {
    await parseScenario(JSON.stringify(data), {
      file: "s.yaml",
      catalogue: CATALOGUE,
      read: () => Promise.resolve("0 0 0 0 0 0 0 1\n9 1 0 0 0 0 0 1\n"),
    });
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** Every schema below one, with its path. */
function* walk(node: unknown, path = ""): Generator<[path: string, schema: Json]> {
  if (typeof node !== "object" || node === null) return;
  if (!Array.isArray(node)) yield [path, node as Json];
  for (const [key, inner] of Object.entries(node)) {
    if (!["default", "enum", "const", "required"].includes(key)) {
      yield* walk(inner, `${path}/${key}`);
    }
  }
}

const at = (schema: unknown, ...path: string[]): Json =>
  path.reduce((node, key) => (node as Json)[key] as Json, schema as Json);
const kindsOf = (what: "sensors" | "faults" | "checks") =>
  (at(SCHEMA, "properties", what, "additionalProperties").oneOf as Json[])
    .filter((kind) => typeOf(kind) !== undefined); // the user's own have no fixed name
const typeOf = (kind: Json) => at(kind, "properties", "type").const as string;
const WORLD = at(SCHEMA, "properties", "world", "anyOf", "0");
const ROBOTS = at(SCHEMA, "properties", "robot", "anyOf", "0").oneOf as Json[];

Deno.test(`${PATH} is up to date: deno task schema writes it`, () => {
  const text = `${JSON.stringify(SCHEMA, undefined, 2)}\n`;
  assert.ok(Deno.readTextFileSync(PATH) === text, "run deno task schema and commit what it writes");
});

Deno.test("every scenario that comes with Dryrun fits the schema, and names it for editors", () => {
  const files = [...Deno.readDirSync("scenarios")].filter(({ name }) => name.endsWith(".yaml"));
  assert.ok(files.length > 0);
  for (const { name } of files) {
    const text = Deno.readTextFileSync(`scenarios/${name}`);
    assert.ok(fits(new Source(text, name).data), `${name}: ${JSON.stringify(fits.errors)}`);
    assert.match(
      text,
      /^# yaml-language-server: \$schema=\.\.\/docs\/scenario\.schema\.json\n/,
      name,
    );
  }
});

Deno.test("the schema knows every sensor with its presets, every fault, check, node and robot", () => {
  const { sensors, faults, checks, nodes } = CATALOGUE;
  assert.deepEqual(kindsOf("sensors").map(typeOf), Object.keys(sensors));
  assert.deepEqual(kindsOf("faults").map(typeOf), Object.keys(faults));
  assert.deepEqual(kindsOf("checks").map(typeOf), Object.keys(checks));
  for (const kind of kindsOf("sensors")) {
    const presets = Object.keys(sensors[typeOf(kind)]!.presets);
    assert.ok(presets.length > 0);
    assert.deepEqual(at(kind, "properties", "preset").enum, presets);
  }
  const node = at(SCHEMA, "properties", "nodes", "additionalProperties");
  assert.deepEqual(at(node, "properties", "node", "anyOf", "0").enum, Object.keys(nodes));
  assert.deepEqual(ROBOTS.map(typeOf), ["differential", "ackermann", "free"]);
});

Deno.test("every kind and every key says what it is", () => {
  const entries = [...kindsOf("sensors"), ...kindsOf("faults"), ...kindsOf("checks")];
  for (const kind of [...entries, ...ROBOTS]) {
    assert.ok(String(kind.description).includes(" "), typeOf(kind));
  }
  const bare: string[] = [];
  for (const [path, { properties }] of walk(SCHEMA)) {
    // Under `if` and `then` stands which node is meant.
    if (properties === undefined || /\/(if|then)$/.test(path)) continue;
    for (const [key, inner] of Object.entries(properties as Json)) {
      const { description, const: fixed } = inner as Json;
      if (fixed === undefined && !/\w\w/.test(String(description ?? ""))) {
        bare.push(`${path}/${key}`);
      }
    }
  }
  assert.deepEqual(bare, []);
});

Deno.test("no object takes a key that it does not know", () => {
  const open: string[] = [];
  for (const [path, schema] of walk(SCHEMA)) {
    if (schema.properties === undefined || /\/(if|then)$/.test(path)) continue;
    // A section has entries of any name, each by its own schema, beside `include`.
    const entries = typeof schema.additionalProperties === "object";
    if (schema.additionalProperties !== false && !entries) open.push(path);
  }
  // What is in another file can't be known here.
  const [checks, own] = ["/properties/checks/additionalProperties/oneOf", CATALOGUE.checks];
  const elsewhere = ["/properties/world/anyOf/1", "/properties/robot/anyOf/1"];
  assert.deepEqual(open, [...elsewhere, `${checks}/${Object.keys(own).length}`]);
});

/** The defaults that a schema tells, written out. */
function defaultsOf(schema: Json): Json {
  const entries = Object.entries((schema.properties ?? {}) as { [key: string]: Json });
  return Object.fromEntries(
    entries.flatMap(([key, inner]) => "default" in inner ? [[key, inner.default]] : []),
  );
}

/** The least entry of a kind: what it needs and no more. */
const leastOf = (type: string): Json => ({
  ...CASES[type]?.[0]?.config,
  ...FAULT_CASES[type] && { at_s: 1, ...FAULT_CASES[type][0]!.config },
});

Deno.test("defaults that are told are those that apply, and none is missing", () => {
  const kinds = [
    ...kindsOf("sensors").map((kind) => [kind, CATALOGUE.sensors[typeOf(kind)]!.config] as const),
    ...kindsOf("faults").map((kind) => [kind, CATALOGUE.faults[typeOf(kind)]!.config] as const),
    ...kindsOf("checks").map((kind) => [kind, CATALOGUE.checks[typeOf(kind)]!.config] as const),
    ...ROBOTS.map((kind) => [kind, CATALOGUE.robot] as const),
  ];
  for (const [kind, schema] of kinds) {
    const type = typeOf(kind);
    const least = { type, ...leastOf(type) };
    const plain = schema.parse(least) as Json;
    const told = defaultsOf(kind);
    assert.deepEqual(schema.parse({ ...told, ...least }), plain, type);
    const silent = Object.keys(plain).filter((key) => !(key in told) && !(key in least));
    // The topics of a wheel's streams depend on its name: the text says so instead.
    assert.deepEqual(silent, ["camera", "wheel"].includes(type) ? ["outputs"] : [], type);
  }
  assert.deepEqual(CATALOGUE.world.parse(defaultsOf(WORLD)), CATALOGUE.world.parse({}));
  for (
    const { if: condition, then } of at(SCHEMA, "properties", "nodes", "additionalProperties")
      .allOf as { if: Json; then: Json }[]
  ) {
    const { params } = CATALOGUE.nodes[at(condition, "properties", "node").const as string]!;
    const told = defaultsOf(at(then, "properties", "params"));
    assert.deepEqual(params.parse(told), params.parse({}));
    assert.deepEqual(Object.keys(told), Object.keys(params.parse({}) as Json));
  }
});

const BASE: Json = { name: "base", duration_s: 5, robot: { type: "differential" } };

/** A scenario that uses as much of the schema as one can, in three robots. */
function* examples(): Generator<Json> {
  const sensors = Object.fromEntries(
    kindsOf("sensors").map((kind) => {
      // A check reads what only a lidar that is told to says.
      const said = typeOf(kind) === "lidar" && { labels: true };
      return [typeOf(kind), { ...defaultsOf(kind), ...said, type: typeOf(kind) }];
    }),
  );
  const checks = Object.fromEntries(
    Object.entries(CASES).flatMap(([type, cases]) =>
      cases.map(({ config }, i) => [`${type}_${i}`, { type, ...config }])
    ),
  );
  const faults = Object.fromEntries(
    Object.entries(FAULT_CASES).flatMap(([type, cases]) =>
      cases.map(({ config }, i) => [`${type}_${i}`, { type, at_s: 1, for_s: [1, 2], ...config }])
    ),
  );
  const nodes = Object.fromEntries(
    Object.keys(CATALOGUE.nodes).map((node) => [node, { node, initial: "truth", compute_ms: 1 }]),
  );
  const gap = { type: "dropout", stream: "imu", at_s: 1 }; // what checks ask about
  const all = { ...BASE, seeds: "1..3", sensors, nodes, checks, faults: { gap } };
  yield { ...all, faults: { ...faults, gap } };
  const start = { position_m: [1, 2], yaw_deg: 90 };
  const waypoints = [[1, 2], { position_m: [5, 2], stop_s: 1, speed_m_s: 0.5 }];
  const magnets = [{ position_m: [0, 0, 1], moment_a_m2: [1, 0, 0], to_s: 3 }];
  const ramps = [{ position_m: [3, 2], rise_m: 0.2 }];
  const world = { gravity_m_s2: "local", magnets, ramps, origin: { lat_deg: -30, lon_deg: 200 } };
  yield {
    ...all,
    robot: { type: "ackermann", start, waypoints, loop: true },
    world,
    seeds: [1, 2],
  };
  const { wheel: _, ...airborne } = sensors;
  const robot = { type: "free", waves: [{ axis: "x", amplitude_m: 1, frequency_hz: 0.2 }] };
  yield { ...all, robot, sensors: airborne, seed: -7, expect: "fail" };
  const moved = { type: "free", trajectory: { file: "a.tum", format: "tum" } };
  yield { ...BASE, robot: moved, sensors: { imu: { type: "imu" } } };
}

Deno.test("the schema knows what other files give: worlds, robots, nodes and checks", () => {
  const check = { type: "./calm.ts#calm", max: 3 };
  const own = { world: { include: "hall.yaml", gravity_m_s2: 9.8 }, checks: { calm: check } };
  const nodes = { mine: { node: "../mine.ts", params: { any: 1 } } };
  const robot = { include: "robots/fast.yaml", loop: true };
  assert.ok(fits({ ...BASE, ...own, robot, nodes }), JSON.stringify(fits.errors));
  const limits = (params: object) =>
    fits({ ...BASE, nodes: { s: { node: "supervisor", params } } });
  assert.ok(limits({ include: "robot.yaml", safety_limits: { max_speed_m_s: 0.5 } }));
  assert.ok(!limits({ include: "robot.yaml", safety_limits: { max_speed: 1 } }));
  assert.ok(!fits({ ...BASE, nodes: { mine: { node: "mine.ts" } } }));
  assert.ok(!fits({ ...BASE, checks: { mine: { type: "calm.ts" } } }));
  assert.ok(!fits({ ...BASE, world: { includes: "hall.yaml" } }));
});

Deno.test("a preset may give what an entry needs", () => {
  const { mag } = CATALOGUE.sensors;
  const config = z.object({ type: z.literal("mag"), rate_hz: z.number() }) as unknown as z.ZodType;
  const needing = { ...mag!, config } as typeof mag & object;
  const compiled = (sensor: typeof needing) =>
    new Ajv({ strict: true, allowUnionTypes: true })
      .compile(scenarioJsonSchema({ ...CATALOGUE, sensors: { mag: sensor } }));
  const bare = { ...BASE, sensors: { any: { type: "mag" } } };
  assert.ok(compiled(needing)(bare));
  assert.ok(!compiled({ ...needing, presets: {} })(bare));
  assert.ok(!fits({ ...BASE, checks: { heading: { type: "heading_error" } } }), "checks have none");
});

Deno.test("what the schema allows in full the parser takes", async () => {
  for (const example of examples()) {
    assert.ok(fits(example), JSON.stringify(fits.errors));
    assert.ok(await parses(example));
  }
});

Deno.test("an unknown key is refused by schema and parser alike, wherever it stands", async () => {
  for (const example of examples()) {
    for (const path of places(example)) {
      const value = path.reduce<unknown>((node, key) => (node as Json)[key as string], example);
      if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
      const odd = changed(example, path, (old) => ({ ...old as Json, unheard_of: 1 }));
      assert.ok(!fits(odd), path.join("."));
      assert.ok(!await parses(odd), path.join("."));
    }
  }
});

Deno.test("whatever the parser takes fits the schema, and nearly all else does not", async () => {
  const all = [...examples()];
  const scrap = fc.oneof(
    fc.constantFrom(null, true, "", "x", "/odom", 0, -1, 1, 1.5, 1e9, [], {}, [0, 0], [0, 0, 0]),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const spots = all.map((example) => [...places(example)].slice(1));
  const change = fc.nat(all.length - 1).chain((which) =>
    fc.record({ which: fc.constant(which), path: fc.constantFrom(...spots[which]!), scrap })
  );
  let [both, neither, parserOnly] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(change, async ({ which, path, scrap }) => {
      const data = changed(all[which], path, () => scrap);
      const taken = await parses(data);
      const fitting = fits(data);
      if (taken) assert.ok(fitting, `${path.join(".")}: ${JSON.stringify(fits.errors)}`);
      if (taken) both++;
      else if (fitting) parserOnly++;
      else neither++;
    }),
    { numRuns: 200 },
  );
  // What only the parser sees is about several places at once: topics that nobody writes, off the
  // world, two limits where one is asked for.
  assert.ok(both > 12 && neither > 10 * parserOnly, `${both} ${neither} ${parserOnly}`);
});
