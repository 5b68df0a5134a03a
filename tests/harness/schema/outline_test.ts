import assert from "#assert";
import fc from "fast-check";
import { z } from "zod";
import { NAME, outlineOf, TOPIC } from "../../../harness/schema/outline.ts";
import { nodeName, resolveTopic } from "../../../runtime/memory/names.ts";
import { TEST_CATALOGUE } from "../fixtures.ts";

const catalogue = { world: z.object({ w: z.number().default(1) }), robot: z.literal("car") };
const LEAST = { name: "a", duration_s: 1, robot: "car" };

/** `path: code` of every issue. */
function issues(change: object, schema: z.ZodType = outlineOf(catalogue)): string[] {
  const { error } = schema.safeParse({ ...LEAST, ...change });
  return error?.issues.map(({ path, code }) => `${path.join(".")}: ${code}`) ?? [];
}

Deno.test("outlineOf() fills in all that a scenario need not say", () => {
  assert.deepEqual(outlineOf(catalogue).parse(LEAST), {
    ...LEAST,
    seed: 1,
    world: { w: 1 },
    ...{ sensors: {}, nodes: {}, faults: {}, checks: {}, sweep: {}, tags: [] },
    expect: "pass",
    truth: { from: "simulation" },
  });
  const { nodes } = outlineOf(catalogue).parse({ ...LEAST, nodes: { n: { node: "fusion" } } });
  assert.deepEqual(nodes.n, {
    ...{ node: "fusion", params: {}, remap: {}, compute_ms: 0, initial: "none" },
  });
});

const REFUSED: readonly [change: object, ...expected: string[]][] = [
  [{ name: "Loop" }, "name: invalid_format"],
  [{ name: undefined }, "name: invalid_type"],
  [{ robot: "ship" }, "robot: invalid_value"],
  [{ robot: undefined }, "robot: invalid_value"],
  [{ duration_s: 0 }, "duration_s: too_small"],
  [{ duration_s: -1 }, "duration_s: too_small"],
  [{ duration_s: 1e6 + 1 }, "duration_s: too_big"],
  [{ duration_s: Infinity }, "duration_s: invalid_type"],
  [{ seed: 1.5 }, "seed: invalid_type"],
  [{ seed: 2 ** 53 }, "seed: too_big"],
  [{ seeds: [] }, "seeds: too_small"],
  [{ seeds: [1.5] }, "seeds: invalid_union"],
  [{ expect: "maybe" }, "expect: invalid_value"],
  [{ truth: "/odom" }, "truth: invalid_union"],
  [{ truth: { from: "topic" } }, "truth: invalid_union"],
  [{ worlds: {} }, ": unrecognized_keys"],
  [{ sensors: { imu: "imu" } }, "sensors.imu: invalid_type"],
  [{ sensors: { imu: {} } }, "sensors.imu.type: invalid_type"],
  [{ sensors: { "0": { type: "imu" } } }, "sensors.0: invalid_key"],
  [{ checks: { Ate: { type: "ate" } } }, "checks.Ate: invalid_key"],
  [{ faults: { x: { type: 1 } } }, "faults.x.type: invalid_type"],
  [{ nodes: { n: {} } }, "nodes.n.node: invalid_type"],
  [{ nodes: { n: { node: "x", parms: {} } } }, "nodes.n: unrecognized_keys"],
  [{ nodes: { n: { node: "x", initial: "true" } } }, "nodes.n.initial: invalid_value"],
  [{ nodes: { n: { node: "x", compute_ms: -1 } } }, "nodes.n.compute_ms: too_small"],
  [{ nodes: { n: { node: "x", remap: { "a b": "c" } } } }, "nodes.n.remap.a b: invalid_key"],
  [{ nodes: { n: { node: "x", remap: { a: "1" } } } }, "nodes.n.remap.a: invalid_format"],
  [{ nodes: { n: { node: "x", namespace: "" } } }, "nodes.n.namespace: invalid_format"],
];
for (const [change, ...expected] of REFUSED) {
  Deno.test(`outlineOf() refuses ${JSON.stringify(change)}`, () => {
    assert.deepEqual(issues(change), expected);
  });
}

Deno.test("outlineOf() takes what is at the bounds, and leaves entries to their own schemas", () => {
  for (
    const change of [
      { duration_s: 1e6, seed: -(2 ** 53 - 1), seeds: "1..20" },
      { duration_s: Number.MIN_VALUE, seeds: [0] },
      { sensors: { a: { type: "anything", any: ["thing"] } }, expect: "fail", truth: "none" },
    ]
  ) assert.deepEqual(issues(change), []);
});

Deno.test("outlineOf() asks the catalogue whether world and robot fit", () => {
  const fit: typeof TEST_CATALOGUE.fit = ({ world, robot }, context) => {
    assert.deepEqual([world, robot], [{ w: 1 }, "car"]);
    context.addIssue({ code: "custom", path: ["robot"], message: "too wide" });
  };
  assert.deepEqual(issues({}, outlineOf({ ...catalogue, fit })), ["robot: custom"]);
  assert.deepEqual(issues({ robot: 1 }, outlineOf({ ...catalogue, fit })), [
    "robot: invalid_value",
  ]);
});

/** Texts near names: a few letters, digits and signs. */
const near = fc.string({ unit: fc.constantFrom(..."aZ0_/-. ~\n"), maxLength: 8 });

Deno.test("NAME takes only what is a name of a node and of a topic on ROS 2", () => {
  fc.assert(
    fc.property(near, (text) => {
      if (!NAME.safeParse(text).success) return;
      assert.equal(nodeName({ node: text }), `/${text}`);
      assert.equal(resolveTopic(text, { node: "n" }), `/${text}`);
      assert.match(text, /^[a-z]/);
    }),
    { numRuns: 2000 },
  );
  for (const name of ["imu", "a1_b", "z"]) assert.ok(NAME.safeParse(name).success, name);
  for (const name of ["", "_a", "1a", "Imu", "a-b", "a\n", "é"]) {
    assert.ok(!NAME.safeParse(name).success, name);
  }
});

Deno.test("TOPIC takes exactly the topics that resolve, private ones apart", () => {
  fc.assert(
    fc.property(near, (text) => {
      const expected = !text.startsWith("~") && resolves(text);
      assert.equal(TOPIC.safeParse(text).success, expected, JSON.stringify(text));
    }),
    { numRuns: 5000 },
  );
});

function resolves(topic: string): boolean {
  try {
    resolveTopic(topic, { node: "n" });
    return true;
  } catch {
    return false;
  }
}
