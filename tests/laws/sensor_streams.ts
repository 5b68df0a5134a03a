/** Runs sensors side by side on one truth, and keeps what each emits, as bytes too. */
import { RandomTree } from "../../core/math/random.ts";
import { codecOf } from "../../msgs/cdr.ts";
import type { Message } from "../../msgs/message.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH } from "../../msgs/time.ts";
import type { SensorOutput, SensorSetup, Truth, WheelGeometry } from "../../sim/contract.ts";
import type { AnySensor, SensorConfig } from "../../sim/sensors/mod.ts";
import { mountOf } from "../../sim/sensors/timing.ts";
import { SimulatedWorld, worldSchema } from "../../sim/world/world.ts";
import { robotOf } from "../sim/sensors/rig.ts";

/** What the laws must know of a kind of sensor. */
export interface Kind {
  /** Settings that make noise, by path ("orientation.yaw_sd_rad"), with a value for each. */
  readonly terms: Readonly<Record<string, number>>;
  /** Settings with which noise adds up: nothing clips, nothing is rounded if that can be. */
  readonly linear: Readonly<Record<string, unknown>>;
  /** Size of the rounding that is left, in units of what is put out. */
  readonly rounding?: number;
  /** Settings that make it small enough to be run thousands of times. */
  readonly small?: Readonly<Record<string, unknown>>;
  /** Whether settings switch its noise off, whatever the terms say. */
  readonly isSilent?: (config: SensorConfig) => boolean;
  /** A capture takes so long that a million are too many. */
  readonly isHeavy?: boolean;
  /** Numbers that may be infinite, by port and path: where that is what they mean. */
  readonly mayBeInfinite?: RegExp;
  /** Laws that it is not held to, each with the reason. */
  readonly skips?: Readonly<Record<string, string>>;
  /** How long before the end of the capture its stamp lies, ns; else it is the end. */
  readonly stampedBefore?: (config: SensorConfig) => Nanos;
}

/** A sensor with settings: what a law is tried on. */
export interface Subject {
  readonly sensor: AnySensor;
  readonly kind: Kind;
  /** As in a scenario, with the preset's values in it. */
  readonly entry: Readonly<Record<string, unknown>>;
}

/** A message as it left a sensor at the end `at` of the capture [from, at]. */
export interface Emitted {
  readonly port: string;
  // deno-lint-ignore no-explicit-any
  readonly message: any;
  /** CDR of the message when it was emitted. */
  readonly hex: string;
  readonly deliverAt: Nanos;
  readonly from: Nanos;
  readonly at: Nanos;
}

/** What sensors are run on; by default a drive of turns over a ramp past a magnet. */
export interface Course {
  readonly seed?: number;
  readonly seconds?: number;
  readonly truth?: Truth & {
    readonly wheels?: WheelGeometry | undefined;
    advance?(to: Nanos): void;
  };
  /** Whether capture k is made; else it passes unmade, where the sensor can do that. */
  readonly made?: (k: number) => boolean;
}

const RAMP = { position_m: [0.5, 0], rise_m: 0.3, length_m: 2, width_m: 6 };
const MAGNET = { position_m: [2, 0.5, 0], moment_a_m2: [0, 20, 50] };
const DRIVE = robotOf({ type: "differential", waypoints: [[0, 0], [2, 1], [2, 4]] }, [RAMP]);
const WORLD = new SimulatedWorld(worldSchema.parse({ ramps: [RAMP], magnets: [MAGNET] }));

/** Settings of a subject with the defaults. */
export function parsed({ sensor, entry }: Subject): SensorConfig {
  return sensor.config.parse(entry) as SensorConfig;
}

/** Settings over others; objects in them are merged. */
export function merged(
  under: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const isPlain = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const out = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = out[key];
    out[key] = isPlain(value) && isPlain(below) ? merged(below, value) : value;
  }
  return out;
}

/** The same sensor with other settings. */
export function changed(subject: Subject, more: Readonly<Record<string, unknown>>): Subject {
  return { ...subject, entry: merged(subject.entry, more) };
}

interface Running {
  readonly name: string;
  readonly outputs: Record<string, SensorOutput>;
  readonly emitted: Emitted[];
  next(): Nanos;
  sample(to: Nanos, truth: Truth): void;
}

/** What a simulation would give a sensor at its start. */
export function setupOf(
  name: string,
  subject: Subject,
  { seed = 1, truth = DRIVE }: Course,
): SensorSetup {
  const config = parsed(subject);
  return {
    name,
    frame: config.frame_id ?? `${name}_link`,
    epoch: SIMULATED_EPOCH,
    start: 0,
    mount: mountOf(config),
    world: WORLD,
    wheels: truth.wheels,
    rng: RandomTree.root(seed).under(name),
  };
}

function start(name: string, subject: Subject, course: Course): Running {
  const { sensor } = subject, config = parsed(subject);
  const state = sensor.init(config, setupOf(name, subject, course));
  const outputs = sensor.outputs(config, name), emitted: Emitted[] = [];
  const { made = () => true } = course;
  let from = 0, k = 0;
  return {
    name,
    outputs,
    emitted,
    next: () => sensor.next(state),
    sample(at, truth) {
      const begin = from, isMade = made(k++);
      from = at;
      if (!isMade && sensor.skip !== undefined) return sensor.skip(state, begin, at);
      sensor.sample(state, truth, begin, at, (port, message: Message, deliverAt) => {
        const output = outputs[port];
        if (!isMade) return;
        if (output === undefined) throw new Error(`a port that isn't declared: ${port}`);
        const hex = codecOf(output.type).encode(message as never).toHex();
        emitted.push({ port, message, hex, deliverAt, from: begin, at });
      });
    },
  };
}

/** Runs sensors by name, capture by capture in the order of time, as a simulation does. */
export function record(
  subjects: Readonly<Record<string, Subject>>,
  { seed = 1, seconds = 2, truth = DRIVE, made }: Course = {},
): Record<string, Emitted[]> {
  const running = Object.keys(subjects).sort()
    .map((name) => start(name, subjects[name]!, { seed, seconds, truth, ...made && { made } }));
  for (;;) {
    let first = running[0]!;
    for (const one of running) if (one.next() < first.next()) first = one;
    const at = first.next();
    if (!(at <= seconds * SECOND)) break;
    truth.advance?.(at);
    first.sample(at, truth);
  }
  return Object.fromEntries(running.map(({ name, emitted }) => [name, emitted]));
}

/** Runs one sensor under its own name. */
export function recordOne(subject: Subject, course: Course = {}): Emitted[] {
  return record({ it: subject }, course).it!;
}

/** A message as text: port, delivery and bytes. */
export const lineOf = ({ port, deliverAt, hex }: Emitted) => `${port} ${deliverAt} ${hex}`;

/** Every number in a message by its path, stamps left out. */
export function numbersOf(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "stamp" ? [] : numbersOf(inner, `${path}/${key}`)
  );
}
