/**
 * The contracts inside `sim`: truth, sensors and faults. A new sensor, robot or fault is one file
 * and one line in its table; law tests run over the tables.
 */
import type { z } from "zod";
import type { Emit, Message, Qos, TypeName } from "../msgs/message.ts";
import type { Nanos, Time } from "../msgs/time.ts";
import type { RandomTree } from "../core/math/random.ts";
import type { VisibleWorld } from "./world/visible/visible_world.ts";

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

/** When a fault acts: from `from` on, before `to` (Infinity: to the end of the run). */
export interface Span {
  /** It begins with this instant. */
  readonly from: Nanos;
  /** It ends before this one; Infinity: never. */
  readonly to: Nanos;
}

/** Wheels turn more, or less, than the ground passes under them. */
export interface WheelSlip {
  /** When. */
  readonly span: Span;
  /** 0 left, 1 right. */
  readonly sides: readonly (0 | 1)[];
  /** Share by which the surface travels further than the ground; -1: a locked wheel. */
  readonly ratio: number;
  /** Speed of the surface beside that, m/s. */
  readonly spin: number;
}

/** A field that is added everywhere, tesla, ENU. */
export interface FieldDisturbance {
  /** When. */
  readonly span: Span;
  /** Added to the field, tesla, ENU. */
  readonly field: readonly [number, number, number];
}

/** One sine of a vibration at base_link, in its axes; no rotation moves its lever arm. */
export interface Vibration {
  /** When. */
  readonly span: Span;
  /** Of the vibration. */
  readonly hz: number;
  /** Amplitudes m/s² and rad/s, and phases, rad, of the three axes. */
  readonly force: readonly [number, number, number];
  /** Amplitude of the rate, rad/s, body. */
  readonly rate: readonly [number, number, number];
  /** Phase of each axis, rad. */
  readonly forcePhase: readonly [number, number, number];
  /** Phase of each axis, rad. */
  readonly ratePhase: readonly [number, number, number];
}

/** Something on a lidar's cover: beams there come back from nowhere. */
export interface Occlusion {
  /** When. */
  readonly span: Span;
  /** Its right edge in the sensor's axes, rad against the clock from x, and how far it goes. */
  readonly from: number;
  /** rad. */
  readonly width: number;
  /** Share of its beams that are blocked. */
  readonly share: number;
  /** Which ones: drawn from a stream of the lidar's name. */
  readonly rng: RandomTree;
}

/** Stray light in a camera: a spot and a veil over the whole picture. */
export interface Glare {
  /** When. */
  readonly span: Span;
  /** The spot's middle, shares of width and height from the left upper corner. */
  readonly at: readonly [number, number];
  /** Its radius, a share of the width. */
  readonly radius: number;
  /** Light in its middle and everywhere, where 1 is white. */
  readonly spot: number;
  /** Everywhere. */
  readonly veil: number;
}

/** What faults of the world have put there; sensors read it. */
export interface Scene {
  /** Of the wheels. */
  readonly slips: WheelSlip[];
  /** Of the magnetic field. */
  readonly fields: FieldDisturbance[];
  /** Of the body. */
  readonly vibrations: Vibration[];
  /** On the covers of lidars. */
  readonly occlusions: Occlusion[];
  /** In the pictures of cameras. */
  readonly glares: Glare[];
}

/** Given to a fault at start. `rng` is at the fault's own name: no sensor draws from it. */
export interface FaultSetup {
  /** As the scenario names it. */
  readonly name: string;
  /** When it is on. */
  readonly span: Span;
  /** At the fault's own name. */
  readonly rng: RandomTree;
  /** Of the robot; absent on a free body. */
  readonly wheels: WheelGeometry | undefined;
}

/** The same for a fault of one topic. All topics of a sensor get the same draws. */
export interface StreamFaultSetup extends FaultSetup {
  /** The stream's, absolute. */
  readonly topic: string;
  /** Of its messages. */
  readonly type: TypeName;
  /** What `Nanos` 0 is as a stamp. */
  readonly epoch: Time;
}

/** A fault of a stream: it stands between the sensor and its readers, like middleware. */
export interface StreamFault<Config> {
  /** It wraps what a stream emits. */
  readonly kind: "stream";
  /** What a scenario may say of it. */
  readonly config: z.ZodType<Config>;
  /** Whether it can act on messages of this type. */
  fits(config: Config, type: TypeName): boolean;
  /**
   * What to hand messages to instead of `next`. It acts on messages that were to be delivered
   * within the span, leaves those before it as they are, and never delivers earlier.
   */
  wrap(config: Config, setup: StreamFaultSetup, next: Emit): Emit;
}

/** A fault of the world: sensors feel it, each in its own way. */
export interface WorldFault<Config> {
  /** It changes what sensors meet. */
  readonly kind: "world";
  /** What a scenario may say of it. */
  readonly config: z.ZodType<Config>;
  /** Types of the sensors that feel it. */
  readonly seenBy: readonly string[];
  /** Puts it into the scene, before any sensor starts. @throws {RangeError} it does not fit */
  apply(config: Config, setup: FaultSetup, scene: Scene): void;
}

/** A fault of a run, with the times that were drawn: a line of its timeline. */
export interface FaultSpan {
  /** As the scenario names it. */
  readonly name: string;
  /** In the table of faults. */
  readonly type: string;
  /** What it acts on. */
  readonly kind: "stream" | "world";
  /** What it acts on. */
  readonly topics: readonly string[];
  /** When it is on. */
  readonly span: Span;
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
  /** A message on `cmd_vel`, Twist or TwistStamped, at simulated time. */
  command(topic: string, message: Message, at: Nanos): void;
}
