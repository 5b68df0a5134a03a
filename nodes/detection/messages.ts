/** Boxes as `vision_msgs`. */
import type { ScoredBox } from "../../core/vision/boxes.ts";
import type { MessageOf } from "../../msgs/message.ts";

type Detections = MessageOf<"vision_msgs/msg/Detection2DArray">;

/** The message of an image's boxes: its header is the image's, and so is each box's. */
export function detectionsOf(
  boxes: readonly ScoredBox[],
  classes: readonly string[],
  header: Detections["header"],
): Detections {
  return {
    header,
    detections: boxes.map(({ x1, y1, x2, y2, label, score }) => ({
      header,
      results: [{ hypothesis: { class_id: classes[label]!, score }, pose: nowhere() }],
      bbox: {
        center: { position: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 }, theta: 0 },
        size_x: x2 - x1,
        size_y: y2 - y1,
      },
      id: "",
    })),
  };
}

/** A box has no place in space: all 0. */
function nowhere(): Detections["detections"][number]["results"][number]["pose"] {
  return {
    pose: { position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 0 } },
    covariance: new Float64Array(36),
  };
}
