/** Boxes of a MarkerArray, and the points that they hold. */
import { inverseRotate } from "../../../core/math/quaternion.ts";
import type { MarkerArray } from "../../../msgs/types.ts";

/** `visualization_msgs/msg/Marker`: types and actions. */
const CUBE = 1, ADD = 0;

/** Boxes are spanned by their points: what rounding moves is still inside, m. */
const MARGIN = 1e-3;

/** A box looks only at slabs across x that it reaches. So wide, m, and so many: the last are wider. */
const SLAB = 0.1, SLABS = 1024;
/** More than what rounding moves a point or a side of a box, m. */
const ROUNDING = 1e-6;

/** Of each box that the message adds, the points (x, y, z, in its frame) that it holds, unordered. */
export function pointsIn(
  { markers }: MarkerArray,
  xyz: Float32Array,
  count: number,
): Int32Array[] {
  const { order, starts } = slabsOf(xyz, count), room = new Int32Array(count);
  const p = new Float64Array(3);
  return markers.filter(({ type, action }) => type === CUBE && action === ADD).map((marker) => {
    const { position: { x: cx, y: cy, z: cz }, orientation: q } = marker.pose, { scale } = marker;
    const turn = [q.w, q.x, q.y, q.z], turned = q.x !== 0 || q.y !== 0 || q.z !== 0;
    const hx = scale.x / 2 + MARGIN, hy = scale.y / 2 + MARGIN, hz = scale.z / 2 + MARGIN;
    // However a box is turned, it reaches no farther than its corners.
    const far = Math.sqrt(hx * hx + hy * hy + hz * hz);
    const rx = turned ? far : hx, ry = turned ? far : hy, rz = turned ? far : hz;
    const first = slabOf(cx - rx - ROUNDING), last = slabOf(cx + rx + ROUNDING);
    let held = 0;
    for (let k = starts[first]!; k < starts[last + 1]!; k++) {
      const i = order[k]!;
      const x = xyz[3 * i]! - cx, y = xyz[3 * i + 1]! - cy, z = xyz[3 * i + 2]! - cz;
      if (!(Math.abs(x) <= rx && Math.abs(y) <= ry && Math.abs(z) <= rz)) continue;
      if (turned) {
        p[0] = x;
        p[1] = y;
        p[2] = z;
        inverseRotate(p, turn, p);
        if (!(Math.abs(p[0]) <= hx && Math.abs(p[1]) <= hy && Math.abs(p[2]) <= hz)) continue;
      }
      room[held++] = i;
    }
    return room.slice(0, held);
  });
}

/** The slab of an x; NaN has the first. */
function slabOf(x: number): number {
  const slab = Math.floor(x / SLAB) + SLABS / 2;
  return slab > 0 ? Math.min(slab, SLABS - 1) : 0;
}

/** Points slab by slab, and where each slab's begin, and the last's end. */
function slabsOf(xyz: Float32Array, count: number): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(SLABS + 1), order = new Int32Array(count);
  for (let i = 0; i < count; i++) starts[slabOf(xyz[3 * i]!) + 1]!++;
  for (let slab = 0; slab < SLABS; slab++) starts[slab + 1]! += starts[slab]!;
  const next = starts.slice();
  for (let i = 0; i < count; i++) order[next[slabOf(xyz[3 * i]!)]!++] = i;
  return { order, starts };
}
