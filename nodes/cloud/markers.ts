/** Clusters as boxes that a viewer draws. */
import type { Clusters } from "../../core/cloud/clusters.ts";
import type { MessageOf } from "../../msgs/message.ts";
import { zeroOf } from "../../msgs/zero.ts";

type MarkerArray = MessageOf<"visualization_msgs/msg/MarkerArray">;
type Marker = MarkerArray["markers"][number];

const CUBE = 1;
const DELETE_ALL = 3;
/** Viewers refuse a side of 0, metres. */
const LEAST_SIDE = 0.01;

/** Red, green and blue of neighbouring numbers, told apart by eye. */
const COLORS = [[0.9, 0.3, 0.2], [0.2, 0.6, 0.9], [0.3, 0.8, 0.3], [0.9, 0.7, 0.1], [
  0.7,
  0.4,
  0.9,
]];

/** Of all clusters, side by side: least and largest x, y, z. */
export function boundsOf(xyz: Float32Array, { labels, sizes }: Clusters): Float64Array {
  const bounds = new Float64Array(6 * sizes.length);
  for (let label = 0; label < sizes.length; label++) {
    bounds.fill(Infinity, 6 * label, 6 * label + 3);
    bounds.fill(-Infinity, 6 * label + 3, 6 * label + 6);
  }
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label < 0) continue;
    for (let axis = 0; axis < 3; axis++) {
      const value = xyz[3 * i + axis]!, low = 6 * label + axis;
      if (value < bounds[low]!) bounds[low] = value;
      if (value > bounds[low + 3]!) bounds[low + 3] = value;
    }
  }
  return bounds;
}

/** One marker that deletes the last message's, then a box a cluster, in order of labels. */
export function markersOf(
  bounds: Float64Array,
  header: Marker["header"],
): MarkerArray {
  const markers = [{ ...markerOf(header), action: DELETE_ALL }];
  for (let label = 0; 6 * label < bounds.length; label++) {
    const at = (k: number) => bounds[6 * label + k]!;
    const [r, g, b] = COLORS[label % COLORS.length] as [number, number, number];
    markers.push({
      ...markerOf(header),
      id: label,
      type: CUBE,
      pose: {
        position: { x: (at(0) + at(3)) / 2, y: (at(1) + at(4)) / 2, z: (at(2) + at(5)) / 2 },
        orientation: { x: 0, y: 0, z: 0, w: 1 },
      },
      scale: {
        x: Math.max(at(3) - at(0), LEAST_SIDE),
        y: Math.max(at(4) - at(1), LEAST_SIDE),
        z: Math.max(at(5) - at(2), LEAST_SIDE),
      },
      color: { r, g, b, a: 0.5 },
    });
  }
  return { markers };
}

let empty: Marker | undefined;

/** A marker of no shape; what does not differ between markers is shared. */
function markerOf(header: Marker["header"]): Marker {
  if (empty === undefined) {
    empty = {
      header,
      ns: "clusters",
      ...{ id: 0, type: 0, action: 0 },
      pose: {
        position: { x: 0, y: 0, z: 0 },
        orientation: { x: 0, y: 0, z: 0, w: 1 },
      },
      scale: { x: 1, y: 1, z: 1 },
      color: { r: 0, g: 0, b: 0, a: 1 },
      lifetime: { sec: 0, nanosec: 0 },
      ...{ frame_locked: false, points: [], colors: [], texture_resource: "" },
      texture: zeroOf("sensor_msgs/msg/CompressedImage"),
      ...{ uv_coordinates: [], text: "", mesh_resource: "" },
      mesh_file: { filename: "", data: new Uint8Array(0) },
      mesh_use_embedded_materials: false,
    };
  }
  return { ...empty, header };
}
