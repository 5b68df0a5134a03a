import assert from "#assert";
import fc from "fast-check";
import { InputCounts } from "../../../harness/replay/input_counts.ts";
import type { Message } from "../../../msgs/message.ts";
import { zeroOf } from "../../../msgs/zero.ts";

const IMU = "sensor_msgs/msg/Imu";

/** An IMU message with a stamp, and a rate that may be no number. */
function imu(sec: number, nanosec = 0, x = 0) {
  const message = zeroOf(IMU);
  Object.assign(message.header.stamp, { sec, nanosec });
  message.angular_velocity.x = x;
  return message;
}

function counted(messages: readonly Message[], type = IMU) {
  const counts = new InputCounts(type);
  for (const message of messages) counts.see(message);
  return counts.result();
}

Deno.test("see() counts messages, and stamps that go back from the one before", () => {
  assert.deepEqual(counted([imu(1), imu(2), imu(2), imu(1, 9), imu(1, 8), imu(5)]), {
    type: IMU,
    count: 6,
    non_finite: 0,
    backward: 2,
    undecodable: 0,
  });
});

Deno.test("backward stamps are those of a sorted comparison, whatever the stamps are", () => {
  const time = fc.record({ sec: fc.integer({ min: -3, max: 3 }), nanosec: fc.nat(999_999_999) });
  fc.assert(fc.property(fc.array(time), (times) => {
    const at = times.map(({ sec, nanosec }) => sec + nanosec * 1e-9);
    const wanted = at.filter((t, i) => i > 0 && t < at[i - 1]!).length;
    assert.equal(
      counted(times.map(({ sec, nanosec }) => imu(sec, nanosec))).backward,
      wanted,
    );
  }));
});

Deno.test("see() counts a message once that holds anything not finite, nested or in an array", () => {
  const covariance = imu(3);
  covariance.orientation_covariance[0] = NaN;
  const values = {
    ...zeroOf("std_msgs/msg/Float64MultiArray"),
    data: Float64Array.of(1, -Infinity),
  };
  const tf = {
    transforms: [0, NaN].map((x) => ({
      header: imu(1).header,
      child_frame_id: "a",
      transform: { translation: { x, y: 0, z: 0 }, rotation: { x: 0, y: 0, z: 0, w: 1 } },
    })),
  };
  assert.equal(counted([imu(1, 0, NaN), imu(2, 0, Infinity), imu(3)]).non_finite, 2);
  assert.equal(counted([covariance]).non_finite, 0, "NaN in a covariance means unknown");
  assert.equal(counted([values], "std_msgs/msg/Float64MultiArray").non_finite, 1);
  assert.equal(counted([tf], "tf2_msgs/msg/TFMessage").non_finite, 1);
});

Deno.test("a type without a stamp has none that go back; bytes that don't fit are counted", () => {
  const counts = new InputCounts("geometry_msgs/msg/Twist");
  counts.see(zeroOf("geometry_msgs/msg/Twist"));
  counts.miss();
  const { count, backward, undecodable } = counts.result();
  assert.deepEqual([count, backward, undecodable], [2, 0, 1]);
});
