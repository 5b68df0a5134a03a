/**
 * The contracts of faults: when they act, what they leave in the scene for sensors to feel, and how
 * a fault of a stream stands between a sensor and its readers.
 */
import type { z } from "zod";
import type { Emit, TypeName } from "../msgs/message.ts";
import type { Nanos, Time } from "../msgs/time.ts";
import type { RandomTree } from "../core/math/random.ts";
import type { WheelGeometry } from "./contract.ts";

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
