/** Clouds with labels, and boxes as markers: what the check of clusters is tried on. */
import type { Seen } from "../../../harness/contract.ts";
import { type Nanos, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";
import type { MarkerArray, PointCloud2, TFMessage } from "../../../msgs/types.ts";
import { markersOf } from "../../../nodes/cloud/markers.ts";

/** A thing: middle of its base in base_link, its class and number, and how it is said to be. */
export interface Thing {
  readonly at: readonly [x: number, y: number];
  readonly label: number;
  readonly object: number;
}

/** Where the lidar is over base_link's origin, m. */
export const HEIGHT = 1;

/** A thing's points: five columns of five, 0.4 m wide and 0.8 m high, from 0.05 m on. */
export function pointsOf({ at: [x, y] }: Pick<Thing, "at">): number[][] {
  return Array.from({ length: 25 }, (_, i) => [
    x,
    y + 0.1 * (i % 5) - 0.2,
    0.05 + 0.2 * Math.floor(i / 5),
  ]);
}

const stamped = (at: Nanos, frame_id: string) => ({ stamp: toTime(at, SIMULATED_EPOCH), frame_id });

/** The cloud in its lidar's frame, and its labels, of things and a floor. */
export function sweep(at: Nanos, things: readonly Thing[]): {
  cloud: PointCloud2;
  labels: PointCloud2;
} {
  const floor = Array.from({ length: 100 }, (_, i) => [i % 10 - 5, Math.floor(i / 10) - 5, 0]);
  const points = [...floor, ...things.flatMap(pointsOf)];
  const labels = [
    ...floor.map(() => 1),
    ...things.flatMap(({ label, object }) => new Array(25).fill(object << 16 | label)),
  ];
  const header = stamped(at, "lidar_link"), width = points.length;
  const shape = { header, height: 1, width, is_bigendian: false, is_dense: true };
  const lidar = points.flatMap(([x, y, z]) => [x!, y!, z! - HEIGHT]);
  return {
    cloud: {
      ...shape,
      fields: ["x", "y", "z"].map((name, i) => ({ name, offset: 4 * i, datatype: 7, count: 1 })),
      ...{ point_step: 12, row_step: 12 * width },
      data: new Uint8Array(Float32Array.from(lidar).buffer),
    },
    labels: {
      ...shape,
      fields: [{ name: "label", offset: 0, datatype: 6, count: 1 }],
      ...{ point_step: 4, row_step: 4 * width },
      data: new Uint8Array(Uint32Array.from(labels).buffer),
    },
  };
}

/** Bounds of a thing's points, or of several. */
export function boundsOf(...things: readonly Pick<Thing, "at">[]): number[] {
  const points = things.flatMap(pointsOf);
  const side = (f: (...n: number[]) => number) =>
    [0, 1, 2].map((axis) => f(...points.map((point) => point[axis]!)));
  return [...side(Math.min), ...side(Math.max)];
}

/** Boxes in base_link as the cloud node says them. */
export function markers(at: Nanos, bounds: readonly number[][]): MarkerArray {
  return markersOf(Float64Array.from(bounds.flat()), stamped(at, "base_link"));
}

/** Where the lidar is. */
export function transforms(): TFMessage {
  return {
    transforms: [{
      header: stamped(0, "base_link"),
      child_frame_id: "lidar_link",
      transform: {
        translation: { x: 0, y: 0, z: HEIGHT },
        rotation: { x: 0, y: 0, z: 0, w: 1 },
      },
    }],
  };
}

/** As a check sees them. */
export function seen(
  topic: string,
  at: Nanos,
  message: MarkerArray | PointCloud2 | TFMessage,
): Seen {
  const type = "markers" in message
    ? "visualization_msgs/msg/MarkerArray"
    : "transforms" in message
    ? "tf2_msgs/msg/TFMessage"
    : "sensor_msgs/msg/PointCloud2";
  return { topic, type, at, message };
}
