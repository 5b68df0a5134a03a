/**
 * Wheel odometry: means over an interval, stamped at its end, as four streams of one type each:
 * a velocity with and without a stamp, an odometry and the joints. `encoders.ts` has the model.
 * Rates are steps over the device's own period, so that rate times stamp difference is the step.
 */
import { inverseRotate } from "../../../core/math/quaternion.ts";
import { cos, sin } from "../../../core/math/scalar.ts";
import { ackermannSteering, ackermannWheels } from "../../../core/models/wheels.ts";
import { Slab } from "../../../msgs/cdr/slab.ts";
import { type Emit, reliable, type TypeName } from "../../../msgs/message.ts";
import { MILLISECOND, type Nanos, type Time } from "../../../msgs/time.ts";
import type { Twist } from "../../../msgs/types.ts";
import type { Scene, Sensor, SensorOutput, Truth, WheelGeometry } from "../../contract.ts";
import { truthState } from "../../robots/knot_truth.ts";
import { emptyScene, type Slip, slipOver } from "../../world/scene.ts";
import { NODES, WEIGHTS } from "../linear_process.ts";
import { secondsBetween, Timing } from "../timing.ts";
import {
  NEEDS_WHEELS,
  WHEEL_PORTS,
  type WheelConfig,
  type WheelPort,
  wheelSchema,
} from "./config.ts";
import { poseCovariance, twistCovariance } from "./covariance.ts";
import { DeadReckoning } from "./dead_reckoning.ts";
import { Encoders, type Travel } from "./encoders.ts";
import { WHEEL_PRESETS } from "./presets.ts";

/**
 * Type, default topic (in the namespace of a sensor that isn't called wheel) and frame of a port;
 * no frame: that of the robot's base.
 */
const PORTS: Record<WheelPort, { type: TypeName; topic: string; frame?: string }> = {
  wheel_velocity: { type: "geometry_msgs/msg/Twist", topic: "/wheel_velocity" },
  wheel_velocity_stamped: {
    type: "geometry_msgs/msg/TwistWithCovarianceStamped",
    topic: "/wheel_velocity_stamped",
  },
  odom: { type: "nav_msgs/msg/Odometry", topic: "/wheel/odom", frame: "odom" },
  joint_states: { type: "sensor_msgs/msg/JointState", topic: "/joint_states", frame: "" },
};

/** Below this speed, m/s, the steering angle is taken to be as it was. */
const STANDING = 1e-3;
/** Longer intervals are integrated in parts: a robot's acceleration bends within them. */
const LONGEST_PART: Nanos = 20 * MILLISECOND;

/** What wheel odometry carries from sample to sample. */
export interface WheelState {
  readonly config: WheelConfig;
  readonly timing: Timing;
  readonly encoders: Encoders;
  readonly reckoning: DeadReckoning;
  readonly geometry: WheelGeometry | undefined;
  readonly ports: ReadonlySet<WheelPort>;
  readonly travel: Travel;
  readonly scene: Scene;
  /** The robot's base, which the velocities are of. */
  readonly base: string;
  /** Ackermann: of the bicycle in the middle; of the left and right front wheel, now and before. */
  steering: number;
  readonly steered: Float64Array;
  readonly steeredBefore: Float64Array;
}

const NO_EFFORT = new Float64Array(0);
const slab = new Slab();
const truthAt = truthState();
const velocity = new Float64Array(3);
const wheels = new Float64Array(6);
const slip: Slip = { ratio: new Float64Array(2), metres: new Float64Array(2) };

/** Wheel odometry. */
export const wheel: Sensor<WheelConfig, WheelState> = {
  config: wheelSchema,
  presets: WHEEL_PRESETS,

  outputs(config, name) {
    const outputs: Record<string, SensorOutput> = {};
    for (const port of WHEEL_PORTS) {
      const stated = config.outputs[port];
      if (stated === undefined) continue;
      const { type, topic, frame = baseOf(config) } = PORTS[port];
      const own = name === "wheel" ? topic : `/${name}/${port}`;
      outputs[port] = { topic: stated || own, type, qos: reliable(10), frame };
    }
    return outputs;
  },

  init(config, setup) {
    const geometry = setup.wheels;
    const wrong = NEEDS_WHEELS.find(([, isUsed]) => geometry === undefined && isUsed(config));
    if (wrong !== undefined) {
      const what = wrong[0] === "outputs" ? "outputs: joint_states" : `${wrong[0]}: it`;
      throw new RangeError(
        `sensors.${setup.name}.${what} needs a robot with wheels; this one has none`,
      );
    }
    const encoders = new Encoders(config, geometry, setup.rng);
    const { track, tickVariance } = encoders;
    return {
      config,
      timing: new Timing(config, setup),
      encoders,
      reckoning: new DeadReckoning({
        track,
        tickVariance,
        radiusDeviation: config.radius_error_sd,
      }),
      geometry,
      ports: new Set(WHEEL_PORTS.filter((port) => config.outputs[port] !== undefined)),
      travel: { forward: 0, turn: 0, leftWay: 0, rightWay: 0 },
      base: baseOf(config),
      scene: setup.world.scene ?? emptyScene(),
      steering: 0,
      steered: new Float64Array(2),
      steeredBefore: new Float64Array(2),
    };
  },

  next: (state) => state.timing.next,

  sample(state, truth, from, to, emit) {
    drive(state, truth, from, to);
    if (state.geometry?.kind === "ackermann") steer(state, state.geometry, truth, to);
    slipOver(state.scene, from, to, slip);
    state.encoders.measure(state.travel, slip);
    const { report } = state.encoders;
    state.reckoning.add(report);
    const stamp = state.timing.stamp();
    const arrival = state.timing.arrival(to);
    if (state.timing.lost()) return;
    const seconds = periodOf(state);
    const twist = planarTwist(report.forward / seconds, report.turn / seconds);
    if (state.ports.has("wheel_velocity")) emit("wheel_velocity", twist, arrival);
    sendStamped(state, twist, stamp, arrival, emit);
    if (state.ports.has("joint_states")) sendJoints(state, stamp, arrival, emit);
  },
};

function baseOf(config: WheelConfig): string {
  return config.frame_id ?? "base_link";
}

/** The length of an interval as the device's clock has it, s. */
function periodOf({ config }: WheelState): number {
  return 1 / config.rate_hz;
}

/** Fills the true travel over the interval, by quadrature in the turning body's axes. */
function drive(state: WheelState, truth: Truth, from: Nanos, to: Nanos): void {
  const { travel } = state, halfTrack = (state.geometry?.track ?? 0) / 2;
  const parts = Math.ceil((to - from) / LONGEST_PART), length = (to - from) / parts;
  const seconds = secondsBetween(0, length);
  travel.forward =
    travel.turn =
    travel.leftWay =
    travel.rightWay =
      0;
  for (let n = 0; n < 3 * parts; n++) {
    const part = Math.floor(n / 3), node = n - 3 * part;
    truth.at(from + (part + NODES[node]!) * length, truthAt);
    inverseRotate(velocity, truthAt.orientation, truthAt.velocity);
    const weight = WEIGHTS[node]! * seconds;
    const forward = velocity[0]!, turn = truthAt.angularVelocity[2]!;
    travel.forward += weight * forward;
    travel.turn += weight * turn;
    travel.leftWay += weight * Math.abs(forward - turn * halfTrack);
    travel.rightWay += weight * Math.abs(forward + turn * halfTrack);
  }
}

/** Fills how the front wheels stand at `to`. */
function steer(state: WheelState, geometry: WheelGeometry, truth: Truth, to: Nanos): void {
  truth.at(to, truthAt);
  inverseRotate(velocity, truthAt.orientation, truthAt.velocity);
  const speed = velocity[0]!, turn = truthAt.angularVelocity[2]!;
  if (Math.abs(speed) > STANDING) {
    state.steering = ackermannSteering(geometry.wheelbase, speed, turn);
  }
  ackermannWheels(wheels, geometry, speed, state.steering);
  state.steeredBefore.set(state.steered);
  state.steered[0] = wheels[4]!;
  state.steered[1] = wheels[5]!;
}

function planarTwist(forward: number, turn: number): Twist {
  return { linear: { x: forward, y: 0, z: 0 }, angular: { x: 0, y: 0, z: turn } };
}

/** The streams that state a covariance. */
function sendStamped(
  state: WheelState,
  twist: Twist,
  stamp: Time,
  arrival: Nanos,
  emit: Emit,
): void {
  const { ports, reckoning, config, encoders } = state;
  if (!ports.has("wheel_velocity_stamped") && !ports.has("odom")) return;
  const stated = { twist, covariance: twistCovariance(config, encoders, periodOf(state)) };
  if (ports.has("wheel_velocity_stamped")) {
    emit(
      "wheel_velocity_stamped",
      { header: { stamp, frame_id: state.base }, twist: stated },
      arrival,
    );
  }
  if (!ports.has("odom")) return;
  const { x, y, yaw } = reckoning;
  emit("odom", {
    header: { stamp, frame_id: "odom" },
    child_frame_id: state.base,
    pose: {
      pose: {
        position: { x, y, z: 0 },
        orientation: { x: 0, y: 0, z: sin(yaw / 2), w: cos(yaw / 2) },
      },
      covariance: poseCovariance(config, reckoning),
    },
    twist: stated,
  }, arrival);
}

function sendJoints(state: WheelState, stamp: Time, arrival: Nanos, emit: Emit): void {
  const seconds = periodOf(state), { steered, steeredBefore } = state;
  const geometry = state.geometry!, { angle, step } = state.encoders.report;
  const position = slab.float64(geometry.joints.length);
  const velocity = slab.float64(geometry.joints.length);
  for (let i = 0; i < 2; i++) {
    position[i] = angle[i]!;
    velocity[i] = step[i]! / seconds;
    if (geometry.kind !== "ackermann") continue;
    position[2 + i] = steered[i]!;
    velocity[2 + i] = (steered[i]! - steeredBefore[i]!) / seconds;
  }
  const header = { stamp, frame_id: "" }, name = geometry.joints as string[];
  emit("joint_states", { header, name, position, velocity, effort: NO_EFFORT }, arrival);
}
