import assert from "#assert";
import { ackText, parseAck } from "../../../runtime/ros2/lockstep.ts";

const ACK = { node: "/fusion", topic: "/imu/data", sequence: 7, published: { "/odom": 6 } };

Deno.test("an acknowledgement comes back as it went; anything else is none", () => {
  assert.deepEqual(parseAck(ackText(ACK)), ACK);
  for (
    const text of [
      ...["", "{", "null", "[]", '"ack"', JSON.stringify({ ...ACK, sequence: -1 })],
      JSON.stringify({ ...ACK, node: "fusion" }),
      JSON.stringify({ ...ACK, published: { "/odom": 0.5 } }),
      JSON.stringify({ node: "/fusion" }),
    ]
  ) assert.equal(parseAck(text), undefined, text);
});
