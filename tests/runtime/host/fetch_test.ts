import assert from "#assert";
import { fetchSchema, resultOf, ScriptedNetwork } from "../../../runtime/host/fetch.ts";

Deno.test("answers of a list come in turn, the last one stays; URLs count for themselves", () => {
  const network = new ScriptedNetwork({ a: [{ status: 500 }, { body: "x" }], b: { body: "y" } });
  assert.deepEqual([1, 2, 3].map(() => network.answer("a")), [
    { status: 500 },
    { body: "x" },
    { body: "x" },
  ]);
  assert.deepEqual(network.answer("b"), { body: "y" });
  assert.match(network.answer("c").error ?? "", /no "c"/);
  assert.match(new ScriptedNetwork().answer("c").error ?? "", /no "c"/);
});

Deno.test("resultOf() gives bytes that are the caller's own", () => {
  const body = new Uint8Array([1, 2]);
  const result = resultOf({ body }, "u");
  body[0] = 9;
  assert.deepEqual(result, { status: 200, body: new Uint8Array([1, 2]) });
  assert.deepEqual(resultOf({ status: 404 }, "u"), { status: 404, body: new Uint8Array() });
  const moved = resultOf({ status: 302, location: "/x" }, "u");
  assert.deepEqual(moved, { status: 302, location: "/x", body: new Uint8Array() });
});

Deno.test("resultOf(): a body that is longer than asked for is an error, by its bytes", () => {
  assert.equal(resultOf({ body: "éé" }, "u", { bodyBytesMax: 4 }).body.length, 4);
  assert.throws(() => resultOf({ body: "éé" }, "u", { bodyBytesMax: 3 }), {
    name: "RangeError",
    message: "fetch of u: a body of more than 3 bytes",
  });
});

Deno.test("fetchSchema takes scripts and refuses slips", () => {
  for (
    const good of [{}, { u: { status: 200, body: "x", delay_ms: 3 } }, { u: [{ error: "e" }] }]
  ) {
    assert.ok(fetchSchema.safeParse(good).success, JSON.stringify(good));
  }
  const bad = [{ u: { status: 99 } }, { u: { delay_ms: -1 } }, { u: [] }, { u: { bodi: "x" } }];
  for (const script of bad) assert.ok(!fetchSchema.safeParse(script).success);
});
