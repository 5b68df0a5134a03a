import assert from "#assert";
import { SECOND } from "../../../../msgs/time.ts";
import { addGlare } from "../../../../sim/sensors/camera/glare.ts";
import { emptyScene } from "../../../../sim/world/scene.ts";

const SIZE = { width: 40, height: 30 };

function lit(at: number): Float32Array {
  const scene = emptyScene(), span = { from: SECOND, to: 2 * SECOND };
  scene.glares.push({ span, at: [0.25, 0.5], radius: 0.1, spot: 2, veil: 0.25 });
  const light = new Float32Array(3 * SIZE.width * SIZE.height).fill(0.125);
  addGlare(scene, at, light, SIZE);
  return light;
}

Deno.test("addGlare(): nothing outside of its span", () => {
  for (const at of [SECOND - 1, 2 * SECOND]) assert.ok(lit(at).every((value) => value === 0.125));
});

Deno.test("addGlare(): a veil everywhere, a spot that falls off as exp(−r²), all channels alike", () => {
  const light = lit(1.5 * SECOND);
  for (let row = 0; row < SIZE.height; row++) {
    for (let column = 0; column < SIZE.width; column++) {
      const r2 = ((column + 0.5 - 10) ** 2 + (row + 0.5 - 15) ** 2) / 16;
      const expected = 0.125 + 0.25 + 2 * Math.exp(-r2);
      const pixel = 3 * (row * SIZE.width + column);
      for (let channel = 0; channel < 3; channel++) {
        assert.ok(Math.abs(light[pixel + channel]! - expected) < 1e-6);
      }
    }
  }
});
