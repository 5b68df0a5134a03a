/** Ten million rays inside a closed surface: none gets out, and what they hit is the twin's. */
import assert from "#assert";
import { WasmRayCaster } from "../../core/kernels/raycast.ts";
import { TwinRayCaster } from "../../core/kernels/raycast/twin.ts";
import { ball, raysInside } from "../core/kernels/raycast/closed.ts";
import { copyRays, drawing } from "../core/kernels/raycast/worlds.ts";

const BATCH = 100_000;

Deno.test("raycast: no ray of 1e7 passes between triangles; hits are those of f64", () => {
  const list = ball(40), rng = drawing("soak"), options = { capacity: BATCH };
  const wasm = new WasmRayCaster(list, options), twin = new TwinRayCaster(list, options);
  let escaped = 0;
  for (let round = 0; round < 100; round++) {
    raysInside(rng, list, wasm.rays, BATCH);
    copyRays(wasm, twin);
    wasm.cast(BATCH);
    for (let i = 0; i < BATCH; i++) if (wasm.shape[i]! < 0) escaped++;
    twin.cast(BATCH);
    assert.deepEqual(wasm.shape, twin.shape);
    assert.deepEqual(wasm.distance, twin.distance);
  }
  assert.equal(escaped, 0);
});
