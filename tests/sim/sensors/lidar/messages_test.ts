import assert from "#assert";
import { codecOf } from "../../../../msgs/cdr.ts";
import { beamsOf } from "../../../../sim/sensors/lidar/beams.ts";
import { lidarSchema } from "../../../../sim/sensors/lidar/config.ts";
import * as messages from "../../../../sim/sensors/lidar/messages.ts";
import { pointsOf } from "./turns.ts";

const HEADER = { stamp: { sec: 3, nanosec: 4 }, frame_id: "l" };
const CONFIG = lidarSchema.parse({ type: "lidar", columns: 4, beam_us: 2 });
const BEAMS = beamsOf(CONFIG, 0.1);
const FIRINGS = 64;

function turn(): messages.Turn {
  const ranges = Float64Array.from({ length: FIRINGS }, (_, i) => 5 + i / 100);
  ranges[3] = NaN;
  ranges[10] = -Infinity;
  return { ranges, intensities: new Float64Array(FIRINGS).fill(7) };
}

Deno.test("messages: an organised cloud has rows by ring; no return is the one NaN, with its time", () => {
  const cloud = messages.organisedCloud(HEADER, BEAMS, turn());
  assert.deepEqual([cloud.height, cloud.width, cloud.row_step, cloud.is_dense], [16, 4, 96, false]);
  const points = pointsOf(cloud);
  points.forEach(({ ring }, i) => assert.equal(ring, Math.floor(i / 4)));
  assert.ok(Number.isNaN(points[3]!.x));
  assert.deepEqual([...cloud.data.subarray(72, 84)], [
    0,
    0,
    192,
    127,
    0,
    0,
    192,
    127,
    0,
    0,
    192,
    127,
  ]);
  assert.ok(Math.abs(points[3]!.time - 0.075) < 1e-7);
  const { x, y, z } = points[0]!;
  assert.ok(Math.abs(Math.hypot(x, y, z) - 5) < 1e-6);
  const codec = codecOf("sensor_msgs/msg/PointCloud2");
  assert.deepEqual(codec.decode(codec.encode(cloud)), cloud);
});

Deno.test("messages: a dense cloud holds what came back, in the order of its firing", () => {
  const cloud = messages.denseCloud(HEADER, BEAMS, turn());
  assert.deepEqual([cloud.height, cloud.width, cloud.is_dense], [1, FIRINGS - 2, true]);
  const points = pointsOf(cloud);
  points.forEach(({ time }, i) => assert.ok(i === 0 || time >= points[i - 1]!.time));
  assert.ok(points.every(({ x, intensity }) => Number.isFinite(x) && intensity === 7));
});

Deno.test("messages: a scan says +∞ for no return and -∞ for too near (REP 117)", () => {
  const config = lidarSchema.parse({ type: "lidar", model: "plane", output: "scan", columns: 4 });
  const beams = beamsOf(config, 0.1);
  const ranges = Float64Array.of(1, NaN, -Infinity, 2);
  const scan = messages.laserScan(HEADER, beams, { ranges, intensities: new Float64Array(4) }, {
    ...config,
    seconds: 0.1,
  });
  assert.deepEqual([...scan.ranges], [1, Infinity, -Infinity, 2]);
  const last = scan.angle_min + 3 * scan.angle_increment;
  assert.ok(Math.abs(last - scan.angle_max) < 1e-6);
  assert.equal(scan.time_increment, Math.fround(0.025));
});
