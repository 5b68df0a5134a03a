import assert from "#assert";
import { z } from "zod";
import { NODES } from "../../../../nodes/mod.ts";
import {
  declaredOf,
  declareParameters,
  nested,
  refusal,
  TYPE,
} from "../../../../runtime/ros2/params/declare.ts";
import type { RawNode, RawSetResult, Rcl } from "../../../../runtime/ros2/rcl.ts";

const SCHEMA = z.object({
  config: z.object({
    max_range: z.number().gt(0).max(100).default(10).describe("Farthest point, m"),
    update_rate: z.number().int().min(1).max(1000).default(10),
  }).prefault({}),
  mode: z.enum(["auto", "off"]).default("auto"),
  on: z.boolean().default(true),
  start: z.array(z.number()).default([0, 0]),
  names: z.array(z.string()).default(["a"]),
  unset: z.array(z.number()).optional(),
  limit: z.number().positive().optional(),
});

Deno.test("a schema's parameters are ROS parameters with type, range and description", () => {
  const declared = declaredOf(SCHEMA, { config: { max_range: 5 } });
  assert.deepEqual(
    declared.map(({ name, type, value, range }) => [name, type, value, range]),
    [
      ["config.max_range", TYPE.double, 5, [0, 100]],
      ["config.update_rate", TYPE.integer, 10, [1, 1000]],
      ["mode", TYPE.string, "auto", undefined],
      ["on", TYPE.bool, true, undefined],
      ["start", TYPE.doubleArray, [0, 0], undefined],
      ["names", TYPE.stringArray, ["a"], undefined],
      ["limit", TYPE.double, NaN, undefined],
    ],
  );
  assert.equal(declared[0]!.description, "Farthest point, m (> 0)");
  assert.equal(declared[2]!.description, "mode (one of auto, off)");
  assert.ok(declaredOf(SCHEMA, {}, { readOnly: true }).every(({ readOnly }) => readOnly));
});

Deno.test("every node's parameters can be declared, with the value that applies inside the range", () => {
  for (const [name, { params }] of Object.entries(NODES)) {
    const declared = declaredOf(params, params.parse({}));
    assert.ok(declared.length > 0, name);
    assert.equal(new Set(declared.map((one) => one.name)).size, declared.length);
    for (const { name: key, value, range, type } of declared) {
      assert.ok(value !== undefined, `${name}.${key}`);
      if (range === undefined || type === TYPE.doubleArray) continue;
      const number = value as number;
      assert.ok(range[0] <= number && number <= range[1], `${name}.${key}`);
    }
  }
});

Deno.test("refusal names the parameter and what was expected", () => {
  const known = new Map(declaredOf(SCHEMA, {}).map((one) => [one.name, one]));
  const change = (name: string, type: number) => refusal([{ name, type, value: 1 }], known);
  assert.equal(change("config.max_range", TYPE.double), undefined);
  assert.equal(
    change("config.max_range", TYPE.string),
    "parameter config.max_range: expected double, got string",
  );
  assert.equal(change("max_range", TYPE.double), "parameter max_range is not declared");
  assert.match(change("use_sim_time", TYPE.bool) ?? "", /can't change while the node runs/);
  const fixed = new Map([...known].map(([name, one]) => [name, { ...one, readOnly: true }]));
  assert.match(refusal([{ name: "on", type: 1, value: true }], fixed) ?? "", /on is read-only/);
});

Deno.test("changes are nested by their dots, integers are numbers, and an empty text is no value", () => {
  assert.deepEqual(
    nested([
      { name: "config.max_range", value: 4 },
      { name: "config.update_rate", value: 20n },
      { name: "start", value: Float64Array.of(1, 2) },
      { name: "mode", value: "" },
      { name: "limit", value: NaN },
    ]),
    { config: { max_range: 4, update_rate: 20 }, start: [1, 2], mode: undefined, limit: undefined },
  );
});

Deno.test("a change from outside is answered with the node's own reason", () => {
  const made: unknown[][] = [];
  class Made {
    constructor(...args: unknown[]) {
      made.push(args);
    }
  }
  const rcl = {
    Parameter: Made,
    ParameterDescriptor: Made,
    FloatingPointRange: Made,
    IntegerRange: Made,
  };
  const plain: RawSetResult = { successful: true, reason: "its own" };
  const node = { declareParameter() {}, _validateParameters: () => plain } as unknown as RawNode;
  const asked: unknown[] = [];
  declareParameters(rcl as unknown as Rcl, node, {
    parameters: declaredOf(SCHEMA, {}),
    onSet: (next) => {
      asked.push(next);
      return next.on === false ? { ok: false, reason: "never off" } : { ok: true };
    },
  });
  assert.ok(made.some((args) => args[0] === "config.max_range" && args[3] === false));
  const set = (name: string, type: number, value: unknown) =>
    node._validateParameters([{ name, type, value }]);
  assert.deepEqual(set("on", TYPE.bool, true), { successful: true, reason: "" });
  assert.deepEqual(set("on", TYPE.bool, false), { successful: false, reason: "never off" });
  assert.match(set("on", TYPE.integer, 1n).reason, /expected bool, got integer/);
  assert.equal(asked.length, 2);
  assert.equal(node._validateParameters([], true), plain, "declaring stays as it is");
});
