/** EMVA 1288: mean, variance, saturation, tone; and the kernel equal to its twin. */
import assert from "#assert";
import { type SensorModel, toneCurve, WasmDeveloper } from "../../../core/kernels/pixels.ts";
import { TwinDeveloper } from "../../../core/kernels/pixels_twin.ts";
import { drawing } from "./raycast/worlds.ts";

const MODEL: SensorModel = {
  electrons: 6000,
  darkElectrons: 3,
  darkDeviation: 6,
  gain: 0.4,
  black: 64,
  top: 4095,
  shot: 1,
};
const SEEDS = { shot: Uint32Array.of(1, 2, 3, 4), dark: Uint32Array.of(5, 6, 7, 8) };

function flat(count: number) {
  return { gain: new Float32Array(count).fill(1), offset: new Float32Array(count) };
}

/** A curve whose bytes are digital numbers less `from`, for looking at noise. */
function window(from: number): Uint8Array {
  return Uint8Array.from({ length: 4096 }, (_, n) => Math.max(0, Math.min(255, n - from)));
}

Deno.test("pixels: the photon transfer curve: mean and variance are EMVA 1288's", () => {
  const count = 200_000;
  for (const light of [0, 0.05, 0.2, 0.5]) {
    const mean = 64 + 0.4 * (3 + 6000 * light);
    const variance = 0.4 * 0.4 * (36 + 3 + 6000 * light) + 1 / 12;
    const from = Math.max(0, Math.round(mean) - 128);
    const developer = new WasmDeveloper(flat(count), window(from));
    developer.light.fill(light);
    developer.develop(MODEL, SEEDS);
    let sum = 0, squares = 0;
    for (const byte of developer.bytes) {
      sum += from + byte;
      squares += (from + byte - mean) * (from + byte - mean);
    }
    assert.ok(Math.abs(sum / count - mean) < 5 * Math.sqrt(variance / count));
    const relative = squares / count / variance - 1;
    assert.ok(Math.abs(relative) < 5 * Math.sqrt(2 / count) + 0.001, `${light}: ${relative}`);
  }
});

Deno.test("pixels: without noise the tone curve alone; the full well is the end", () => {
  const tone = toneCurve("srgb", { black: 64, top: 4095 });
  const developer = new WasmDeveloper(flat(4), tone);
  developer.light.set([0, 0.1, 0.5, 50]);
  developer.develop(
    { ...MODEL, darkElectrons: 0, darkDeviation: 0, shot: 0, electrons: 10077.5 },
    SEEDS,
  );
  // IEC 61966-2-1: 10 % linear is 89 of 255, 50 % is 188.
  assert.deepEqual([...developer.bytes], [0, 89, 188, 255]);
});

Deno.test("pixels: the curves are monotonous from 0 to 255", () => {
  for (const curve of ["srgb", "linear"] as const) {
    const tone = toneCurve(curve, { black: 64, top: 1023 });
    assert.equal(tone[0], 0);
    assert.equal(tone[64], 0);
    assert.equal(tone[1023], 255);
    for (let i = 1; i < tone.length; i++) assert.ok(tone[i]! >= tone[i - 1]!);
  }
});

Deno.test("pixels: the kernel is its twin, bit for bit, patterns and odd counts included", () => {
  const rng = drawing("pixels"), count = 9999;
  const pattern = {
    gain: Float32Array.from({ length: count }, () => 1 + 0.01 * rng.gaussian()),
    offset: Float32Array.from({ length: count }, () => 2 * rng.gaussian()),
  };
  const tone = toneCurve("srgb", { black: 64, top: 4095 });
  const wasm = new WasmDeveloper(pattern, tone), twin = new TwinDeveloper(pattern, tone);
  for (let i = 0; i < count; i++) wasm.light[i] = twin.light[i] = 2 * rng.uniform() - 0.1;
  wasm.develop(MODEL, SEEDS);
  twin.develop(MODEL, SEEDS);
  assert.deepEqual(wasm.bytes, twin.bytes);
});
