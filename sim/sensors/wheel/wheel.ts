/**
 * Wheel odometry: means over an interval, stamped at its end, as four streams of one type each:
 * a velocity with and without a stamp, an odometry and the joints. `encoders.ts` has the model.
 */
import { inverseRotate } from "../../../core/math/quaternion.ts";
import { cos, sin } from "../../../core/math/scalar.ts";
import { ackermannSteering, ackermannWheels } from "../../../core/models/wheels.ts";
import { type Emit, reliable, type TypeName } from "../../../msgs/message.ts";
import type { Nanos, Time } from "../../../msgs/time.ts";
import type { Twist } from "../../../msgs/types.ts";
import type { Sensor, SensorOutput, Truth, WheelGeometry } from "../../contract.ts";
import { truthState } from "../../robots/knot_truth.ts";
import { NODES, WEIGHTS } from "../linear_process.ts";
import { secondsBetween, Timing } from "../timing.ts";
import { WHEEL_PORTS, type WheelConfig, type WheelPort, wheelSchema } from "./config.ts";
import { DeadReckoning } from "./dead_reckoning.ts";
import { Encoders, type Travel } from "./encoders.ts";
import { WHEEL_PRESETS } from "./presets.ts";

/** Type, default topic (in the namespace of a sensor that isn't called wheel) and frame a port. */
const PORTS: Record<WheelPort, { type: TypeName; topic: string; frame: string }> = {
  wheel_velocity: {
    type: "geometry_msgs/msg/Twist",
    topic: "/wheel_velocity",
    frame: "base_link",
  },
  wheel_velocity_stamped: {
    type: "geometry_msgs/msg/TwistWithCovarianceStamped",
    topic: "/wheel_velocity_stamped",
    frame: "base_link",
  },
  odom: { type: "nav_msgs/msg/Odometry", topic: "/wheel/odom", frame: "odom" },
  joint_states: { type: "sensor_msgs/msg/JointState", topic: "/joint_states", frame: "" },
};

/** Variance of what wheels don't measure: over 1e5, which readers take as "not measured". */
const NOT_MEASURED = 1e6;
/** Below this speed, m/s, the steering angle is taken to be as it was. */
const STANDING = 1e-3;

/** What wheel odometry carries from sample to sample. */
export interface WheelState {
  readonly config: WheelConfig;
  readonly timing: Timing;
  readonly encoders: Encoders;
  readonly reckoning: DeadReckoning;
  readonly geometry: WheelGeometry | undefined;
  readonly ports: ReadonlySet<WheelPort>;
  readonly travel: Travel;
  steering: number;
}

const truthAt = truthState();
const velocity = new Float64Array(3);
const wheels = new Float64Array(6);

/** Wheel odometry. */
export const wheel: Sensor<WheelConfig, WheelState> = {
  config: wheelSchema,
  presets: WHEEL_PRESETS,

  outputs(config, name) {
    const outputs: Record<string, SensorOutput> = {};
    for (const port of WHEEL_PORTS) {
      const stated = config.outputs[port];
      if (stated === undefined) continue;
      const { type, topic, frame } = PORTS[port];
      const own = name === "wheel" ? topic : `/${name}/${port}`;
      outputs[port] = { topic: stated || own, type, qos: reliable(10), frame };
    }
    return outputs;
  },

  init(config, setup) {
    const geometry = setup.wheels;
    if (geometry === undefined && config.outputs.joint_states !== undefined) {
      throw new RangeError(
        `sensors.${setup.name}.outputs: joint_states needs a robot with wheels; this one has none`,
      );
    }
    if (geometry === undefined && config.ticks_per_revolution > 0) {
      throw new RangeError(
        `sensors.${setup.name}.ticks_per_revolution: needs a robot with wheels; this one has none`,
      );
    }
    return {
      config,
      timing: new Timing(config, setup),
      encoders: new Encoders(config, geometry, setup.rng),
      reckoning: new DeadReckoning(),
      geometry,
      ports: new Set(WHEEL_PORTS.filter((port) => config.outputs[port] !== undefined)),
      travel: { forward: 0, turn: 0, leftWay: 0, rightWay: 0 },
      steering: 0,
    };
  },

  next: (state) => state.timing.next,

  sample(state, truth, from, to, emit) {
    drive(state, truth, from, to);
    state.encoders.measure(state.travel);
    const { report } = state.encoders;
    state.reckoning.add(report);
    const stamp = state.timing.stamp();
    const arrival = state.timing.arrival(to);
    if (state.timing.lost()) return;
    const seconds = secondsBetween(from, to);
    const twist = planarTwist(report.forward / seconds, report.turn / seconds);
    if (state.ports.has("wheel_velocity")) emit("wheel_velocity", twist, arrival);
    sendStamped(state, twist, seconds, stamp, arrival, emit);
    if (state.ports.has("joint_states")) {
      sendJoints(state, truth, { from, to }, stamp, arrival, emit);
    }
  },
};

/** Fills the true travel over the interval, by quadrature in the turning body's axes. */
function drive(state: WheelState, truth: Truth, from: Nanos, to: Nanos): void {
  const { travel } = state, halfTrack = (state.geometry?.track ?? 0) / 2;
  const seconds = secondsBetween(from, to);
  travel.forward =
    travel.turn =
    travel.leftWay =
    travel.rightWay =
      0;
  for (let node = 0; node < 3; node++) {
    truth.at(from + NODES[node]! * (to - from), truthAt);
    inverseRotate(velocity, truthAt.orientation, truthAt.velocity);
    const weight = WEIGHTS[node]! * seconds;
    const forward = velocity[0]!, turn = truthAt.angularVelocity[2]!;
    travel.forward += weight * forward;
    travel.turn += weight * turn;
    travel.leftWay += weight * Math.abs(forward - turn * halfTrack);
    travel.rightWay += weight * Math.abs(forward + turn * halfTrack);
  }
}

function planarTwist(forward: number, turn: number): Twist {
  return { linear: { x: forward, y: 0, z: 0 }, angular: { x: 0, y: 0, z: turn } };
}

/** The streams that state a covariance. */
function sendStamped(
  state: WheelState,
  twist: Twist,
  seconds: number,
  stamp: Time,
  arrival: Nanos,
  emit: Emit,
): void {
  const { ports, reckoning } = state;
  if (!ports.has("wheel_velocity_stamped") && !ports.has("odom")) return;
  const stated = { twist, covariance: twistCovariance(state, seconds) };
  if (ports.has("wheel_velocity_stamped")) {
    emit(
      "wheel_velocity_stamped",
      { header: { stamp, frame_id: "base_link" }, twist: stated },
      arrival,
    );
  }
  if (!ports.has("odom")) return;
  const { x, y, yaw } = reckoning;
  emit("odom", {
    header: { stamp, frame_id: "odom" },
    child_frame_id: "base_link",
    pose: {
      pose: {
        position: { x, y, z: 0 },
        orientation: { x: 0, y: 0, z: sin(yaw / 2), w: cos(yaw / 2) },
      },
      covariance: poseCovariance(state),
    },
    twist: stated,
  }, arrival);
}

function twistCovariance(state: WheelState, seconds: number): Float64Array {
  const { encoders: { report, tickVariance }, geometry, config } = state;
  const believed = (geometry?.track ?? 1) * (1 + config.track_error);
  const perSecond2 = 1 / (seconds * seconds);
  const speed = (report.forwardVariance + tickVariance / 2) * perSecond2;
  const turn = (report.turnVariance + 2 * tickVariance / (believed * believed)) * perSecond2;
  return planarCovariance(config, speed, NOT_MEASURED, turn, report.crossVariance * perSecond2);
}

function poseCovariance(state: WheelState): Float64Array {
  const p = state.reckoning.covariance, ticks = state.encoders.tickVariance;
  const out = planarCovariance(state.config, p[0]! + ticks, p[4]! + ticks, p[8]! + ticks, p[2]!);
  if (state.config.covariance !== "honest") return out;
  const factor = state.config.covariance_factor;
  out[1] = out[6] = p[1]! * factor;
  out[11] = out[31] = p[5]! * factor;
  return out;
}

/** A 6 × 6 matrix over x y z and rotations, for a motion in the plane. */
function planarCovariance(
  config: WheelConfig,
  x: number,
  y: number,
  yaw: number,
  xYaw: number,
): Float64Array {
  const out = new Float64Array(36);
  if (config.covariance === "unknown") out[0] = -1;
  if (config.covariance !== "honest") return out;
  const factor = config.covariance_factor;
  out[0] = x * factor;
  out[7] = y === NOT_MEASURED ? y : y * factor;
  out[14] = out[21] = out[28] = NOT_MEASURED;
  out[35] = yaw * factor;
  out[5] = out[30] = xYaw * factor;
  return out;
}

function sendJoints(
  state: WheelState,
  truth: Truth,
  { from, to }: { from: Nanos; to: Nanos },
  stamp: Time,
  arrival: Nanos,
  emit: Emit,
): void {
  const seconds = secondsBetween(from, to);
  const geometry = state.geometry!, { angle, step } = state.encoders.report;
  const position = [...angle], rates = [step[0]! / seconds, step[1]! / seconds];
  if (geometry.kind === "ackermann") {
    truth.at(to, truthAt);
    inverseRotate(velocity, truthAt.orientation, truthAt.velocity);
    const speed = velocity[0]!, turn = truthAt.angularVelocity[2]!;
    if (Math.abs(speed) > STANDING) {
      state.steering = ackermannSteering(geometry.wheelbase, speed, turn);
    }
    ackermannWheels(wheels, geometry, speed, state.steering);
    position.push(wheels[4]!, wheels[5]!);
    rates.push(0, 0);
  }
  emit("joint_states", {
    header: { stamp, frame_id: "" },
    name: geometry.joints as string[],
    position: Float64Array.from(position),
    velocity: Float64Array.from(rates),
    effort: new Float64Array(0),
  }, arrival);
}
