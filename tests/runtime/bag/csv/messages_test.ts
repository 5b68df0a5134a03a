import assert from "#assert";
import type { Imu } from "../../../../msgs/types.ts";
import { parseColumnMap } from "../../../../runtime/bag/csv/column_map.ts";
import { RowReader } from "../../../../runtime/bag/csv/messages.ts";
import type { RowBlock } from "../../../../runtime/bag/csv/rows.ts";

const TOPICS = `topics:
  /imu/data:
    type: sensor_msgs/msg/Imu
    fields:
      angular_velocity.x: { column: gx, unit: deg/s }
      linear_acceleration.z: { column: az, unit: g }
      "angular_velocity_covariance[4]": { column: gx, unit: "1" }
    constants: { "orientation_covariance[0]": -1, orientation.w: 1 }
  /imu/mag:
    type: sensor_msgs/msg/MagneticField
    frame: mag
    fields: { magnetic_field.y: { column: my, unit: uT } }
`;
const SHAPE = { columns: ["gx", "az", "my"].map((name, index) => ({ name, index })) };

function reader(head = "stamp: { column: t }\nframe: imu\n", topics = TOPICS) {
  return new RowReader(parseColumnMap(head + topics, "m.yaml"), SHAPE, "f.csv");
}

/** Rows of (stamp in seconds, gx, az, my). */
function block(...rows: number[][]): RowBlock {
  return {
    count: rows.length,
    line: 2,
    sec: Float64Array.from(rows, ([t]) => Math.floor(t ?? NaN)),
    nanosec: Float64Array.from(rows, ([t]) => Math.round(((t ?? 0) % 1) * 1e9)),
    values: Float64Array.from(rows.flatMap((row) => row.slice(1))),
  };
}

Deno.test("RowReader fills fields in SI units, with frame, stamp and constants", () => {
  const [imu, mag] = reader().messages(block([7.5, 180, 2, 50]), undefined);
  assert.deepEqual([imu?.topic, imu?.type, imu?.at], ["/imu/data", "sensor_msgs/msg/Imu", 5e8]);
  const message = imu?.message as Imu;
  assert.deepEqual(message.header, { stamp: { sec: 7, nanosec: 500_000_000 }, frame_id: "imu" });
  assert.equal(message.angular_velocity.x, Math.PI);
  assert.equal(message.linear_acceleration.z, 19.6133);
  assert.equal(message.angular_velocity_covariance[4], 180);
  assert.equal(message.orientation_covariance[0], -1);
  assert.equal(message.orientation.w, 1);
  const field = mag?.message as { header: { frame_id: string }; magnetic_field: { y: number } };
  assert.equal(field.header.frame_id, "mag");
  assert.equal(field.magnetic_field.y, 50e-6);
});

Deno.test("messages share nothing: a published one is never written to", () => {
  const [a, b] = reader().messages(block([1, 1, 1, 1], [2, 2, 2, 2]), new Set(["/imu/data"]));
  assert.notEqual(
    (a?.message as Imu).orientation_covariance,
    (b?.message as Imu).orientation_covariance,
  );
  assert.equal((a?.message as Imu).angular_velocity_covariance[4], 1);
});

Deno.test("log time never goes back, stamps are handed on as they are", () => {
  const rows = reader();
  const times = [3, 5, 4, NaN, 6].map((t) => [t, 0, 0, 0]);
  const read = rows.messages(block(...times), new Set(["/imu/data"]));
  assert.deepEqual(read.map(({ at }) => at), [0, 2e9, 2e9, 2e9, 3e9]);
  const secs = read.map(({ message }) => (message as Imu).header.stamp.sec);
  assert.deepEqual(secs, [3, 5, 4, 0, 6], "0 is ROS's unset");
  assert.deepEqual(rows.epoch, { sec: 3, nanosec: 0 });
  assert.equal(rows.latest, 3e9);
});

Deno.test("rows without stamps are numbered by rate_hz, without drift", () => {
  const rows = reader("rate_hz: 3\n");
  const some = {
    ...block(...Array.from({ length: 4 }, () => [0, 0, 0, 0])),
    sec: new Float64Array(),
  };
  const read = rows.messages(some, new Set(["/imu/data"]));
  assert.deepEqual(read.map(({ at }) => at), [0, 333333333, 666666667, 1e9]);
  assert.deepEqual((read[3]?.message as Imu).header.stamp, { sec: 1, nanosec: 0 });
});

Deno.test("a stamp 104 days away is refused with line and topic", () => {
  assert.throws(() => reader().times(block([1, 0, 0, 0], [1e9, 0, 0, 0])), {
    name: "LogError",
    message: /^f\.csv:3: \/imu\/data: stamp 1000000000 s is more than 104 days/,
  });
});

Deno.test("a field that the type does not have is refused with what there is", () => {
  const cases: [from: string, to: string, expected: RegExp][] = [
    ["angular_velocity.x", "angular_velocity.w", /fields.*no field "w"; there is x, y, z/],
    ["covariance[4]", "covariance[9]", /no field "9"; there is \[0\] to \[8\]/],
    ["angular_velocity.x", "angular_velocity", /expected a number field/],
    ["angular_velocity.x", "header.frame_id", /expected a number field/],
    ["orientation.w: 1", "orientation.w: up", /constants\.orientation\.w: expected a string/],
    ["angular_velocity.x", "angular_velocity.x.y", /no field "y"; there is nothing inside/],
  ];
  for (const [from, to, expected] of cases) {
    assert.ok(TOPICS.includes(from));
    assert.throws(() => reader(undefined, TOPICS.replace(from, to)), expected);
  }
});
