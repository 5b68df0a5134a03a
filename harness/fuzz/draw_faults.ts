/**
 * Faults at random: of each kind what can be set, within what robots meet. A kind that is not in
 * the table is never drawn; a test compares it with the table of faults.
 */
import type { RandomStream } from "../../core/math/random.ts";

/** A sensor as a draw needs it. */
export interface DrawnSensor {
  readonly name: string;
  readonly type: string;
}

type Entry = Record<string, unknown>;
/** What a draw is made with. */
export interface Dice {
  /** Uniform, rounded to three digits: a scenario is read by people. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
}

/** Dice on a stream. */
export function diceOf(stream: RandomStream): Dice {
  return {
    between: (low, high) => Number((low + (high - low) * stream.uniform()).toPrecision(3)),
    pick: (list) => list[Math.floor(stream.uniform() * list.length)]!,
    chance: (probability) => stream.uniform() < probability,
  };
}

/** Quantities of a sensor's streams, with a size that hurts and a limit that clips. */
const QUANTITIES: Readonly<Record<string, readonly (readonly [string, number, number])[]>> = {
  imu: [["angular_velocity", 0.2, 0.5], ["linear_acceleration", 2, 6]],
  mag: [["magnetic_field", 2e-5, 2e-5]],
  wheel: [["linear_velocity", 0.5, 0.3]],
};

/** Sensors whose messages have stamps and covariances in any case. */
const STAMPED = ["imu", "mag"];

type Draw = (dice: Dice, sensors: readonly DrawnSensor[]) => Entry | undefined;

const of = (sensors: readonly DrawnSensor[], types: readonly string[]) =>
  sensors.filter(({ type }) => types.includes(type));

/** On any stream of one of these types of sensors; undefined: the robot has none. */
function onStream(
  types: readonly string[] | undefined,
  more: (dice: Dice, type: string) => Entry,
): Draw {
  return (dice, sensors) => {
    const fitting = types === undefined ? sensors : of(sensors, types);
    if (fitting.length === 0) return undefined;
    const { name, type } = dice.pick(fitting);
    return { stream: name, ...more(dice, type) };
  };
}

/** In the world, where a sensor of this type feels it. */
function inWorld(type: string, more: (dice: Dice) => Entry): Draw {
  return (dice, sensors) => of(sensors, [type]).length === 0 ? undefined : more(dice);
}

const measured = Object.keys(QUANTITIES);

/** A draw a kind. */
export const FAULT_DRAWS: Readonly<Record<string, Draw>> = {
  bias_step: onStream(measured, (dice, type) => {
    const [quantity, size] = dice.pick(QUANTITIES[type]!);
    const add = [0, 0, 0].map(() => size * dice.between(-1, 1));
    return { quantity, add, ramp_s: dice.chance(0.3) ? dice.between(1, 5) : 0 };
  }),
  delay: onStream(undefined, (dice) => ({
    by_ms: dice.between(10, 600),
    jitter_ms: dice.between(0, 200),
  })),
  dropout: onStream(
    undefined,
    (dice) =>
      dice.chance(0.5)
        ? {}
        : { probability: dice.between(0.02, 0.6), mean_length: dice.between(1, 20) },
  ),
  duplicate: onStream(undefined, (dice) => ({
    probability: dice.between(0.1, 1),
    copies: dice.pick([1, 1, 2, 3]),
    after_ms: dice.pick([0, 5, 20, 100]),
  })),
  frozen_clock: onStream(STAMPED, () => ({})),
  glare: inWorld("camera", (dice) => ({
    at: [dice.between(0, 1), dice.between(0, 1)],
    spot: dice.between(0.5, 10),
    veil: dice.between(0, 1),
  })),
  magnetic_disturbance: inWorld("mag", (dice) => ({ strength_t: dice.between(1, 80) * 1e-6 })),
  nan: onStream(measured, (dice) => ({
    probability: dice.between(0.01, 1),
    value: dice.pick(["nan", "infinity", "minus_infinity"]),
  })),
  occluded_lidar: inWorld("lidar", (dice) => ({
    from_deg: dice.between(-180, 180),
    width_deg: dice.between(5, 360),
    share: dice.between(0.2, 1),
  })),
  reorder: onStream(undefined, (dice) => ({
    probability: dice.between(0.05, 0.9),
    by_ms: dice.between(5, 200),
  })),
  saturation: onStream(measured, (dice, type) => {
    const [quantity, , limit] = dice.pick(QUANTITIES[type]!);
    return { quantity, limit: limit * dice.between(0.3, 1.5) };
  }),
  skewed_clock: onStream(STAMPED, (dice) => ({
    skew_ppm: -dice.between(100, 50_000),
    step_ms: -dice.between(0, 300),
  })),
  stuck: onStream(undefined, (dice) => ({ stamps: dice.pick(["fresh", "stuck"]) })),
  vibration: inWorld("imu", (dice) => ({
    frequency_hz: dice.between(5, 200),
    amplitude_m_s2: dice.between(0.5, 15),
    amplitude_rad_s: dice.between(0, 0.5),
  })),
  wheel_slip: inWorld("wheel", (dice) => ({
    side: dice.pick(["both", "left", "right"]),
    ratio: dice.between(-1, 1),
  })),
  wrong_covariance: onStream(STAMPED, (dice) => ({
    as: dice.pick(["scaled", "zero", "unknown", "negative", "nan"]),
    factor: dice.pick([1e-6, 0.01, 100, 1e6]),
  })),
};
