/**
 * The contracts inside `sim`: truth, sensors and faults. A new sensor, robot or fault is one file
 * and one line in its table; law tests run over the tables.
 */
import type { z } from "zod";
import type { Emit, Message, Qos, TypeName } from "../msgs/message.ts";
import type { Nanos, Time } from "../msgs/time.ts";
import type { RandomTree } from "../core/math/random.ts";
import type { FaultSpan, Scene } from "./fault_contract.ts";
import type { VisibleWorld } from "./world/visible/visible_world.ts";

export * from "./fault_contract.ts";

/** The true motion of the robot's `base_link` at one instant, in flat arrays that are reused. */
export interface TruthState {
  /** World, ENU, metres. */
  readonly position: Float64Array;
  /** Unit quaternion w x y z, world from body. */
  readonly orientation: Float64Array;
  /** World, m/s. */
  readonly velocity: Float64Array;
  /** World, m/s², without gravity (coordinate acceleration). */
  readonly acceleration: Float64Array;
  /** Body, rad/s. */
  readonly angularVelocity: Float64Array;
  /** Body, rad/s². */
  readonly angularAcceleration: Float64Array;
}

/** C² truth, defined on [start, end]; a driven robot's `end` grows with time. */
export interface Truth {
  /** Truth begins here. */
  readonly start: Nanos;
  /** Truth ends here. */
  readonly end: Nanos;
  /** Fills `out`. `at` may be fractional. @throws {RangeError} outside [start, end] */
  at(at: Nanos, out: TruthState): void;
}

/** A robot makes truth: all at once (a path) or step by step under commands. */
export interface Robot extends Truth {
  /** Makes truth reach at least `to`. */
  advance(to: Nanos): void;
  /** A `cmd_vel` received at `at`; applied at the next fixed step. */
  command(linear: number, angular: number, at: Nanos): void;
  /** Wheel geometry; absent on a free body. */
  readonly wheels?: WheelGeometry;
}

/** Wheels of a ground robot: REP-105 joints and what odometry needs. Metres. */
export interface WheelGeometry {
  /** Which of them steer. */
  readonly kind: "differential" | "ackermann";
  /** Of the wheels. */
  readonly radius: number;
  /** Between left and right wheels. */
  readonly track: number;
  /** Between the axles; 0 for a differential drive. base_link is mid rear axle. */
  readonly wheelbase: number;
  /** Names on `/joint_states`. */
  readonly joints: readonly string[];
}

/** How a sensor is fixed to the robot: base_link from sensor. Metres, quaternion w x y z. */
export interface Mount {
  /** m. */
  readonly translation: readonly [number, number, number];
  /** w x y z. */
  readonly rotation: readonly [number, number, number, number];
}

/** What a sensor may know of the world at set-up and at any instant. */
export interface World {
  /** m/s², positive: gravity is (0, 0, -g). */
  readonly gravity: number;
  /** Writes the magnetic field, tesla, ENU, disturbances included, at a place and time. */
  magneticField(position: Float64Array, at: Nanos, out: Float64Array): void;
  /** What rays meet; made when it is first asked for. Absent: no lidar or camera is there. */
  readonly visible?: VisibleWorld;
  /** What faults of the world do to sensors; absent: nothing. */
  readonly scene?: Scene;
}

/** A frame that a sensor has beside its own, which is its parent. */
export interface SensorFrame {
  /** Its name. */
  readonly frame: string;
  /** The sensor's own. */
  readonly parent: string;
  /** Where it is in the parent. */
  readonly mount: Mount;
}

/** Given to a sensor at start. `rng` is already at the sensor's name: `rng.at("gyro/white")`. */
export interface SensorSetup {
  /** As the scenario names it: its streams begin with it. */
  readonly name: string;
  /** Of its messages. */
  readonly frame: string;
  /** What `Nanos` 0 is as a stamp. */
  readonly epoch: Time;
  /** When the run starts. */
  readonly start: Nanos;
  /** Where it sits. */
  readonly mount: Mount;
  /** What surrounds it. */
  readonly world: World;
  /** Of the robot; absent on a free body. */
  readonly wheels: WheelGeometry | undefined;
  /** At the sensor's name. */
  readonly rng: RandomTree;
}

/** A topic that a sensor emits; the key in `outputs` is the port. */
export interface SensorOutput {
  /** Absolute. */
  readonly topic: string;
  /** Of its messages. */
  readonly type: TypeName;
  /** Offered. */
  readonly qos: Qos;
  /** `header.frame_id` of its messages. */
  readonly frame: string;
}

/** One kind of sensor. `Config` is parsed once; `State` belongs to one sensor of one run. */
export interface Sensor<Config, State> {
  /** What a scenario may say of it. */
  readonly config: z.ZodType<Config>;
  /** Named part values over the defaults; each cites its source in a comment and a `source`. */
  readonly presets: Readonly<Record<string, { source: string; values: Record<string, unknown> }>>;
  /** By port. */
  outputs(config: Config, name: string): Record<string, SensorOutput>;
  /** Static frames beside the sensor's own, `frame`. */
  frames?(config: Config, frame: string): readonly SensorFrame[];
  /** A fresh state for one run. */
  init(config: Config, setup: SensorSetup): State;
  /** When the current capture ends: integer nanoseconds, counted, never accumulated. */
  next(state: State): Nanos;
  /** Makes the capture [from, to]; messages leave at or after `to`. */
  sample(state: State, truth: Truth, from: Nanos, to: Nanos, emit: Emit): void;
  /**
   * Lets the capture [from, to] pass unmade: the state is then as if it had been made. What a
   * sensor that has this captures may be made in other threads, some here and some there.
   */
  skip?(state: State, from: Nanos, to: Nanos): void;
}

/** A message on its way from the simulator to its readers. */
export interface Emission {
  /** Absolute. */
  readonly topic: string;
  /** Of the message. */
  readonly type: TypeName;
  /** Never written to after this. */
  readonly message: Message;
  /** At or after the end of its capture. */
  readonly deliverAt: Nanos;
}

/** A simulation, pulled by the executor: it runs one capture a `step`. */
export interface Simulation {
  /** The robot's motion. */
  readonly truth: Truth;
  /** Every topic it will emit on. */
  readonly topics: Readonly<Record<string, { type: TypeName; qos: Qos; frame: string }>>;
  /** Its faults that begin before it ends, in the order of their beginning. */
  readonly faults: readonly FaultSpan[];
  /** When the next capture ends; `Infinity` once the run is over. */
  next(): Nanos;
  /** Runs that capture and emits what it made (topic as port). */
  step(emit: Emit): void;
  /** Whether that capture is made elsewhere and is not here yet: `arrival` must be awaited. */
  readonly awaits: boolean;
  /** Resolves when it is here. */
  arrival(): Promise<void>;
  /** A message on `cmd_vel`, Twist or TwistStamped, at simulated time. */
  command(topic: string, message: Message, at: Nanos): void;
}
