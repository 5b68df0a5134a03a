import assert from "#assert";
import { z } from "zod";
import { strict } from "../../../harness/schema/catalogue.ts";

const codes = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ code }) => code) ?? [];

Deno.test("strict() refuses keys that an object does not know", () => {
  const plain = z.object({ a: z.number().default(1) });
  assert.deepEqual(plain.parse({ b: 2 }), { a: 1 }, "zod alone drops them silently");
  assert.deepEqual(codes(strict(plain), { b: 2 }), ["unrecognized_keys"]);
  assert.deepEqual(strict(plain).parse({}), { a: 1 });
  assert.deepEqual(codes(strict(z.strictObject({})), { b: 2 }), ["unrecognized_keys"]);
  assert.equal(strict(plain), strict(plain), "made once");
});

Deno.test("strict() keeps what an object was refined by", () => {
  const refined = z.object({ a: z.number().optional(), b: z.number().optional() })
    .refine(({ a, b }) => (a ?? b) !== undefined, "give a or b");
  assert.deepEqual(codes(strict(refined), {}), ["custom"]);
  assert.deepEqual(codes(strict(refined), { a: 1 }), []);
  assert.deepEqual(codes(strict(refined), { a: 1, c: 1 }), ["unrecognized_keys"]);
});

Deno.test("strict() leaves alone what takes any key on purpose, and what is no object", () => {
  const schemas = [
    z.looseObject({ a: z.number() }),
    z.object({ a: z.number() }).catchall(z.number()),
    z.record(z.string(), z.number()),
    z.object({ a: z.number() }).transform(({ a }) => a),
  ];
  for (const schema of schemas) assert.equal(strict(schema), schema);
  assert.deepEqual(strict(schemas[0]!).parse({ a: 1, b: "x" }), { a: 1, b: "x" });
});
