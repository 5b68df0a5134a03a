import assert from "#assert";
import fc from "fast-check";
import { DataError, ProcessError } from "../../../core/resilience/guard.ts";
import { fromEuler, rotate } from "../../../core/math/quaternion.ts";
import { commandOf, judgeSpread, RangeReader } from "../../../nodes/supervisor/read.ts";
import type { RangeMessage } from "../../../nodes/supervisor/read.ts";
import type { StaticTransform } from "../../../runtime/node.ts";
import { pointCloud } from "../cloud/points.ts";
import { cloudOf, odometryOf, scanOf, twistOf } from "./messages.ts";

const LIMITS = { min_m: 0.5, max_m: 8, min_returns: 1 };
const CLOUD = "sensor_msgs/msg/PointCloud2", SCAN = "sensor_msgs/msg/LaserScan";

function reader(frames: Record<string, StaticTransform> = {}, limits = LIMITS) {
  return new RangeReader({ static: (_to, from) => frames[from] }, "base_link", limits);
}

function points({ xyz, count }: { xyz: Float64Array; count: number }): number[][] {
  return Array.from({ length: count }, (_, i) => [...xyz.subarray(3 * i, 3 * i + 3)]);
}

Deno.test("read: of a cloud what is in range counts, wherever it lies", () => {
  const cloud = pointCloud([[1, 0, 0, 1], [0.4, 0, 0, 1], [0, 8, 0, 1], [5, 5, 5, 1], [
    ...[NaN, 1, 1, 1],
  ]], "base_link");
  assert.deepEqual(points(reader().read({ type: CLOUD, msg: cloud })), [[1, 0, 0], [0, 8, 0]]);
});

Deno.test("read: of a scan what is in its range and in the robot's; REP 117's others are none", () => {
  const ranges = Float32Array.of(1, 2, Infinity, -Infinity, NaN, 0.4, 9, 4);
  const scan = {
    ...scanOf(0, 1),
    ...{ angle_min: -Math.PI / 2, angle_increment: Math.PI / 2, range_max: 3, ranges },
  };
  const found = points(reader().read({ type: SCAN, msg: scan }));
  assert.equal(found.length, 2);
  [[0, -1, 0], [2, 0, 0]].forEach((want, i) => {
    want.forEach((value, axis) => assert.ok(Math.abs(found[i]![axis]! - value) < 1e-12));
  });
});

Deno.test("read: returns are in the base's frame, by the sensor's mount", () => {
  const angle = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(fc.property(angle, angle, angle, angle, (roll, yaw, x, z) => {
    const q = new Float64Array(4);
    fromEuler(q, roll, 0.3, yaw);
    const rotation = [q[0]!, q[1]!, q[2]!, q[3]!] as const;
    const mounted = reader({ roof: { rotation, translation: [x, 0.2, z] } });
    const cloud = pointCloud([[1, 2, 3, 1], [-2, 0.5, 1, 1]], "roof");
    const found = points(mounted.read({ type: CLOUD, msg: cloud }));
    [[1, 2, 3], [-2, 0.5, 1]].forEach((point, i) => {
      const want = new Float64Array(3);
      rotate(want, q, point);
      [x, 0.2, z].forEach((t, axis) => {
        assert.ok(Math.abs(found[i]![axis]! - want[axis]! - t) < 1e-12);
      });
    });
  }));
});

Deno.test("read: messages of other sizes and angles one after the other are read for themselves", () => {
  const one = reader();
  const far = one.read({ type: SCAN, msg: scanOf(0, 2) }).count;
  const small = { ...scanOf(0, 1), ranges: Float32Array.of(2), angle_min: 0 };
  assert.deepEqual(points(one.read({ type: SCAN, msg: small })), [[2, 0, 0]]);
  const turned = { ...small, angle_increment: 1, ranges: Float32Array.of(Infinity, 2) };
  const [[x, y]] = points(one.read({ type: SCAN, msg: turned })) as [[number, number]];
  assert.ok(Math.abs(x - 2 * Math.cos(1)) < 1e-12 && Math.abs(y - 2 * Math.sin(1)) < 1e-12);
  assert.equal(one.read({ type: SCAN, msg: scanOf(0, 2) }).count, far);
});

Deno.test("read: too few returns, unreadable clouds and angles that are none are bad data", () => {
  const strict = reader({}, { ...LIMITS, min_returns: 3 });
  const few = pointCloud([[1, 0, 0, 1], [1, 0, 0, 1], [9, 0, 0, 1]], "base_link");
  assert.throws(() => strict.read({ type: CLOUD, msg: few }), /2 returns in range, expected 3/);
  const wrong: RangeMessage[] = [
    { type: CLOUD, msg: { ...cloudOf(0, 1), fields: [] } },
    { type: CLOUD, msg: { ...cloudOf(0, 1), data: new Uint8Array(3) } },
    { type: SCAN, msg: { ...scanOf(0, 1), angle_increment: 0 } },
    { type: SCAN, msg: { ...scanOf(0, 1), angle_min: NaN } },
    { type: SCAN, msg: { ...scanOf(0, 1), ranges: new Float32Array(0) } },
    { type: SCAN, msg: { ...scanOf(0, 1), range_max: NaN } },
  ];
  for (const one of wrong) assert.throws(() => reader().read(one), DataError);
});

Deno.test("read: a frame that nothing relates to the base is no bad data: it may still come", () => {
  const frames: Record<string, StaticTransform> = {};
  const late = reader(frames);
  const message = { type: CLOUD, msg: cloudOf(0, 1, "roof") } as const;
  assert.throws(() => late.read(message), ProcessError);
  frames.roof = { rotation: [1, 0, 0, 0], translation: [0, 0, 1] };
  assert.equal(late.read(message).count, 400);
});

Deno.test("commandOf: either type; what is not finite is refused", () => {
  const twist = twistOf(0.5, -1);
  const header = scanOf(0, 1).header;
  const want = { linear: 0.5, angular: -1 };
  assert.deepEqual(commandOf({ type: "geometry_msgs/msg/Twist", msg: twist }), want);
  assert.deepEqual(
    commandOf({ type: "geometry_msgs/msg/TwistStamped", msg: { header, twist } }),
    want,
  );
  for (const bad of [twistOf(NaN), twistOf(Infinity), twistOf(0, -Infinity)]) {
    assert.throws(() => commandOf({ type: "geometry_msgs/msg/Twist", msg: bad }), DataError);
  }
});

Deno.test("judgeSpread: the larger of x and y, the yaw, and only what is watched", () => {
  const both = { max_position_sd_m: 0.5, max_heading_sd_rad: 0.1 };
  judgeSpread(odometryOf(0, 0.5, 0.1), both);
  assert.throws(() => judgeSpread(odometryOf(0, 0.51), both), /position is known to 0\.51 m only/);
  assert.throws(() => judgeSpread(odometryOf(0, 0.1, 0.2), both), /heading is known to 0\.2 rad/);
  const across = odometryOf(0, 0.1);
  across.pose.covariance[7] = 1;
  assert.throws(() => judgeSpread(across, both), /position is known to 1 m/);
  assert.throws(() => judgeSpread(odometryOf(0, NaN), both), /variance of its position is NaN/);
  judgeSpread(odometryOf(0, NaN, 0.05), { max_position_sd_m: 0, max_heading_sd_rad: 0.1 });
  const negative = odometryOf(0, 0.1);
  negative.pose.covariance[35] = -1;
  assert.throws(() => judgeSpread(negative, both), DataError);
});
