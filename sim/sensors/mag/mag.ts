/**
 * A magnetometer: `sensor_msgs/msg/MagneticField`, tesla. It reads
 *
 *     clip(quantise(S B + b + n)),   S = I + soft iron + misalignment,
 *
 * B the field of earth and world in the sensor's axes, b the hard iron (fixed and drawn), n white
 * noise of a density. It samples at the end of each interval; `averages` of several instants are
 * what parts with on-chip averaging put out.
 */
import { z } from "zod";
import { inverseRotate, multiply, rotate } from "../../../core/math/quaternion.ts";
import type { RandomStream } from "../../../core/math/random.ts";
import { add } from "../../../core/math/vec3.ts";
import { bestEffort } from "../../../msgs/message.ts";
import type { Mount, Sensor, World } from "../../contract.ts";
import { truthState } from "../../robots/knot_truth.ts";
import { baseFields, type SensorBase, Timing } from "../timing.ts";
import { MAG_PRESETS } from "./presets.ts";

type PerAxis = [number, number, number];

/** A magnetometer. All fields in tesla. */
export interface MagConfig extends SensorBase {
  type: "mag";
  topic?: string | undefined;
  noise_density_t_sqrt_hz: PerAxis;
  hard_iron_t: PerAxis;
  hard_iron_sd_t: PerAxis;
  soft_iron: number[];
  soft_iron_sd: number;
  averages: number;
  range_t?: number | undefined;
  resolution_t: number;
  covariance: "honest" | "zero" | "unknown";
  covariance_factor: number;
}

const three = (one: z.ZodNumber) =>
  z.union([one.transform((value): PerAxis => [value, value, value]), z.tuple([one, one, one])]);
const row = z.tuple([z.number(), z.number(), z.number()]);

/** A magnetometer as a scenario states it. */
export const magSchema: z.ZodType<MagConfig> = z.strictObject({
  type: z.literal("mag"),
  ...baseFields({ rateHz: 50, latencyMs: 5, jitterMs: 0.5 }),
  topic: z.string().regex(/^\//, "an absolute topic").optional()
    .describe("default: /imu/mag, or /NAME/mag for another name"),
  noise_density_t_sqrt_hz: three(z.number().min(0)).default([0, 0, 0]).describe("T/√Hz"),
  hard_iron_t: three(z.number()).default([0, 0, 0]).describe("fixed bias, T"),
  hard_iron_sd_t: three(z.number().min(0)).default([0, 0, 0])
    .describe("deviation of the bias drawn once a run, T"),
  soft_iron: z.tuple([row, row, row]).default([[0, 0, 0], [0, 0, 0], [0, 0, 0]])
    .describe("added to the identity").transform((rows): number[] => rows.flat()),
  soft_iron_sd: z.number().min(0).default(0).describe("deviation of each element's drawn part"),
  averages: z.number().int().min(1).max(16).default(1)
    .describe("instants averaged, spread over the second half of the interval"),
  range_t: z.number().positive().optional().describe("readings end at ± this"),
  resolution_t: z.number().min(0).default(0).describe("readings are multiples; 0: any"),
  covariance: z.enum(["honest", "zero", "unknown"]).default("honest")
    .describe("stated: as it is, all zero, or first element -1"),
  covariance_factor: z.number().min(0).default(1).describe("of the honest one, to state a wrong"),
}).describe("magnetometer: sensor_msgs/msg/MagneticField, tesla");

/** What a magnetometer carries from sample to sample. */
export interface MagState {
  readonly timing: Timing;
  readonly frame: string;
  readonly mount: Mount;
  readonly world: World;
  readonly matrix: Float64Array;
  readonly bias: Float64Array;
  /** Standard deviation of a sample's white noise. */
  readonly deviation: Float64Array;
  readonly white: RandomStream;
  readonly averages: number;
  readonly range: number;
  readonly resolution: number;
  /** The largest step of the converter within the range; a rounding error doesn't lose it. */
  readonly lastStep: number;
  readonly covariance: Float64Array;
}

const truthAt = truthState();
const place = new Float64Array(3);
const field = new Float64Array(3);
const sum = new Float64Array(3);
const attitude = new Float64Array(4);

/** The magnetometer. */
export const mag: Sensor<MagConfig, MagState> = {
  config: magSchema,
  presets: MAG_PRESETS,

  outputs(config, name) {
    const topic = config.topic ?? (name === "mag" ? "/imu/mag" : `/${name}/mag`);
    const frame = config.frame_id ?? `${name}_link`;
    return { field: { topic, type: "sensor_msgs/msg/MagneticField", qos: bestEffort(5), frame } };
  },

  init(config, setup) {
    const { range_t: range = Infinity, resolution_t: resolution } = config;
    const hardIron = setup.rng.at("hard_iron"), softIron = setup.rng.at("soft_iron");
    const deviation = Float64Array.from(
      config.noise_density_t_sqrt_hz,
      (density) => density * Math.sqrt(config.rate_hz),
    );
    return {
      timing: new Timing(config, setup),
      frame: setup.frame,
      mount: setup.mount,
      world: setup.world,
      matrix: Float64Array.from(
        config.soft_iron,
        (value, i) => value + (i % 4 === 0 ? 1 : 0) + config.soft_iron_sd * softIron.gaussian(),
      ),
      bias: Float64Array.from(
        config.hard_iron_t,
        (value, i) => value + config.hard_iron_sd_t[i]! * hardIron.gaussian(),
      ),
      deviation,
      white: setup.rng.at("white"),
      averages: config.averages,
      range,
      resolution,
      lastStep: Math.floor(range / resolution * (1 + 1e-12)),
      covariance: statedCovariance(config, deviation),
    };
  },

  next: (state) => state.timing.next,

  sample(state, truth, from, to, emit) {
    const { averages, mount, matrix: m } = state;
    sum.fill(0);
    for (let n = 0; n < averages; n++) {
      const at = to - Math.round(n / averages * (to - from) / 2);
      truth.at(at, truthAt);
      sensorPlace(mount);
      state.world.magneticField(place, at, field);
      multiply(attitude, truthAt.orientation, mount.rotation);
      inverseRotate(field, attitude, field);
      for (let i = 0; i < 3; i++) sum[i]! += field[i]! / averages;
    }
    const x = sum[0]!, y = sum[1]!, z = sum[2]!;
    for (let i = 0; i < 3; i++) {
      const ideal = m[3 * i]! * x + m[3 * i + 1]! * y + m[3 * i + 2]! * z + state.bias[i]!;
      const noisy = ideal + state.deviation[i]! * state.white.gaussian();
      field[i] = state.resolution > 0
        ? clip(Math.round(noisy / state.resolution), state.lastStep) * state.resolution
        : clip(noisy, state.range);
    }
    const stamp = state.timing.stamp();
    const arrival = state.timing.arrival(to);
    if (state.timing.lost()) return;
    emit("field", {
      header: { stamp, frame_id: state.frame },
      magnetic_field: { x: field[0]!, y: field[1]!, z: field[2]! },
      magnetic_field_covariance: state.covariance,
    }, arrival);
  },
};

function clip(x: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, x));
}

/** Where the sensor itself is: position + R · lever arm. */
function sensorPlace(mount: Mount): void {
  rotate(place, truthAt.orientation, mount.translation);
  add(place, place, truthAt.position);
}

function statedCovariance(config: MagConfig, deviation: Float64Array): Float64Array {
  const covariance = new Float64Array(9);
  if (config.covariance === "unknown") covariance[0] = -1;
  if (config.covariance !== "honest") return covariance;
  for (let i = 0; i < 3; i++) {
    const white = deviation[i]! * deviation[i]!;
    const rounding = config.resolution_t * config.resolution_t / 12;
    covariance[4 * i] = (white + rounding) * config.covariance_factor;
  }
  return covariance;
}
