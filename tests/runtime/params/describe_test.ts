import assert from "#assert";
import { z } from "zod";
import { describeParams, outlineOf, valueAt } from "../../../runtime/params/describe.ts";

Deno.test("describeParams() tells name, type, default, bounds, choices and text", () => {
  const schema = z.object({
    use_mag: z.boolean().default(true).describe("Whether the magnetometer is used."),
    imu_weight: z.number().min(0).max(1).default(0.8),
    count: z.int().positive().optional(),
    mode: z.enum(["auto", "manual"]).default("auto"),
    start: z.array(z.number()).length(3).optional(),
    covariance: z.union([z.number(), z.literal("auto")]).default("auto"),
    config: z.object({ max_range: z.number().gt(0).lte(100).default(10) }).prefault({}),
  });
  assert.deepEqual(describeParams(schema), [
    {
      name: "use_mag",
      type: "boolean",
      default: true,
      description: "Whether the magnetometer is used.",
    },
    { name: "imu_weight", type: "number", default: 0.8, minimum: 0, maximum: 1 },
    { name: "count", type: "integer", exclusiveMinimum: 0 },
    { name: "mode", type: "string", default: "auto", choices: ["auto", "manual"] },
    { name: "start", type: "array" },
    { name: "covariance", type: "any", default: "auto" },
    { name: "config.max_range", type: "number", default: 10, exclusiveMinimum: 0, maximum: 100 },
  ]);
});

Deno.test("a schema with a required parameter is described without defaults", () => {
  const schema = z.object({ path: z.string(), gain: z.number().default(1) });
  assert.deepEqual(describeParams(schema), [
    { name: "path", type: "string" },
    { name: "gain", type: "number" },
  ]);
});

Deno.test("outlineOf() is made once a schema; valueAt() takes anything", () => {
  const schema = z.object({ a: z.number().default(1) });
  assert.equal(outlineOf(schema), outlineOf(schema));
  assert.deepEqual([valueAt({ a: 1 }, "a"), valueAt(null, "a"), valueAt(3, "a")], [
    1,
    undefined,
    undefined,
  ]);
});
