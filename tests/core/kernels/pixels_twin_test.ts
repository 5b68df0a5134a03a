import assert from "#assert";
import { TwinDeveloper } from "../../../core/kernels/pixels_twin.ts";

Deno.test("twin of pixels: other seeds, other noise; the same, the same", () => {
  const pattern = { gain: new Float32Array(100).fill(1), offset: new Float32Array(100) };
  const twin = new TwinDeveloper(pattern, Uint8Array.from({ length: 256 }, (_, i) => i));
  twin.light.fill(0.5);
  const model = {
    electrons: 200,
    darkElectrons: 0,
    darkDeviation: 3,
    gain: 1,
    black: 0,
    top: 255,
    shot: 0,
  } as const;
  const shoot = (word: number) => {
    const seeds = { shot: Uint32Array.of(0, 0, 0, 0), dark: Uint32Array.of(word, 2, 3, 4) };
    twin.develop(model, seeds);
    return twin.bytes.slice();
  };
  assert.deepEqual(shoot(1), shoot(1));
  assert.notDeepEqual(shoot(1), shoot(2));
  const mean = shoot(1).reduce((sum, byte) => sum + byte, 0) / 100;
  assert.ok(Math.abs(mean - 100) < 2);
});
