/** Light by hand where it can be told, and the compiled kernel equal to the twin bit for bit. */
import assert from "#assert";
import { type Scenery, ShapeList, WasmRayCaster } from "../../../../core/kernels/raycast.ts";
import { TwinRayCaster } from "../../../../core/kernels/raycast/twin.ts";
import { copyRays, drawing, manyRays, mixedWorld, setRay } from "./worlds.ts";

/** Sun from 45° in the east; grey and red matter. */
function sceneryOf(list: ShapeList, kinds: number[]): Scenery {
  const s = Math.SQRT1_2;
  return {
    objectOf: Int32Array.from({ length: list.count }, (_, i) => i % 3),
    materialOf: Int32Array.from({ length: list.count }, (_, i) => i % kinds.length),
    frames: Float64Array.from(
      [0, 1, 2].flatMap((object) => [0, 1, 0, -1, 0, 0, 0, 0, 1, 0.3 + object, 0.2, 0.1]),
    ),
    materials: Float64Array.from(
      kinds.flatMap((kind) => [0.5, 0.5, 0.5, 0.8, 0.1, 0.1, kind, 1.7]),
    ),
    light: Float64Array.of(s, 0, s, 1, 0.9, 0.8, 0.3, 0.4, 0.5, 0.1, 0.1, 0.1, 0, 0, 1, 1, 1, 1),
  };
}

Deno.test("shade: Lambert in sun and in shadow, sky and sun disc, incidence", () => {
  const list = new ShapeList(), casters = [];
  list.plane([0, 0, 1], 0);
  list.box({ rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], position: [5, 0, 3] }, [1, 1, 1]);
  const scenery = sceneryOf(list, [0, 0]);
  for (const Caster of [WasmRayCaster, TwinRayCaster]) {
    const caster = new Caster(list, { capacity: 8, scenery });
    setRay(caster.rays, 0, [0, 0, 2], [0, 0, -1]); // sunlit ground
    setRay(caster.rays, 1, [2, 0, 2], [0, 0, -1]); // in the box's shadow
    setRay(caster.rays, 2, [0, 0, 2], [0, 0, 1]); // zenith
    setRay(caster.rays, 3, [2, 0, 1], [1, 0, 1]); // the box hides the sun
    setRay(caster.rays, 4, [0, 9, 2], [1, 0, 1]); // the sun
    caster.cast(5);
    caster.incidence(5);
    assert.deepEqual([...caster.cosine.subarray(0, 3)], [1, 1, 0]);
    assert.ok(Math.abs(caster.cosine[3]! - Math.SQRT1_2) < 1e-6);
    caster.look(5);
    const rgb = (i: number) => [...caster.colour.subarray(3 * i, 3 * i + 3)];
    const near = (i: number, expected: number[]) =>
      rgb(i).forEach((value, c) =>
        assert.ok(Math.abs(value - expected[c]!) < 1e-6, `${i}: ${rgb(i)}`)
      );
    const sun = [1, 0.9, 0.8], sky = [0.3, 0.4, 0.5];
    near(0, sky.map((a, c) => 0.5 * (a + sun[c]! * Math.SQRT1_2)));
    near(1, sky.map((a) => 0.5 * a));
    near(2, [0, 0, 1]);
    assert.deepEqual([...caster.seen.subarray(0, 5)], [0, 0, -1, 1, -1]);
    const height = Math.sqrt(Math.SQRT1_2);
    near(4, sun.map((a, c) => [1 - height, 1 - height, 1][c]! + 20 * a));
    casters.push(caster);
  }
});

Deno.test("shade: all shapes, all patterns: the kernel is its twin, bit for bit", () => {
  const rng = drawing("shade"), list = mixedWorld(rng), count = 4096;
  const options = { capacity: count, scenery: sceneryOf(list, [0, 1, 2, 3, 4]) };
  const wasm = new WasmRayCaster(list, options), twin = new TwinRayCaster(list, options);
  manyRays(rng, wasm.rays, count);
  copyRays(wasm, twin);
  wasm.look(count);
  twin.look(count);
  assert.deepEqual(wasm.seen, twin.seen);
  assert.deepEqual(wasm.colour, twin.colour);
  manyRays(rng, wasm.rays, count);
  copyRays(wasm, twin);
  for (const caster of [wasm, twin]) {
    caster.cast(count);
    caster.incidence(count);
  }
  assert.deepEqual(wasm.cosine, twin.cosine);
});
