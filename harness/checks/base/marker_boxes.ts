/** Boxes of a MarkerArray, and the points that they hold. */
import { inverseRotate } from "../../../core/math/quaternion.ts";
import type { MarkerArray } from "../../../msgs/types.ts";

/** `visualization_msgs/msg/Marker`: types and actions. */
const CUBE = 1, ADD = 0;

/** Boxes are spanned by their points: what rounding moves is still inside, m. */
const MARGIN = 1e-3;

/** Of each box that the message adds, the points (x, y, z, in its frame) that it holds. */
export function pointsIn({ markers }: MarkerArray, xyz: Float32Array, count: number): number[][] {
  const p = new Float64Array(3);
  return markers.filter(({ type, action }) => type === CUBE && action === ADD).map((marker) => {
    const { position: c, orientation: q } = marker.pose, { scale } = marker;
    const turn = [q.w, q.x, q.y, q.z];
    const [hx, hy, hz] = [scale.x / 2 + MARGIN, scale.y / 2 + MARGIN, scale.z / 2 + MARGIN];
    const far = hx * hx + hy * hy + hz * hz, held: number[] = [];
    for (let i = 0; i < count; i++) {
      const x = xyz[3 * i]! - c.x, y = xyz[3 * i + 1]! - c.y, z = xyz[3 * i + 2]! - c.z;
      if (!(x * x + y * y + z * z <= far)) continue;
      p[0] = x;
      p[1] = y;
      p[2] = z;
      inverseRotate(p, turn, p);
      if (Math.abs(p[0]) <= hx && Math.abs(p[1]) <= hy && Math.abs(p[2]) <= hz) held.push(i);
    }
    return held;
  });
}
