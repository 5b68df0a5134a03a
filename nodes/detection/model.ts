/** A node's model: its bytes found, loaded, warmed up and recognised. */
import { IMAGENET } from "../../core/vision/preprocess.ts";
import { loadModel, type OnnxModel } from "../../core/vision/onnx.ts";
import {
  type Classifier,
  type Detector,
  ModelError,
  recognise,
} from "../../core/vision/recognise.ts";
import type { Io } from "../../runtime/node.ts";
import type { DetectionParams } from "./params.ts";

/** Columns and rows of the tensor. */
export const SIDE = 224;

/** Classes of the model that comes with Dryrun, in the order of its logits; see training/. */
export const OWN_CLASSES: readonly string[] = ["background", "pallet", "cone", "barrel", "person"];

/** What a node needs of its model. */
export interface NodeModel {
  /** Runs it. */
  readonly onnx: OnnxModel;
  /** What its outputs are. */
  readonly kind: Detector | Classifier;
  /** Names of its classes. */
  readonly classes: readonly string[];
  /** Index of the class that is nothing; -1: none. */
  readonly background: number;
}

/**
 * Loads a node's model and runs it once, so that the first image finds it warm.
 *
 * @throws {ModelError} there is no such file, it is no model, or it fits neither a detector nor a
 * classifier; what was found and what was expected
 */
export async function modelOf(
  params: Pick<DetectionParams, "model" | "classes" | "provider" | "threads">,
  io: Pick<Io, "file" | "log">,
): Promise<NodeModel> {
  const own = params.model === "", name = own ? "the model that comes with Dryrun" : params.model;
  try {
    const bytes = own ? await ownBytes() : await fileBytes(params.model, io);
    const { provider, threads } = params;
    const onnx = await loadModel(bytes, { provider, threads, input: [1, 3, SIDE, SIDE] });
    try {
      const kind = recognise(await onnx.run(grey()));
      const classes = classesOf(kind, own, params.classes);
      const refused = onnx.refused === "" ? "" : ` (no CUDA: ${onnx.refused})`;
      io.log.info(
        `${name}: a ${kind.kind} of ${kind.classes} classes on ${onnx.provider}${refused}`,
      );
      return { onnx, kind, classes, background: classes.indexOf("background") };
    } catch (error) {
      await onnx.close();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new ModelError(`${name}: ${error.message}`);
  }
}

async function ownBytes(): Promise<Uint8Array> {
  const module = await import("./warehouse.onnx", { with: { type: "bytes" } });
  return module.default;
}

async function fileBytes(path: string, io: Pick<Io, "file">): Promise<Uint8Array> {
  try {
    return await io.file(path);
  } catch (cause) {
    throw new ModelError(cause instanceof Error ? cause.message : String(cause));
  }
}

/** What is tried first: mid grey, normalised. */
function grey(): Float32Array<ArrayBuffer> {
  const plane = SIDE * SIDE;
  return new Float32Array(3 * plane).map((_, i) => {
    const channel = Math.floor(i / plane);
    return (0.5 - IMAGENET.mean[channel]!) / IMAGENET.deviation[channel]!;
  });
}

function classesOf(
  { classes: count }: Detector | Classifier,
  own: boolean,
  given: readonly string[],
): readonly string[] {
  const names = given.length > 0 ? given : own ? OWN_CLASSES : undefined;
  if (names === undefined) return Array.from({ length: count }, (_, i) => String(i));
  if (names.length === count) return names;
  throw new ModelError(`it has ${count} classes, but ${names.length} names are given`);
}
