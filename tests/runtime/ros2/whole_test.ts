import assert from "#assert";
import { type Codec, codecOf } from "../../../msgs/cdr.ts";
import { wholeMessage } from "../../../runtime/ros2/whole.ts";

Deno.test("a whole message is decoded, what is cut is none, a broken codec is no peer's fault", () => {
  const codec = codecOf("std_msgs/msg/String"), bytes = codec.encode({ data: "all of it" });
  assert.deepEqual(wholeMessage(codec, bytes), { data: "all of it" });
  for (let length = 0; length < bytes.length; length++) {
    assert.equal(wholeMessage(codec, bytes.subarray(0, length)), undefined, `${length} bytes`);
  }
  const broken: Codec = {
    ...{ type: "", definition: "", encode: () => assert.fail(), encodeInto: () => assert.fail() },
    decode: () => {
      throw new TypeError("broken");
    },
  };
  assert.throws(() => wholeMessage(broken, bytes), { name: "TypeError", message: "broken" });
});
