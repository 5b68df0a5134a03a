/** An image becomes what a network takes: resized, scaled, normalised, channels first. */
import { type ImageBytes, pixelLayoutOf } from "./image.ts";
import { isKernelSize, resizeKernel } from "./resize_kernel.ts";
import { type AxisTable, axisTable } from "./resize_tables.ts";
import { type ResizeRun, resizeTwin } from "./resize_twin.ts";

/** Mean and deviation of ImageNet's red, green and blue, of values from 0 to 1. */
export const IMAGENET = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} as const;

/** How a {@linkcode Preprocessor} makes its tensor. */
export interface PreprocessOptions {
  /** Columns of the tensor. Default 224. */
  readonly width?: number;
  /** Rows of the tensor. Default 224. */
  readonly height?: number;
  /** `fixed` (default): the bytes that OpenCV's resize gives, bit for bit; or float32. */
  readonly resize?: "fixed" | "float";
  /** Of red, green and blue from 0 to 1; taken off. Default: ImageNet's. */
  readonly mean?: readonly number[];
  /** Of red, green and blue; divided by. Default: ImageNet's. */
  readonly deviation?: readonly number[];
  /** Never the kernel, for comparison and where SIMD is missing. */
  readonly twinOnly?: boolean;
}

/**
 * Makes tensors of 1 × 3 × height × width from images of any size, stretched.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Preprocessor } from "./preprocess.ts";
 * const white = new Uint8Array(640 * 480 * 3).fill(255);
 * const image = { width: 640, height: 480, encoding: "rgb8", step: 1920, data: white };
 * const tensor = new Preprocessor().run(image);
 * assert.equal(tensor.length, 3 * 224 * 224);
 * assert.ok(Math.abs(tensor[0]! - (1 - 0.485) / 0.229) < 1e-5);
 * ```
 */
export class Preprocessor {
  /** Columns of the tensor. */
  readonly width: number;
  /** Rows of the tensor. */
  readonly height: number;
  readonly #out: Float32Array<ArrayBuffer>;
  readonly #fixed: boolean;
  readonly #scale: Float32Array;
  readonly #offset: Float32Array;
  readonly #resize: typeof resizeTwin;
  #columns: AxisTable | undefined;
  #rows: AxisTable | undefined;
  #size = [0, 0];

  /** Of these options. @throws {RangeError} a size is no positive integer */
  constructor(options: PreprocessOptions = {}) {
    const { width = 224, height = 224, resize = "fixed", twinOnly = false } = options;
    const { mean = IMAGENET.mean, deviation = IMAGENET.deviation } = options;
    for (const side of [width, height]) {
      if (!(Number.isSafeInteger(side) && side > 0)) throw new RangeError(`a side of ${side}`);
    }
    this.width = width;
    this.height = height;
    this.#out = new Float32Array(3 * width * height);
    this.#fixed = resize === "fixed";
    this.#scale = Float32Array.from(deviation, (sd) => 1 / (255 * sd));
    this.#offset = Float32Array.from(mean, (m, i) => -m / deviation[i]!);
    this.#resize = !twinOnly && isKernelSize(width, height) ? resizeKernel : resizeTwin;
  }

  /**
   * The tensor of an image: the same array each time, overwritten by the next run.
   *
   * @throws {ImageError} the image can't be read
   */
  run(image: ImageBytes): Float32Array<ArrayBuffer> {
    const pixel = pixelLayoutOf(image);
    if (this.#size[0] !== image.width || this.#size[1] !== image.height) {
      this.#columns = axisTable(image.width, this.width, "columns");
      this.#rows = axisTable(image.height, this.height, "rows");
      this.#size = [image.width, image.height];
    }
    const run: ResizeRun = {
      ...{ image, pixel, columns: this.#columns!, rows: this.#rows!, fixed: this.#fixed },
      ...{ scale: this.#scale, offset: this.#offset },
    };
    this.#resize(run, this.#out);
    return this.#out;
  }
}
