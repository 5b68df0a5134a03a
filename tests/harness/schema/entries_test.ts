import assert from "#assert";
import { z } from "zod";
import type { Catalogue } from "../../../harness/schema/catalogue.ts";
import {
  parseChecks,
  parseFaults,
  parseNodes,
  parseSensors,
} from "../../../harness/schema/entries.ts";
import type { Problem } from "../../../harness/schema/explain.ts";
import type { Outline } from "../../../harness/schema/outline.ts";
import { NODES } from "../../../nodes/mod.ts";
import { TEST_CATALOGUE } from "../fixtures.ts";

const probe = {
  config: z.object({
    type: z.literal("probe"),
    rate_hz: z.number().positive().default(10),
    part: z.object({ a: z.number().default(1), b: z.number().default(2) }).default({ a: 1, b: 2 }),
    list: z.array(z.number()).default([1, 2, 3]),
  }),
  presets: {
    fast: { source: "a data sheet", values: { rate_hz: 500, part: { a: 7 }, list: [9] } },
  },
  outputs: () => ({}),
  init: () => null,
  next: () => Infinity,
  sample() {},
};

const catalogue: Catalogue = { ...TEST_CATALOGUE, sensors: { probe } };

/** What came of entries, and what is wrong with them. */
function tell<R>(parse: (context: { problems: Problem[]; catalogue: Catalogue }) => R) {
  const problems: Problem[] = [];
  const found = parse({ problems, catalogue });
  return { found, told: problems.map(({ path, message }) => `${path.join(".")}: ${message}`) };
}

const sensors = (entries: unknown) => {
  const { found, told } = tell((context) => parseSensors(entries, context));
  const configs = Object.entries(found).map(([name, { config }]) => [name, config as unknown]);
  return { configs: Object.fromEntries(configs), told };
};

Deno.test("parseSensors(): what is written goes over the preset, that over the defaults", () => {
  const entries = {
    plain: { type: "probe" },
    preset: { type: "probe", preset: "fast" },
    over: { type: "probe", preset: "fast", rate_hz: 20, part: { b: 5 }, list: [4, 5] },
  };
  assert.deepEqual(sensors(entries), {
    configs: {
      plain: { type: "probe", rate_hz: 10, part: { a: 1, b: 2 }, list: [1, 2, 3] },
      preset: { type: "probe", rate_hz: 500, part: { a: 7, b: 2 }, list: [9] },
      over: { type: "probe", rate_hz: 20, part: { a: 7, b: 5 }, list: [4, 5] },
    },
    told: [],
  });
  assert.deepEqual(probe.presets.fast.values.part, { a: 7 }, "the table is as it was");
});

Deno.test("parseSensors() tells of every entry by itself, and keeps the good ones", () => {
  const { configs, told } = sensors({
    good: { type: "probe" },
    typo: { type: "prob" },
    inherited: { type: "constructor" },
    wild: { type: "probe", preset: "toString" },
    none: { type: "probe", preset: null },
    slow: { type: "probe", rate_hz: 0, lsit: [] },
    deep: { type: "probe", part: { a: "x" } },
  });
  assert.deepEqual(Object.keys(configs), ["good"]);
  assert.deepEqual(
    told,
    [
      'typo.type: unknown sensor "prob"; did you mean "probe"?',
      'inherited.type: unknown sensor "constructor"; known: probe',
      'wild.preset: unknown preset "toString"; known: fast',
      "none.preset: unknown preset nothing; known: fast",
      "slow.rate_hz: expected a number > 0, got 0",
      'slow.lsit: unknown key; did you mean "list"?',
      'deep.part.a: expected a number, got "x"',
    ].map((text) => `sensors.${text}`),
  );
});

Deno.test("entries without the frame of one are passed over: the outline has told of them", () => {
  for (const entries of [undefined, null, 3, "imu", [], { a: null, b: 1, c: {}, d: { type: 1 } }]) {
    assert.deepEqual(sensors(entries), { configs: {}, told: [] });
    assert.deepEqual(tell((context) => parseChecks(entries, context)), { found: {}, told: [] });
    assert.deepEqual(tell((context) => parseFaults(entries, context)).told, []);
  }
});

/** A node's entry as the outline gives it. */
function entry(node: string, over: Partial<Outline["nodes"][string]> = {}) {
  return { node, params: {}, remap: {}, compute_ms: 0, initial: "none", ...over } as const;
}

Deno.test("parseNodes() keeps parameters as written, checked by the node's own schema", () => {
  const { found, told } = tell((context) =>
    parseNodes({
      a: entry("spinner", { params: { gain: 3 }, namespace: "left", compute_ms: 2 }),
      b: entry("spinner", { remap: { odom: "/o" }, initial: "truth", fetch: { u: { body: "x" } } }),
    }, context)
  );
  const { spinner: def } = TEST_CATALOGUE.nodes;
  assert.deepEqual(told, []);
  assert.deepEqual(found, {
    a: { def, given: { gain: 3 }, namespace: "left", remap: {}, compute_ms: 2, initial: "none" },
    b: {
      ...{ def, given: {}, namespace: "", remap: { odom: "/o" }, compute_ms: 0, initial: "truth" },
      fetch: { u: { body: "x" } },
    },
  });
});

Deno.test("parseNodes() tells of unknown nodes, names and values", () => {
  const { told } = tell((context) =>
    parseNodes({
      a: entry("spiner"),
      b: entry("valueOf"),
      c: entry("spinner", { params: { gian: 1, gain: 99, initial_position: [1] } }),
    }, context)
  );
  assert.deepEqual(told, [
    'nodes.a.node: unknown node "spiner"; did you mean "spinner"?',
    'nodes.b.node: unknown node "valueOf"; known: spinner',
    "nodes.c.params.gain: expected a number <= 10, got 99",
    "nodes.c.params.initial_position: expected a list of >= 3 elements, got a list of 1",
    'nodes.c.params.gian: unknown key; did you mean "gain"?',
  ]);
});

Deno.test("parseNodes() tells of names in groups too, which zod alone passes over", () => {
  const grouped: Catalogue = { ...catalogue, nodes: NODES };
  const problems: Problem[] = [];
  const params = { config: { max_rnge: 1, max_range: 2 }, ground: { thickness: 0 } };
  parseNodes({ c: entry("cloud", { params }) }, { problems, catalogue: grouped });
  assert.deepEqual(problems.map(({ path, message, key }) => [path.join("."), message, key]), [
    ["nodes.c.params.ground.thickness", "expected a number > 0, got 0", undefined],
    ["nodes.c.params.config.max_rnge", 'unknown key; did you mean "max_range"?', true],
  ]);
});

Deno.test("parseChecks() takes each by its own schema, refinements included", () => {
  const { found, told } = tell((context) =>
    parseChecks({
      fine: { type: "rate", min_hz: 3 },
      bare: { type: "rate" },
      odd: { type: "rate", min_hz: 3, topc: "/odom" },
      typo: { type: "rat" },
    }, context)
  );
  assert.deepEqual(Object.keys(found), ["fine"]);
  assert.equal(found.fine!.check, TEST_CATALOGUE.checks.rate);
  assert.deepEqual(found.fine!.config, { topic: "/odom", min_hz: 3, settle_s: 0 });
  assert.deepEqual(told, [
    "checks.bare: give min_hz, max_hz or max_gap_s",
    'checks.odd.topc: unknown key; did you mean "topic"?',
    'checks.typo.type: unknown check "rat"; did you mean "rate"?',
  ]);
});

Deno.test("parseFaults() takes each by its own schema, in the order of the file", () => {
  const { found, told } = tell((context) =>
    parseFaults({
      z: { type: "delay", stream: "imu", at_s: 1, by_ms: 5 },
      a: { type: "vibration", at_s: [1, 2], for_s: 3 },
      odd: { type: "delay", stream: "imu", at_s: 1, by_ms: -5, form_s: 1 },
      typo: { type: "dely", stream: "imu" },
      inherited: { type: "toString" },
    }, context)
  );
  assert.deepEqual(Object.keys(found), ["z", "a"]);
  assert.equal(found.z!.fault, TEST_CATALOGUE.faults.delay);
  assert.deepEqual(found.z!.config, {
    ...{ type: "delay", enabled: true, stream: "imu", at_s: 1, by_ms: 5, jitter_ms: 0 },
  });
  assert.deepEqual(told.slice(0, 3), [
    "faults.odd.by_ms: expected a number >= 0, got -5",
    'faults.odd.form_s: unknown key; did you mean "for_s"?',
    'faults.typo.type: unknown fault "dely"; did you mean "delay"?',
  ]);
  assert.match(told[3]!, /^faults\.inherited\.type: unknown fault "toString"; known: bias_step, /);
});
