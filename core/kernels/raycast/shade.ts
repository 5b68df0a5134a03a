/**
 * What rays see where they stopped: Lambert's law under a sun and a hemisphere of sky and ground,
 *
 *     L = ρ (E_around(n) + V E_sun max(0, n · s)),
 *
 * with V = 0 in shadow; the sky itself where nothing stopped them. In f32 and in the operations and
 * order of `as/raycast/shade.ts`, which it is the definition of; `surface.ts` says how it rounds.
 */
import type { RayCaster } from "./rays.ts";
import { type Scenery, SCENERY_SIZES } from "./scenery.ts";
import type { Shapes } from "./shapes.ts";
import { along, between, normalAt, pattern } from "./surface.ts";

const fround = Math.fround;

/** How far above a surface its shadow rays begin, metres. */
const LIFT = fround(1e-3);
/** Cosine of the sun's half width in the sky, 0.27°. */
const SUN_EDGE = fround(0.9999889);

const point = new Float32Array(3), direction = new Float32Array(3), normal = new Float32Array(3);
const place = new Float32Array(3), turned = new Float32Array(3);

/** The parts of a caster that shading reads and writes. */
export type Lit = Pick<RayCaster, "rays" | "shape" | "distance" | "colour" | "seen" | "cosine">;

/** Loads the point that ray `i` came to, and the ray's direction. */
function arrive({ rays, distance }: Lit, i: number): void {
  const t = fround(distance[i]!);
  direction[0] = rays.dx[i]!;
  direction[1] = rays.dy[i]!;
  direction[2] = rays.dz[i]!;
  point[0] = rays.ox[i]! + fround(t * direction[0]);
  point[1] = rays.oy[i]! + fround(t * direction[1]);
  point[2] = rays.oz[i]! + fround(t * direction[2]);
}

/** The second colour's share at `point` under `normal`. */
function shareAt({ objectOf, materialOf, frames, materials }: Scenery, shape: number): number {
  const m = materialOf[shape]! * SCENERY_SIZES.material;
  const kind = materials[m + 6]!;
  if (kind === 0) return 0;
  const f = objectOf[shape]! * SCENERY_SIZES.frame;
  const x = fround(point[0]! - fround(frames[f + 9]!));
  const y = fround(point[1]! - fround(frames[f + 10]!));
  const z = fround(point[2]! - fround(frames[f + 11]!));
  for (let i = 0; i < 3; i++) {
    place[i] = along(frames, f + 3 * i, x, y, z);
    turned[i] = along(frames, f + 3 * i, normal[0]!, normal[1]!, normal[2]!);
  }
  return pattern(kind, fround(materials[m + 7]!), place, turned);
}

/** After a cast: what was seen, light without the sun's, and the sun's into `sun`; shadow rays. */
export function surfaces(
  lit: Lit,
  { shapes, scenery, sun }: { shapes: Shapes; scenery: Scenery; sun: Float32Array },
  count: number,
): void {
  const { rays, colour, seen } = lit, { materials, materialOf, objectOf } = scenery;
  const light = Float32Array.from(scenery.light);
  for (let i = 0; i < count; i++) {
    const shape = lit.shape[i]!;
    seen[i] = shape < 0 ? -1 : objectOf[shape]!;
    rays.reach[i] = -1;
    if (shape < 0) {
      sky(rays.dx[i]!, rays.dy[i]!, rays.dz[i]!, light, { colour, sun, at: 3 * i });
      continue;
    }
    arrive(lit, i);
    normalAt(normal, shapes, shape, point, direction);
    const nx = normal[0]!, ny = normal[1]!, nz = normal[2]!;
    const m = materialOf[shape]! * SCENERY_SIZES.material, share = shareAt(scenery, shape);
    const facing = along(light, 0, nx, ny, nz), sunlit = facing > 0 ? facing : 0;
    const up = fround(0.5 + fround(0.5 * nz)), down = fround(1 - up);
    for (let c = 0; c < 3; c++) {
      const albedo = between(fround(materials[m + c]!), fround(materials[m + 3 + c]!), share);
      const around = fround(fround(up * light[6 + c]!) + fround(down * light[9 + c]!));
      colour[3 * i + c] = albedo * around;
      sun[3 * i + c] = fround(albedo * sunlit) * light[3 + c]!;
    }
    if (!(facing > 0)) continue;
    rays.ox[i] = point[0]! + fround(LIFT * nx);
    rays.oy[i] = point[1]! + fround(LIFT * ny);
    rays.oz[i] = point[2]! + fround(LIFT * nz);
    rays.dx[i] = light[0]!;
    rays.dy[i] = light[1]!;
    rays.dz[i] = light[2]!;
    rays.reach[i] = Infinity;
  }
}

/** From the horizon's colour to the zenith's; the sun itself where one looks at it. */
function sky(
  dx: number,
  dy: number,
  dz: number,
  light: Float32Array,
  { colour, sun, at }: { colour: Float32Array; sun: Float32Array; at: number },
): void {
  const height = dz > 0 ? fround(Math.sqrt(dz)) : 0;
  const bright = along(light, 0, dx, dy, dz) > SUN_EDGE;
  for (let c = 0; c < 3; c++) {
    colour[at + c] = between(light[15 + c]!, light[12 + c]!, height);
    sun[at + c] = bright ? 20 * light[3 + c]! : 0;
  }
}

/** After the shadow rays: adds the sun's light where it gets to. */
export function sunlight({ shape, colour }: Lit, sun: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    if (shape[i]! >= 0) continue;
    for (let c = 3 * i; c < 3 * i + 3; c++) colour[c] = colour[c]! + sun[c]!;
  }
}

/** After a cast: cosines of incidence. */
export function incidence(lit: Lit, shapes: Shapes, count: number): void {
  for (let i = 0; i < count; i++) {
    const shape = lit.shape[i]!;
    if (shape < 0) {
      lit.cosine[i] = 0;
      continue;
    }
    arrive(lit, i);
    normalAt(normal, shapes, shape, point, direction);
    lit.cosine[i] = -along(normal, 0, direction[0]!, direction[1]!, direction[2]!);
  }
}
