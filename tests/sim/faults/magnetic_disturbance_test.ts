import assert from "#assert";
import { magneticDisturbance } from "../../../sim/faults/magnetic_disturbance.ts";
import { sceneOf, SPAN } from "./wrapped.ts";

Deno.test("magnetic_disturbance: a field as given, or of a strength in a drawn direction", () => {
  const type = "magnetic_disturbance";
  const given = sceneOf(magneticDisturbance, { type, field_t: [1, 2, 3] });
  assert.deepEqual(given.fields, [{ span: SPAN, field: [1, 2, 3] }]);
  const { field } = sceneOf(magneticDisturbance, { type, strength_t: 5e-6 }).fields[0]!;
  assert.ok(Math.abs(Math.hypot(field[0], field[1]) - 5e-6) < 1e-18);
  assert.equal(field[2], 0);
  for (const wrong of [{}, { field_t: [0, 0, 1], strength_t: 1 }]) {
    assert.ok(!magneticDisturbance.config.safeParse({ type, at_s: 1, ...wrong }).success);
  }
});
