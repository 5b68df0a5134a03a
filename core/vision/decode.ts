/** What a network puts out becomes boxes in the source image. */
import { exp } from "../math/scalar.ts";
import { type ScoredBox, suppress } from "./boxes.ts";

/** How boxes are written by a network. */
export interface BoxForm {
  /** `corners`: x1 y1 x2 y2; `center`: cx cy w h. */
  readonly format: "corners" | "center";
  /**
   * Of the tensor: `normalized` 0 to 1, or `pixels`; `auto`: pixels where any number of the
   * image's boxes is beyond 2.
   */
  readonly units: "auto" | "normalized" | "pixels";
}

/** What {@linkcode decodeBoxes} takes and goes by. */
export interface DecodeOptions {
  /** How boxes are written. */
  readonly form: BoxForm;
  /** Columns and rows of the tensor. */
  readonly tensor: readonly [width: number, height: number];
  /** Columns and rows of the source image, to which the tensor was stretched from. */
  readonly source: readonly [width: number, height: number];
  /** Index of the class that is nothing; -1: none. */
  readonly background: number;
  /** Least score. */
  readonly threshold: number;
  /** Overlap above which the less sure of two boxes of a class goes. */
  readonly overlap: number;
}

/** The surest class of logits at an offset, and its softmax; `skip` is left out of the choice. */
export function surest(
  logits: Float32Array,
  { at, classes, skip }: { readonly at: number; readonly classes: number; readonly skip: number },
): { label: number; score: number } {
  let label = -1, most = -Infinity;
  for (let c = 0; c < classes; c++) {
    const logit = logits[at + c]!;
    if (logit > most) most = logit;
    if (c !== skip && (label < 0 || logit > logits[at + label]!)) label = c;
  }
  if (label < 0) return { label, score: 0 };
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += exp(logits[at + c]! - most);
  return { label, score: exp(logits[at + label]! - most) / sum };
}

/**
 * Boxes N × 4 and logits N × C become boxes in pixels of the source, above the threshold, cut to
 * the image, overlapping ones suppressed. What is not finite or has no area is left out.
 */
export function decodeBoxes(
  boxes: Float32Array,
  logits: Float32Array,
  options: DecodeOptions,
): ScoredBox[] {
  const { source: [width, height], background: skip, threshold } = options;
  const count = boxes.length / 4, classes = count === 0 ? 0 : logits.length / count;
  const corners = cornersOf(boxes, options);
  const found: ScoredBox[] = [];
  for (let i = 0; i < count; i++) {
    const { label, score } = surest(logits, { at: i * classes, classes, skip });
    if (!(score >= threshold)) continue; // NaN is left out too
    const [x1, y1, x2, y2] = corners(i);
    const box = {
      x1: Math.min(Math.max(x1, 0), width),
      y1: Math.min(Math.max(y1, 0), height),
      x2: Math.min(Math.max(x2, 0), width),
      y2: Math.min(Math.max(y2, 0), height),
      label,
      score,
    };
    if (box.x2 > box.x1 && box.y2 > box.y1) found.push(box);
  }
  return suppress(found, options.overlap);
}

type Corners = [x1: number, y1: number, x2: number, y2: number];

/** Reads a box as corners in pixels of the source. */
function cornersOf(
  boxes: Float32Array,
  { form, tensor, source }: DecodeOptions,
): (index: number) => Corners {
  let pixels = form.units === "pixels";
  if (form.units === "auto") pixels = boxes.some((value) => Math.abs(value) > 2);
  const scaleX = source[0] / (pixels ? tensor[0] : 1);
  const scaleY = source[1] / (pixels ? tensor[1] : 1);
  return (index) => {
    const a = boxes[4 * index]! * scaleX, b = boxes[4 * index + 1]! * scaleY;
    const c = boxes[4 * index + 2]! * scaleX, d = boxes[4 * index + 3]! * scaleY;
    return form.format === "corners" ? [a, b, c, d] : [a - c / 2, b - d / 2, a + c / 2, b + d / 2];
  };
}
