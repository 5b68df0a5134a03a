/**
 * Inference by ONNX Runtime: the only door to it, opened when a model is first loaded. A model is
 * loaded from bytes, on CUDA where the runtime has it, else on the CPU.
 */
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { ModelError, type OutputShape } from "./recognise.ts";

/** Where a model runs. */
export type Provider = "cpu" | "cuda";

/** How a model is loaded. */
export interface LoadOptions {
  /** `auto` (default): CUDA where the runtime has it, else the CPU. */
  readonly provider?: Provider | "auto";
  /** Threads of one inference. Default 1. */
  readonly threads?: number;
  /** Dimensions that the one input must take: 1 × 3 × rows × columns. */
  readonly input: readonly number[];
}

/** One output of a run. */
export interface Output extends OutputShape {
  /** Its numbers; valid until the next run. */
  readonly data: Float32Array;
}

type Runtime = typeof import("onnxruntime-node");

let runtime: Promise<Runtime> | undefined;

/** The library, loaded once. @throws {ModelError} it can't be loaded here */
function load(): Promise<Runtime> {
  runtime ??= import("onnxruntime-node").then((ort) => {
    // What it would print is in the errors that it throws.
    ort.env.logLevel = "fatal";
    return ort;
  }).catch((cause) => {
    runtime = undefined;
    const reason = reasonOf(cause);
    throw new ModelError(`ONNX Runtime can't be loaded (it needs --allow-ffi): ${reason}`);
  });
  return runtime;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * Loads a model and checks that it takes one float32 tensor of the wanted dimensions.
 *
 * @throws {ModelError} no ONNX model, another input, or a provider that is asked for and not there
 */
export async function loadModel(bytes: Uint8Array, options: LoadOptions): Promise<OnnxModel> {
  const { provider = "auto", threads = 1, input } = options;
  const ort = await load();
  const create = (name: Provider) =>
    ort.InferenceSession.create(bytes, {
      executionProviders: [name],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    });
  let session: InferenceSession | undefined, used: Provider = "cpu", refused = "";
  if (provider !== "cpu") {
    try {
      session = await create("cuda");
      used = "cuda";
    } catch (cause) {
      refused = reasonOf(cause);
      if (provider === "cuda") throw new ModelError(`CUDA is not there: ${refused}`);
    }
  }
  try {
    session ??= await create("cpu");
  } catch (cause) {
    throw new ModelError(`it is no ONNX model that can be loaded: ${reasonOf(cause)}`);
  }
  try {
    return new OnnxModel(ort, session, { name: inputOf(session, input), input, used, refused });
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** The name of the one input; a dimension that the model leaves open is taken as it comes. */
function inputOf(session: InferenceSession, wanted: readonly number[]): string {
  const found = session.inputMetadata.map((meta) =>
    meta.isTensor ? `${meta.name} ${meta.type} ${meta.shape.join(" × ")}` : meta.name
  );
  const [only] = session.inputMetadata;
  const expected = `expected one input float32 ${wanted.join(" × ")}`;
  const wrong = new ModelError(`its inputs are ${found.join(", ") || "none"}; ${expected}`);
  if (session.inputMetadata.length !== 1 || only === undefined || !only.isTensor) throw wrong;
  const { shape, type } = only;
  if (type !== "float32" || shape.length !== wanted.length) throw wrong;
  for (const [i, size] of shape.entries()) {
    if (typeof size === "number" && size > 0 && size !== wanted[i]) throw wrong;
  }
  return only.name;
}

/** A loaded model; made by {@linkcode loadModel}. */
export class OnnxModel {
  /** Where it runs. */
  readonly provider: Provider;
  /** Why it does not run on CUDA; empty where it does, or was not to. */
  readonly refused: string;
  readonly #ort: Runtime;
  readonly #session: InferenceSession;
  readonly #name: string;
  readonly #input: readonly number[];
  #tensor: Tensor | undefined;

  /** Use {@linkcode loadModel}. */
  constructor(
    ort: Runtime,
    session: InferenceSession,
    { name, input, used, refused }: {
      readonly name: string;
      readonly input: readonly number[];
      readonly used: Provider;
      readonly refused: string;
    },
  ) {
    this.#ort = ort;
    this.#session = session;
    this.#name = name;
    this.#input = input;
    this.provider = used;
    this.refused = refused;
  }

  /**
   * Runs it on a tensor's numbers. The same array each time makes one tensor for all runs.
   *
   * @throws {ModelError} the run failed, or an output is no float32 tensor
   */
  async run(data: Float32Array<ArrayBuffer>): Promise<Output[]> {
    if (this.#tensor?.data !== data) {
      this.#tensor = new this.#ort.Tensor("float32", data, [...this.#input]);
    }
    let results: InferenceSession.OnnxValueMapType;
    try {
      results = await this.#session.run({ [this.#name]: this.#tensor! });
    } catch (cause) {
      throw new ModelError(`inference failed: ${reasonOf(cause)}`);
    }
    return this.#session.outputNames.map((name) => {
      const { type, dims, data: numbers } = results[name] as Tensor;
      if (!(numbers instanceof Float32Array)) {
        throw new ModelError(`its output ${name} is ${type}, expected float32`);
      }
      return { name, dims, data: numbers };
    });
  }

  /** Frees it. */
  async close(): Promise<void> {
    await this.#session.release();
  }
}
