/**
 * An inertial measurement unit: `sensor_msgs/msg/Imu`, stamped at the end of the interval whose
 * mean rate and mean specific force it carries, as a real one integrates between two outputs; or,
 * with `sampling: instant`, the values at that moment. `triad.ts` has the error model.
 */
import type { Emit } from "../../../msgs/message.ts";
import { bestEffort } from "../../../msgs/message.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { Quaternion } from "../../../msgs/types.ts";
import type { Mount, Sensor, SensorSetup, Truth } from "../../contract.ts";
import { truthState } from "../../robots/knot_truth.ts";
import { NODES } from "../linear_process.ts";
import { Timing } from "../timing.ts";
import { Ahrs } from "./ahrs.ts";
import { accelerometerOf, gyroscopeOf, type ImuConfig, imuSchema } from "./config.ts";
import { feel } from "./kinematics.ts";
import { IMU_PRESETS } from "./presets.ts";
import { Triad } from "./triad.ts";
import { Shaking } from "./shaking.ts";

/** What an IMU carries from sample to sample. */
export interface ImuState {
  readonly timing: Timing;
  readonly frame: string;
  readonly mount: Mount;
  readonly gravity: number;
  readonly gyroscope: Triad;
  readonly accelerometer: Triad;
  readonly gSensitivity: readonly number[] | undefined;
  readonly ahrs: Ahrs | undefined;
  readonly shaking: Shaking | undefined;
  /** The value at the interval's end is put out, unfiltered, so that it alone is looked at. */
  readonly gyroscopeNodes: boolean;
  readonly accelerometerNodes: boolean;
  /** Stated with every message: messages are immutable and share them. */
  readonly rateCovariance: Float64Array;
  readonly forceCovariance: Float64Array;
  settled: boolean;
}

const ABSENT = Object.freeze({ x: 0, y: 0, z: 0, w: 1 }) as Quaternion;
const ABSENT_COVARIANCE = unknownCovariance();

const truthAt = truthState();
/** Rates and specific forces at the nodes, and at the interval's end. */
const rates = new Float64Array(9);
const forces = new Float64Array(9);
const endRate = new Float64Array(3);
const endForce = new Float64Array(3);
const rateOut = new Float64Array(3);
const forceOut = new Float64Array(3);

/** The inertial measurement unit. */
export const imu: Sensor<ImuConfig, ImuState> = {
  config: imuSchema,
  presets: IMU_PRESETS,

  outputs(config, name) {
    const topic = config.topic ?? `/${name}/data`;
    const frame = config.frame_id ?? `${name}_link`;
    return { data: { topic, type: "sensor_msgs/msg/Imu", qos: bestEffort(10), frame } };
  },

  init(config, setup) {
    const timing = new Timing(config, setup);
    const sampling = { seconds: timing.period, mean: config.sampling === "mean" };
    const gyroscope = new Triad(gyroscopeOf(config), sampling, setup.rng.under("gyro"));
    const accelerometer = new Triad(accelerometerOf(config), sampling, setup.rng.under("accel"));
    const sensitivity = config.gyroscope_g_sensitivity_s_m;
    return {
      timing,
      frame: setup.frame,
      mount: setup.mount,
      gravity: setup.world.gravity,
      gyroscope,
      accelerometer,
      gSensitivity: sensitivity.some((value) => value !== 0) ? sensitivity : undefined,
      ahrs: ahrsOf(config, setup, timing.period),
      shaking: Shaking.of(config, setup),
      gyroscopeNodes: sampling.mean || config.gyroscope_bandwidth_hz !== undefined,
      accelerometerNodes: sampling.mean || config.accelerometer_bandwidth_hz !== undefined,
      rateCovariance: statedCovariance(config, gyroscope.variance),
      forceCovariance: statedCovariance(config, accelerometer.variance),
      settled: false,
    };
  },

  next: (state) => state.timing.next,

  sample(state, truth, from, to, emit) {
    if (!state.settled) settle(state, truth, from);
    look(state, truth, from, to);
    const { shaking } = state;
    shaking?.feel(from, to);
    state.gyroscope.sample(state.gyroscopeNodes ? rates : endRate, rateOut, shaking?.rate);
    const force = state.accelerometerNodes ? forces : endForce;
    state.accelerometer.sample(force, forceOut, shaking?.force);
    const orientation = state.ahrs?.sample(truthAt, state.mount) ?? ABSENT;
    const stamp = state.timing.stamp();
    const arrival = state.timing.arrival(to);
    if (state.timing.lost()) return;
    send(state, stamp, orientation, arrival, emit);
  },
};

function send(
  state: ImuState,
  stamp: { sec: number; nanosec: number },
  orientation: Quaternion,
  arrival: Nanos,
  emit: Emit,
): void {
  emit("data", {
    header: { stamp, frame_id: state.frame },
    orientation,
    orientation_covariance: state.ahrs?.covariance ?? ABSENT_COVARIANCE,
    angular_velocity: { x: rateOut[0]!, y: rateOut[1]!, z: rateOut[2]! },
    angular_velocity_covariance: state.rateCovariance,
    linear_acceleration: { x: forceOut[0]!, y: forceOut[1]!, z: forceOut[2]! },
    linear_acceleration_covariance: state.forceCovariance,
  }, arrival);
}

/** The filters start as if the robot had long been as it is at the start of the first interval. */
function settle(state: ImuState, truth: Truth, from: Nanos): void {
  feelAt(state, truth, from, endRate, endForce, 0);
  state.gyroscope.settle(endRate);
  state.accelerometer.settle(endForce);
  state.settled = true;
}

/** Fills what the interval [from, to] is felt as; leaves `truthAt` at its end. */
function look(state: ImuState, truth: Truth, from: Nanos, to: Nanos): void {
  if (state.gyroscopeNodes || state.accelerometerNodes) {
    for (let node = 0; node < 3; node++) {
      feelAt(state, truth, from + NODES[node]! * (to - from), rates, forces, 3 * node);
    }
  }
  if (!state.gyroscopeNodes || !state.accelerometerNodes) {
    feelAt(state, truth, to, endRate, endForce, 0);
  } else if (state.ahrs !== undefined) {
    truth.at(to, truthAt);
  }
}

function feelAt(
  state: ImuState,
  truth: Truth,
  at: number,
  rate: Float64Array,
  force: Float64Array,
  index: number,
): void {
  truth.at(at, truthAt);
  feel(truthAt, state.mount, state.gravity, rate, force, index);
  const g = state.gSensitivity;
  if (g === undefined) return;
  const x = force[index]!, y = force[index + 1]!, z = force[index + 2]!;
  for (let i = 0; i < 3; i++) {
    rate[index + i]! += g[3 * i]! * x + g[3 * i + 1]! * y + g[3 * i + 2]! * z;
  }
}

function ahrsOf(config: ImuConfig, setup: SensorSetup, period: number): Ahrs | undefined {
  if (config.orientation === undefined) return undefined;
  const statement = (variance: number[]) => statedCovariance(config, variance);
  return new Ahrs(config.orientation, period, setup.rng.under("orientation"), statement);
}

function unknownCovariance(): Float64Array {
  const covariance = new Float64Array(9);
  covariance[0] = -1;
  return covariance;
}

/** The 3 × 3 matrix that messages state for these true variances. */
function statedCovariance(config: ImuConfig, variance: ArrayLike<number>): Float64Array {
  if (config.covariance === "unknown") return unknownCovariance();
  const covariance = new Float64Array(9);
  if (config.covariance === "honest") {
    for (let i = 0; i < 3; i++) covariance[4 * i] = variance[i]! * config.covariance_factor;
  }
  return covariance;
}
