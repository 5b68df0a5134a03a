import assert from "#assert";
import { lightNumbers, lightSchema } from "../../../../sim/world/visible/light.ts";

Deno.test("light: the sun stands where azimuth and elevation say", () => {
  const at = (azimuth_deg: number, elevation_deg: number) =>
    lightNumbers(lightSchema.parse({ sun: { azimuth_deg, elevation_deg } }));
  const near = (numbers: Float64Array, expected: number[]) =>
    expected.forEach((value, i) => assert.ok(Math.abs(numbers[i]! - value) < 1e-12));
  near(at(0, 0), [0, 1, 0]); // north, at the horizon
  near(at(90, 30), [Math.sqrt(0.75), 0, 0.5]); // east
  near(at(0, 90), [0, 0, 1]);
});

Deno.test("light: none from a sun below the horizon; the sky's is its intensity on what faces up", () => {
  const night = lightNumbers(lightSchema.parse({ sun: { elevation_deg: -5 } }));
  assert.deepEqual([...night.subarray(3, 6)], [0, 0, 0]);
  const day = lightNumbers(lightSchema.parse({ sky: { intensity: 0.6 } }));
  const mean = (day[6]! + day[7]! + day[8]!) / 3;
  assert.ok(Math.abs(mean - 0.6) < 1e-12);
  assert.equal(day.length, 18);
});
