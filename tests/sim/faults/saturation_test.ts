import assert from "#assert";
import { saturation } from "../../../sim/faults/saturation.ts";
import { through } from "./wrapped.ts";

Deno.test("saturation: clips both signs, axis by axis", () => {
  const got = through(saturation, {
    ...{ type: "saturation", quantity: "angular_velocity" },
    limit: [12, 3, 5],
  }).map(({ message: { angular_velocity: { x, y, z } } }) => [x, y, z]);
  assert.deepEqual(got[9], [9, -9, 0.5]);
  assert.deepEqual(got[11], [11, -3, 0.5]);
  assert.deepEqual(got[15], [12, -3, 0.5]);
  assert.deepEqual(got[21], [21, -21, 0.5]);
});
