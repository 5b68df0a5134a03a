/** Images as messages. */
import type { MessageOf } from "../../../msgs/message.ts";
import { SECOND, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";

/** An image of one colour, red green blue. */
export function plainImage(
  rgb: readonly [number, number, number],
  [width, height]: readonly [number, number] = [64, 48],
): MessageOf<"sensor_msgs/msg/Image"> {
  return {
    header: { stamp: toTime(3 * SECOND + 7, SIMULATED_EPOCH), frame_id: "camera_optical_frame" },
    ...{ width, height, encoding: "rgb8", is_bigendian: 0, step: 3 * width },
    data: new Uint8Array(3 * width * height).map((_, i) => rgb[i % 3]!),
  };
}
