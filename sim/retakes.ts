/**
 * Pictures of a run taken once more, with the depth and the labels that their camera did not put
 * out, for who looks at the run afterwards: a run publishes what its scenario says, and nothing is
 * rendered before it is asked for. What a message shows is told by its bytes, which faults of
 * streams leave alone: one that was delayed, stamped anew or repeated belongs to the capture that
 * it came from. Depth and labels are the truth of that capture, whatever a fault did to the picture:
 * stray light is in the picture and not in them.
 */
import type { Message } from "../msgs/message.ts";
import type { Image } from "../msgs/types.ts";
import { type Capture, CaptureMaker } from "./captures.ts";
import type { Truth } from "./contract.ts";
import type { SimConfig } from "./schema.ts";
import type { CameraConfig } from "./sensors/camera/config.ts";
import type { SensorConfig } from "./sensors/mod.ts";
import type { SimulationFiles } from "./stage.ts";

/** Which capture of which sensor, counted from 0; one object for all messages of one. */
export interface CaptureName {
  readonly sensor: string;
  readonly k: number;
}

/** A picture, taken once more; all of one instant and size. */
export interface Retake {
  /** `rgb8`, byte for byte what the run had; its stamp is the sensor's. */
  readonly image: Image;
  /** `32FC1`, metres along the optical axis; NaN: nothing was hit. */
  readonly depth: Image;
  /** `8UC1`, the number of the class that a pixel shows. */
  readonly labels: Image;
}

/**
 * The retakes of one run: give them to `createSimulation`, ask them when the run is over.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import type { Image } from "../msgs/types.ts";
 * import { createSimulation, Retakes, simSchema } from "./mod.ts";
 *
 * const config = simSchema.parse({
 *   duration_s: 0.2,
 *   world: { objects: [{ type: "cone", position_m: [3, 0] }] },
 *   robot: { type: "differential", waypoints: [[0, 0], [5, 0]] },
 *   sensors: { camera: { type: "camera", width: 32, height: 24, outputs: ["image"] } },
 * });
 * const retakes = new Retakes(config, 1), simulation = createSimulation(config, 1, { retakes });
 * let seen: Image | undefined;
 * while (simulation.next() < Infinity) {
 *   simulation.step((topic, message) => {
 *     if (topic === "/camera/image") seen = message as Image;
 *   });
 * }
 * const { image, depth } = retakes.of(seen!)!;
 * assert.deepEqual(image, seen);
 * assert.equal(depth.encoding, "32FC1");
 * ```
 */
export class Retakes {
  readonly #config: SimConfig;
  readonly #seed: number;
  readonly #files: SimulationFiles;
  readonly #captures = new WeakMap<Uint8Array, CaptureName>();
  readonly #made = new WeakMap<CaptureName, Retake>();
  #truth: Truth | undefined;
  #maker: CaptureMaker | undefined;

  /** What the simulation is made of. */
  constructor(config: SimConfig, seed: number, files: SimulationFiles = {}) {
    this.#config = config;
    this.#seed = seed;
    this.#files = files;
  }

  /** The simulation moves by this: a robot that was driven can't be driven so twice. */
  follow(truth: Truth): void {
    this.#truth = truth;
  }

  /** The simulation captured a message; faults of streams come after it. */
  readonly note = (message: Message, capture: CaptureName): void => {
    if (isImage(message)) this.#captures.set(message.data, capture);
  };

  /** The capture whose picture, depth or labels an image holds; undefined: of no camera here. */
  captureOf({ data }: Image): CaptureName | undefined {
    return this.#captures.get(data);
  }

  /** The capture that an image is of, taken once more; undefined: it is of no camera here. */
  of(image: Image): Retake | undefined {
    const capture = this.captureOf(image);
    if (capture === undefined) return undefined;
    const known = this.#made.get(capture);
    if (known !== undefined) return known;
    const { sensor, k } = capture, { messages } = this.#makerOf().make(sensor, k);
    const made = {
      image: imageOf(messages, "image"),
      depth: imageOf(messages, "depth"),
      labels: imageOf(messages, "labels"),
    };
    this.#made.set(capture, made);
    return made;
  }

  #makerOf(): CaptureMaker {
    if (this.#maker !== undefined) return this.#maker;
    const sensors = Object.fromEntries(
      Object.entries(this.#config.sensors).map(([name, settings]) => [name, withAll(settings)]),
    );
    const options = { ...this.#files, truth: this.#truth };
    return this.#maker = new CaptureMaker({ ...this.#config, sensors }, this.#seed, options);
  }
}

function isImage(message: Message): message is Image & Message {
  return "encoding" in message && "data" in message;
}

/** Noise is drawn for each picture, not for each port: one more port changes no byte of others. */
function withAll(settings: SensorConfig): SensorConfig {
  if (settings.type !== "camera") return settings;
  const { outputs } = settings as CameraConfig;
  return { ...settings, outputs: { image: "", depth: "", labels: "", ...outputs } } as CameraConfig;
}

function imageOf(messages: Capture["messages"], port: string): Image {
  const found = messages.find((one) => one.port === port);
  if (found === undefined) throw new Error(`a capture that was made has no ${port} any more`);
  return found.message as Image;
}
