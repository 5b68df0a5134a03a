/** What kind of network a model is, by the shapes of what it puts out. */

/** A model that can't be used; the message says what was found and what was expected. */
export class ModelError extends Error {
  /** As printed before the message. */
  override readonly name = "ModelError";
}

/** An output of a model, after a run. */
export interface OutputShape {
  /** As the model calls it. */
  readonly name: string;
  /** Its dimensions, all known. */
  readonly dims: readonly number[];
}

/** A network that gives boxes, and class logits for each. */
export interface Detector {
  /** Tells it from a classifier. */
  readonly kind: "detector";
  /** Name of the output 1 × N × 4. */
  readonly boxes: string;
  /** Name of the output 1 × N × C. */
  readonly logits: string;
  /** N. */
  readonly count: number;
  /** C. */
  readonly classes: number;
}

/** A network that gives class logits of the whole image. */
export interface Classifier {
  /** Tells it from a detector. */
  readonly kind: "classifier";
  /** Name of the output 1 × C. */
  readonly logits: string;
  /** C. */
  readonly classes: number;
}

const EXPECTED = "expected boxes 1 × N × 4 and class logits 1 × N × C (a detector), " +
  "or class logits 1 × C (a classifier)";

/**
 * Recognises a model. Where boxes and logits have the same shape, four classes, that one is boxes
 * whose name says so.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { recognise } from "./recognise.ts";
 * assert.deepEqual(recognise([{ name: "scores", dims: [1, 1000] }]), {
 *   kind: "classifier",
 *   logits: "scores",
 *   classes: 1000,
 * });
 * ```
 * @throws {ModelError} the shapes are neither a detector's nor a classifier's
 */
export function recognise(outputs: readonly OutputShape[]): Detector | Classifier {
  const [first, second] = outputs;
  if (outputs.length === 1 && first !== undefined) {
    const [one, classes] = first.dims;
    if (first.dims.length === 2 && one === 1 && classes! > 0) {
      return { kind: "classifier", logits: first.name, classes: classes! };
    }
  }
  if (outputs.length === 2 && first !== undefined && second !== undefined) {
    const pairs = [[first, second], [second, first]] as const;
    const fitting = pairs.filter(([boxes, logits]) => fit(boxes.dims, logits.dims));
    const named = fitting.filter(([boxes]) => /box|bbox|loc/i.test(boxes.name));
    const found = fitting.length === 1 ? fitting[0] : named.length === 1 ? named[0] : undefined;
    if (found !== undefined) {
      const [boxes, logits] = found, { dims } = logits;
      return {
        kind: "detector",
        ...{ boxes: boxes.name, logits: logits.name },
        ...{ count: dims.at(-2)!, classes: dims.at(-1)! },
      };
    }
  }
  const said = outputs.map(({ name, dims }) => `${name} ${dims.join(" × ") || "of no dimension"}`);
  throw new ModelError(`its outputs are ${said.join(", ") || "none"}; ${EXPECTED}`);
}

/** Whether these are the shapes of boxes and their logits, with or without a leading 1. */
function fit(boxes: readonly number[], logits: readonly number[]): boolean {
  const [n, four] = boxes.slice(-2), [m, classes] = logits.slice(-2);
  const batch = (dims: readonly number[]) =>
    dims.length === 2 || (dims.length === 3 && dims[0] === 1);
  return batch(boxes) && batch(logits) && four === 4 && n === m && n! > 0 && classes! > 0;
}
