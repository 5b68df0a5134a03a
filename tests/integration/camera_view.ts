/** A camera as its calibration and the fixed transforms describe it, for points of a lidar. */
import { inverseRotate, rotate } from "../../core/math/quaternion.ts";
import { type Pinhole, project } from "../../core/models/pinhole.ts";
import type { CameraInfo, TFMessage } from "../../msgs/types.ts";

/** Where a point is seen: column and row, and how far in front of the camera it is, m. */
export type SeenAt = readonly [column: number, row: number, depth: number];

/** Projects points of the frame `lidar`, whose parent is that of the camera's mount. */
export function viewOf(
  { k, d, header }: CameraInfo,
  { transforms }: TFMessage,
  lidar: string,
): (x: number, y: number, z: number) => SeenAt {
  const distortion = [d[0]!, d[1]!, d[2]!, d[3]!, d[4]!] as const;
  const camera: Pinhole = { fx: k[0]!, fy: k[4]!, cx: k[2]!, cy: k[5]!, distortion };
  const edge = (child: string) => transforms.find((one) => one.child_frame_id === child);
  const up = edge(lidar)!.transform, down: typeof up[] = [];
  for (let one = edge(header.frame_id); one !== undefined; one = edge(one.header.frame_id)) {
    down.unshift(one.transform);
  }
  const p = new Float64Array(3), pixel = new Float64Array(2);
  return (x, y, z) => {
    const { rotation: r, translation: t } = up;
    rotate(p, [r.w, r.x, r.y, r.z], [x, y, z]);
    p.set([p[0]! + t.x, p[1]! + t.y, p[2]! + t.z]);
    for (const { rotation: q, translation: s } of down) {
      inverseRotate(p, [q.w, q.x, q.y, q.z], [p[0]! - s.x, p[1]! - s.y, p[2]! - s.z]);
    }
    project(pixel, camera, p);
    return [pixel[0]!, pixel[1]!, p[2]!];
  };
}
