/** Parameters of the detection node, each with its range and default. */
import { z } from "zod";

/** Parameters of the node `detection`. */
export const detectionParams = z.object({
  model: z.string().default("").describe(
    "ONNX file, relative to the file that names it; empty: the model that comes with Dryrun",
  ),
  classes: z.array(z.string()).default([]).describe(
    "Names of the model's classes in their order; `background` is never published. None: those " +
      "of the model that comes with Dryrun, of another one its numbers",
  ),
  confidence: z.number().min(0).max(1).default(0.7).describe(
    "Least softmax of what is published",
  ),
  overlap: z.number().min(0).max(1).default(0.5).describe(
    "Of two boxes of a class that overlap (IoU) by more, the less sure one is left out",
  ),
  box_format: z.enum(["corners", "center"]).default("corners").describe(
    "Boxes of the model: x1 y1 x2 y2 (corners) or cx cy w h (center)",
  ),
  box_units: z.enum(["auto", "normalized", "pixels"]).default("auto").describe(
    "Boxes of the model are parts of the tensor's sides or its pixels; auto: pixels where any " +
      "number is beyond 2",
  ),
  provider: z.enum(["auto", "cpu", "cuda"]).default("auto").describe(
    "Where inference runs; auto: CUDA where the runtime has it, else the CPU",
  ),
  threads: z.int().min(1).max(64).default(1).describe("Threads of one inference on the CPU"),
});

/** As the node gets them. */
export type DetectionParams = z.output<typeof detectionParams>;
