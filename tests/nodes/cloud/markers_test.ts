import assert from "#assert";
import { codecOf } from "../../../msgs/cdr.ts";
import { boundsOf, markersOf } from "../../../nodes/cloud/markers.ts";

const xyz = Float32Array.of(0, 0, 0, 9, 9, 9, 2, -2, 4, 5, 5, 5);
const clusters = { labels: Int32Array.of(0, -1, 0, 1), sizes: [2, 1] };
const header = { stamp: { sec: 1, nanosec: 2 }, frame_id: "base_link" };

Deno.test("boundsOf() has least and largest of each cluster, points of none left out", () => {
  assert.deepEqual([...boundsOf(xyz, clusters)], [0, -2, 0, 2, 0, 4, 5, 5, 5, 5, 5, 5]);
});

Deno.test("markersOf() deletes the boxes of before, then has one a cluster", () => {
  const message = markersOf(boundsOf(xyz, clusters), header);
  assert.deepEqual(message.markers.map(({ action, type, id }) => [action, type, id]), [
    [3, 0, 0],
    [0, 1, 0],
    [0, 1, 1],
  ]);
  const [, first, point] = message.markers;
  assert.deepEqual(first!.pose.position, { x: 1, y: -1, z: 2 });
  assert.deepEqual(first!.scale, { x: 2, y: 2, z: 4 });
  assert.ok(Object.values(point!.scale).every((side) => side > 0), "viewers refuse a side of 0");
  assert.ok(message.markers.every((marker) => marker.header === header));
  const codec = codecOf("visualization_msgs/msg/MarkerArray");
  assert.equal(codec.decode(codec.encode(message)).markers.length, 3);
});
