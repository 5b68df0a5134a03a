/** One image through preprocessing, the network and decoding. */
import type { ScoredBox } from "../../core/vision/boxes.ts";
import { decodeBoxes, surest } from "../../core/vision/decode.ts";
import type { ImageBytes } from "../../core/vision/image.ts";
import type { Output } from "../../core/vision/onnx.ts";
import { Preprocessor } from "../../core/vision/preprocess.ts";
import { ModelError } from "../../core/vision/recognise.ts";
import { type NodeModel, SIDE } from "./model.ts";
import type { DetectionParams } from "./params.ts";

/** Images through one model; the tensor is made once. */
export class Inference {
  /** Parameters of what is published; may change. */
  params: DetectionParams;
  readonly #model: NodeModel;
  readonly #preprocessor = new Preprocessor({ width: SIDE, height: SIDE });

  /** Of a model that was recognised. */
  constructor(model: NodeModel, params: DetectionParams) {
    this.#model = model;
    this.params = params;
  }

  /**
   * What is in an image, the surest first; of a classifier one box, the image.
   *
   * @throws {ImageError} the image can't be read
   * @throws {ModelError} the model failed, or its outputs changed their shape
   */
  async run(image: ImageBytes): Promise<ScoredBox[]> {
    const { onnx, kind, background } = this.#model;
    const outputs = await onnx.run(this.#preprocessor.run(image));
    const { width, height } = image, { confidence: threshold } = this.params;
    if (kind.kind === "classifier") {
      const logits = dataOf(outputs, kind.logits, kind.classes);
      const { label, score } = surest(logits, { at: 0, classes: kind.classes, skip: background });
      return score >= threshold ? [{ x1: 0, y1: 0, x2: width, y2: height, label, score }] : [];
    }
    const boxes = dataOf(outputs, kind.boxes, 4 * kind.count);
    const logits = dataOf(outputs, kind.logits, kind.classes * kind.count);
    const { box_format: format, box_units: units, overlap } = this.params;
    return decodeBoxes(boxes, logits, {
      ...{ form: { format, units }, tensor: [SIDE, SIDE], source: [width, height] },
      ...{ background, threshold, overlap },
    });
  }
}

function dataOf(outputs: readonly Output[], name: string, length: number): Float32Array {
  const data = outputs.find((output) => output.name === name)?.data;
  if (data?.length === length) return data;
  throw new ModelError(`output ${name} has ${data?.length ?? 0} numbers, expected ${length}`);
}
