import assert from "#assert";
import { codecFrom, codecOf } from "../../msgs/cdr.ts";
import { definitionsOf } from "../../msgs/definitions.ts";
import type { TypeName } from "../../msgs/message.ts";
import { TYPE_NAMES } from "../../msgs/types.ts";
import { zeroOf } from "../../msgs/zero.ts";
import { peerReader } from "./arbitrary.ts";

Deno.test("zeroOf() is all zero bytes but for the header and the ends of strings", () => {
  for (const type of TYPE_NAMES) {
    const bytes = codecOf(type).encode(zeroOf(type) as never);
    const read = peerReader(definitionsOf(type)).readMessage(bytes);
    assert.deepEqual(read, zeroOf(type), type);
    // An empty string is a count of 1 and its final zero.
    assert.ok(bytes.subarray(4).every((byte) => byte <= 1), type);
  }
});

Deno.test("zeroOf() is new each time, and what it holds too", () => {
  const imu = zeroOf("sensor_msgs/msg/Imu");
  assert.equal(imu.orientation_covariance.length, 9);
  imu.orientation_covariance[0] = -1;
  imu.header.frame_id = "imu";
  assert.equal(zeroOf("sensor_msgs/msg/Imu").orientation_covariance[0], 0);
  assert.equal(zeroOf("sensor_msgs/msg/Imu").header.frame_id, "");
});

Deno.test("zeroOf() refuses a type that it does not know", () => {
  assert.throws(() => zeroOf("foo/msg/Bar" as TypeName), TypeError);
  assert.throws(() => codecFrom("foo/msg/Bar", "foo/Baz z"), TypeError);
});
