import assert from "#assert";
import { glare } from "../../../sim/faults/glare.ts";
import { sceneOf, SPAN } from "./wrapped.ts";

Deno.test("glare: a spot and a veil, as given or by default", () => {
  const { glares } = sceneOf(glare, { type: "glare", at: [0.1, 0.9], veil: 0 });
  assert.deepEqual(glares, [{ span: SPAN, at: [0.1, 0.9], radius: 0.25, spot: 3, veil: 0 }]);
  assert.ok(!glare.config.safeParse({ type: "glare", at_s: 1, spot: -1 }).success);
});
