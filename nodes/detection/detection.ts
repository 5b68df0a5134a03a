/**
 * The detection node: `camera/image` through a neural network becomes `detections`, boxes in the
 * image's own pixels, under the image's own header. What inference gives differs in its last bits
 * between machines: the output is not exact.
 */
import { statusOf } from "../../msgs/diagnostics.ts";
import { ImageError } from "../../core/vision/image.ts";
import { ModelError } from "../../core/vision/recognise.ts";
import { bestEffort, defineNode, reliable } from "../../runtime/node.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { Inference } from "./inference.ts";
import { detectionsOf } from "./messages.ts";
import { modelOf } from "./model.ts";
import { type DetectionParams, detectionParams } from "./params.ts";

/** The node `detection`. */
export const detection: NodeDef = defineNode({
  name: "detection",
  params: detectionParams,
  inputs: {
    image: { topic: "camera/image", type: "sensor_msgs/msg/Image", qos: bestEffort(1) },
  },
  outputs: {
    detections: {
      topic: "detections",
      type: "vision_msgs/msg/Detection2DArray",
      qos: reliable(10),
      exact: false,
    },
  },
  lifecycle: true,
  async create(params: DetectionParams, io) {
    const model = await modelOf(params, io);
    const inference = new Inference(model, params);
    const counts = { images: 0, failed: 0, boxes: 0 };
    let said = 0;
    io.onParams((next) => {
      const { model, classes, provider, threads } = next as DetectionParams;
      const fixed = { model, classes, provider, threads };
      for (const [name, value] of Object.entries(fixed)) {
        if (JSON.stringify(value) !== JSON.stringify(params[name as keyof typeof fixed])) {
          io.log.warn(`${name} is read at the start only: the running model stays`);
        }
      }
      inference.params = next as DetectionParams;
    });
    io.diagnostics(() => {
      const worse = counts.failed > said;
      said = counts.failed;
      const message = counts.failed === 0 ? "ok" : `${counts.failed} images failed`;
      return [statusOf({ level: worse ? 2 : 0, name: "detection: images", message }, [
        ["provider", model.onnx.provider],
        ...Object.entries(counts),
      ])];
    });
    return {
      async image(message) {
        counts.images++;
        try {
          const boxes = await inference.run(message);
          counts.boxes += boxes.length;
          io.publish.detections(detectionsOf(boxes, model.classes, message.header));
        } catch (error) {
          if (!(error instanceof ImageError || error instanceof ModelError)) throw error;
          counts.failed++;
          io.log.error(`camera/image: an image is left out: ${error.message}`);
        }
      },
    };
  },
});
