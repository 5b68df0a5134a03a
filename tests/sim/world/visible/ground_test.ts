/** The mesh over ramps is the terrain's surface. */
import assert from "#assert";
import { ShapeList, WasmRayCaster } from "../../../../core/kernels/raycast.ts";
import { addGround } from "../../../../sim/world/visible/ground.ts";
import { rampSchema, Terrain } from "../../../../sim/world/terrain.ts";
import { between, drawing, setRay } from "../../../core/kernels/raycast/worlds.ts";

const BOUNDS = { min: [-20, -20], max: [20, 20] } as const;

function heights(ramps: object[], places: number[][]): { seen: number[]; true: number[] } {
  const parsed = ramps.map((ramp) => rampSchema.parse(ramp)), terrain = new Terrain(parsed);
  const list = new ShapeList();
  addGround(list, terrain, { ramps: parsed, bounds: BOUNDS });
  const caster = new WasmRayCaster(list, { capacity: places.length });
  places.forEach(([x, y], i) => setRay(caster.rays, i, [x!, y!, 30], [0, 0, -1]));
  caster.cast(places.length);
  const jet = new Float64Array(10);
  return {
    seen: places.map((_, i) => 30 - caster.distance[i]!),
    true: places.map(([x, y]) => {
      terrain.at(x!, y!, jet);
      return jet[0]!;
    }),
  };
}

Deno.test("ground: up and down ramps to 15 mm, level ground exactly", () => {
  const rng = drawing("ground");
  const places = Array.from({ length: 2000 }, () => [between(rng, -19, 19), between(rng, -19, 19)]);
  const ramps = [{ position_m: [2, 1], yaw_deg: 30, rise_m: 0.8 }, {
    position_m: [-12, -8],
    rise_m: -0.5,
  }];
  const { seen, true: expected } = heights(ramps, places);
  seen.forEach((height, i) => assert.ok(Math.abs(height - expected[i]!) < 0.015, `${places[i]}`));
  assert.ok(expected.some((height) => height > 0.7) && expected.some((height) => height < -0.4));
  const flat = heights([], places);
  assert.ok(flat.seen.every((height) => height === 0));
});

Deno.test("ground: goes on beyond the bounds", () => {
  assert.ok(Math.abs(heights([{ position_m: [0, 0], rise_m: 1 }], [[500, 500]]).seen[0]!) < 0.01);
});
