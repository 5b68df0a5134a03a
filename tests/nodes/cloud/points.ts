/** Clouds as messages. */
import type { MessageOf } from "../../../msgs/message.ts";
import { SECOND, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";

/** A `PointCloud2` of x y z intensity rows, stamped 1 s. */
export function pointCloud(
  points: readonly (readonly number[])[],
  frame = "lidar",
): MessageOf<"sensor_msgs/msg/PointCloud2"> {
  const names = ["x", "y", "z", "intensity"];
  return {
    header: { stamp: toTime(SECOND, SIMULATED_EPOCH), frame_id: frame },
    ...{ height: 1, width: points.length, is_bigendian: false, is_dense: true },
    fields: names.map((name, i) => ({ name, offset: 4 * i, datatype: 7, count: 1 })),
    ...{ point_step: 16, row_step: 16 * points.length },
    data: new Uint8Array(Float32Array.from(points.flat()).buffer),
  };
}

/** Points of a box: a lattice of `n` steps a side. */
export function box(centre: readonly number[], side: number, n = 4): number[][] {
  const points: number[][] = [];
  const place = (k: number, axis: number) => centre[axis]! + side * (k / n - 0.5);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= n; j++) {
      for (let k = 0; k <= n; k++) points.push([place(i, 0), place(j, 1), place(k, 2), 0.5]);
    }
  }
  return points;
}

/** A floor of 12 × 12 m at a height. */
export function floor(z: number): number[][] {
  return Array.from({ length: 1600 }, (_, i) => {
    return [0.3 * (i % 40) - 6, 0.3 * Math.floor(i / 40) - 6, z, 0.5];
  });
}
