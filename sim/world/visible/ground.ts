/** The ground that rays see: a plane, or where there are ramps a mesh over the world's bounds. */
import type { ShapeList } from "../../../core/kernels/raycast.ts";
import { cos, DEG, sin } from "../../../core/math/scalar.ts";
import type { RampConfig, Terrain } from "../terrain.ts";

/** Side of a mesh cell on a ramp, metres: 15 mm off where a ramp's side falls a metre in 0.8. */
const CELL = 0.1;
/** The level ground goes on beyond the mesh, sunk so that the two never coincide. */
const SUNK = 1e-3;

/** Bounds of a world, metres. */
export interface Bounds {
  readonly min: readonly [number, number];
  readonly max: readonly [number, number];
}

/** Adds the ground's shapes. */
export function addGround(
  shapes: ShapeList,
  terrain: Terrain,
  { ramps, bounds }: { ramps: readonly RampConfig[]; bounds: Bounds },
): void {
  const deepest = Math.max(0, ...ramps.map(({ rise_m }) => -rise_m));
  shapes.plane([0, 0, 1], ramps.length === 0 ? 0 : -deepest - SUNK);
  if (ramps.length === 0) return;
  const xs = gridLines(ramps, bounds, 0), ys = gridLines(ramps, bounds, 1);
  const jet = new Float64Array(10);
  const heights = xs.map((x) =>
    ys.map((y) => {
      terrain.at(x, y, jet);
      return jet[0]!;
    })
  );
  const corner = (i: number, j: number) => [xs[i]!, ys[j]!, heights[i]![j]!];
  for (let i = 0; i + 1 < xs.length; i++) {
    for (let j = 0; j + 1 < ys.length; j++) {
      shapes.triangle(corner(i, j), corner(i + 1, j), corner(i + 1, j + 1));
      shapes.triangle(corner(i, j), corner(i + 1, j + 1), corner(i, j + 1));
    }
  }
}

/** Lines of a grid along an axis: close together where a ramp is, none elsewhere. */
function gridLines(ramps: readonly RampConfig[], bounds: Bounds, axis: 0 | 1): number[] {
  const low = bounds.min[axis], high = bounds.max[axis];
  const lines = new Set([low, high]);
  for (const ramp of ramps) {
    const [from, to] = extentOf(ramp, axis);
    const steps = Math.ceil((to - from) / CELL);
    for (let i = 0; i <= steps; i++) {
      const line = from + (to - from) * i / steps;
      if (line > low && line < high) lines.add(line);
    }
  }
  return [...lines].sort((a, b) => a - b);
}

/** Where a ramp begins and ends along an axis. */
function extentOf(ramp: RampConfig, axis: 0 | 1): [number, number] {
  const c = cos(ramp.yaw_deg * DEG), s = sin(ramp.yaw_deg * DEG);
  const along = 2 * ramp.length_m + ramp.top_m, half = ramp.width_m / 2;
  const [forward, sideways] = axis === 0 ? [c, -s] : [s, c];
  const ends = [0, along * forward];
  const side = Math.abs(half * sideways), at = ramp.position_m[axis];
  return [at + Math.min(...ends) - side, at + Math.max(...ends) + side];
}
