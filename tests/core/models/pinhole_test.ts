/** Brown–Conrady against OpenCV's own numbers, and its inverse. */
import assert from "#assert";
import fc from "fast-check";
import { distort, type Pinhole, project, unproject } from "../../../core/models/pinhole.ts";

const CAMERA: Pinhole = {
  fx: 520,
  fy: 515,
  cx: 325,
  cy: 238,
  distortion: [-0.28, 0.07, 0.0012, -0.0007, 0.01],
};
const out = new Float64Array(2);

Deno.test("pinhole: cv2.projectPoints' pixels", () => {
  // OpenCV 5.0.0, cv2.projectPoints with no rotation and no translation.
  const expected = [
    [459.3155567992684, 138.27057920438958],
    [88.92226082187503, 401.8016372667578],
    [325, 238],
  ];
  [[0.4, -0.3, 1.5], [-1, 0.7, 2], [0, 0, 1]].forEach((point, i) => {
    project(out, CAMERA, point);
    for (let k = 0; k < 2; k++) assert.ok(Math.abs(out[k]! - expected[i]![k]!) < 1e-9);
  });
});

Deno.test("pinhole: unproject inverts the distortion to 1e-9 px over the picture", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 639, noNaN: true }),
      fc.double({ min: 0, max: 479, noNaN: true }),
      (u, v) => {
        assert.ok(unproject(out, CAMERA, u, v));
        distort(out, CAMERA, out[0]!, out[1]!);
        assert.ok(Math.abs(CAMERA.fx * out[0]! + CAMERA.cx - u) < 1e-9);
        assert.ok(Math.abs(CAMERA.fy * out[1]! + CAMERA.cy - v) < 1e-9);
      },
    ),
  );
});

Deno.test("pinhole: what is behind has no pixel; where nothing can be seen there is no point", () => {
  project(out, CAMERA, [0, 0, -1]);
  assert.ok(Number.isNaN(out[0]!));
  // r (1 − r²) is at most 0.385: 0.9 is beyond it.
  const strong: Pinhole = { fx: 1, fy: 1, cx: 0, cy: 0, distortion: [-1, 0, 0, 0, 0] };
  assert.equal(unproject(out, strong, 0.9, 0), false);
  assert.ok(Number.isNaN(out[0]!));
});
