import assert from "#assert";
import fc from "fast-check";
import { z } from "zod";
import { mergeParams, ParameterError, parseOverrides, parseParams } from "../../runtime/params.ts";

const schema = z.object({
  use_mag: z.boolean().default(true),
  imu_weight: z.number().min(0).max(1).default(0.8),
  count: z.int().min(1).default(3),
  frame: z.string().default("odom"),
  mode: z.enum(["auto", "manual"]).default("auto"),
  initial_position: z.array(z.number()).length(3).optional(),
  covariance: z.union([z.number(), z.literal("auto")]).default("auto"),
  extra: z.record(z.string(), z.number()).default({}),
  config: z.object({
    max_range: z.number().gt(0).lte(100).default(10),
    deep: z.object({ on: z.boolean().default(false) }).prefault({}),
  }).prefault({}),
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ParameterError);
    return (error as ParameterError).message;
  }
  throw new Error("nothing was thrown");
}

Deno.test("defaults fill what is not given", () => {
  const parsed = parseParams(schema, { config: { max_range: 5 } }, "n");
  assert.deepEqual(parsed.config, { max_range: 5, deep: { on: false } });
  assert.deepEqual([parsed.use_mag, parsed.imu_weight, parsed.frame], [true, 0.8, "odom"]);
});

Deno.test("one error names every bad parameter with its path and the nearest right name", () => {
  const raw = {
    use_magg: true,
    imu_weight: 1.5,
    config: { max_ragne: 3, deep: { on: "yes", off: 1 } },
  };
  const message = messageOf(() => parseParams(schema, raw, "/fusion"));
  assert.match(message, /^\/fusion: /);
  assert.match(message, /parameter use_magg: unknown name; did you mean "use_mag"\?/);
  assert.match(message, /parameter config.max_ragne: unknown name; did you mean "max_range"\?/);
  assert.match(message, /parameter config.deep.off: unknown name; known: on/);
  assert.match(message, /parameter imu_weight: .*<=1, got 1.5/);
  assert.match(message, /parameter config.deep.on: .*boolean.*got "yes"/);
  assert.equal(message.match(/parameter /g)?.length, 5);
});

Deno.test("a strict schema says the same of an unknown name, once", () => {
  const strict = z.strictObject({ gain: z.number().default(1) });
  const message = messageOf(() => parseParams(strict, { gian: 2 }, "n"));
  assert.equal(message, 'n: parameter gian: unknown name; did you mean "gain"?');
  const loose = z.looseObject({ gain: z.number().default(1) });
  assert.deepEqual(parseParams(loose, { gian: 2 }, "n"), { gain: 1, gian: 2 });
  assert.deepEqual(parseParams(schema, { extra: { anything: 2 } }, "n").extra, { anything: 2 });
});

Deno.test("overrides are read as the type that the schema wants", () => {
  const raw = parseOverrides(schema, [
    "use_mag=false",
    "imu_weight=0.25",
    "count=7",
    "frame=true",
    "mode=manual",
    "initial_position=[1, 2, 3]",
    "covariance=4",
    "config.max_range=1e1",
    "config.deep.on=true",
    "extra.a=5",
    "config.max_range=20",
  ], "n");
  assert.deepEqual(raw, {
    use_mag: false,
    imu_weight: 0.25,
    count: 7,
    frame: "true",
    mode: "manual",
    initial_position: [1, 2, 3],
    covariance: 4,
    config: { max_range: 20, deep: { on: true } },
    extra: { a: 5 },
  });
  assert.deepEqual(parseOverrides(schema, ["covariance=auto"], "n"), { covariance: "auto" });
  assert.deepEqual(parseOverrides(schema, ["initial_position=1,2,3"], "n"), {
    initial_position: [1, 2, 3],
  });
  assert.deepEqual(parseOverrides(schema, ["frame=a=b", "frame="], "n"), { frame: "" });
});

Deno.test("overrides that can't be read are errors that say what was expected", () => {
  const cases: [string, RegExp][] = [
    ["use_mag=yes", /parameter use_mag: expected boolean, got "yes"/],
    ["imu_weight=high", /parameter imu_weight: expected number, got "high"/],
    ["imu_weight=", /parameter imu_weight: expected number, got ""/],
    ["imu_wieght=1", /parameter imu_wieght: unknown name; did you mean "imu_weight"\?/],
    ["config.max_ragne=1", /parameter config.max_ragne: unknown name; did you mean "max_range"\?/],
    ["imu_weight.x=1", /parameter imu_weight.x: unknown name; none exist/],
    ["imu_weight", /parameter imu_weight: expected name=value/],
    ["=3", /expected name=value/],
    ["initial_position=[1,", /parameter initial_position: expected array, got "\[1,"/],
    ["constructor=1", /parameter constructor: unknown name/],
    ["__proto__.x=1", /parameter __proto__: unknown name/],
  ];
  for (const [override, expected] of cases) {
    assert.match(messageOf(() => parseOverrides(schema, [override], "n")), expected, override);
  }
});

Deno.test("no text makes parseOverrides() fail in another way, or touches prototypes", () => {
  fc.assert(fc.property(fc.array(fc.string()), (overrides) => {
    try {
      parseOverrides(schema, overrides, "n");
    } catch (error) {
      assert.ok(error instanceof ParameterError, String(error));
    }
    assert.equal(Object.keys(Object.prototype).length, 0);
  }));
});

Deno.test("mergeParams() goes group by group, replaces lists and changes neither", () => {
  const base = { a: { b: 1, c: [1, 2] }, d: 1 };
  const next = { a: { c: [3] }, e: { f: 1 } };
  assert.deepEqual(mergeParams(base, next), { a: { b: 1, c: [3] }, d: 1, e: { f: 1 } });
  assert.deepEqual(base, { a: { b: 1, c: [1, 2] }, d: 1 });
  assert.deepEqual(mergeParams({ a: { b: 1 } }, { a: 2 }), { a: 2 });
});
