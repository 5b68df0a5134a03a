import assert from "#assert";
import { type Pinhole, project } from "../../../../core/models/pinhole.ts";
import { directions, subpixels } from "../../../../sim/sensors/camera/optics.ts";

Deno.test("optics: each pixel's direction is seen at that pixel, its parts too", () => {
  const distortion = [-0.1, 0.01, 0.002, -0.001, 0] as const;
  const pinhole: Pinhole = { fx: 30, fy: 32, cx: 19, cy: 14, distortion };
  const size = { width: 40, height: 30 }, out = new Float64Array(2);
  for (const [du, dv] of [[0, 0], [0.25, -0.25]] as const) {
    const rays = directions(pinhole, size, [du, dv]);
    for (let i = 0; i < 1200; i += 7) {
      const ray = rays.subarray(3 * i, 3 * i + 3);
      assert.ok(Math.abs(Math.hypot(...ray) - 1) < 1e-6);
      project(out, pinhole, ray);
      assert.ok(Math.abs(out[0]! - (i % 40) - du) < 1e-4);
      assert.ok(Math.abs(out[1]! - Math.floor(i / 40) - dv) < 1e-4);
    }
  }
});

Deno.test("optics: parts of a pixel are spread evenly about its middle", () => {
  assert.deepEqual(subpixels(1), [[0, 0]]);
  assert.deepEqual(subpixels(2), [[-0.25, -0.25], [0.25, -0.25], [-0.25, 0.25], [0.25, 0.25]]);
});
