/** Sensors that each break one law, and a sound one that they are made from. */
import { z } from "zod";
import { RandomStream, type RandomTree } from "../../core/math/random.ts";
import { bestEffort, type Emit } from "../../msgs/message.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toTime } from "../../msgs/time.ts";
import type { SensorSetup, Truth } from "../../sim/contract.ts";
import { truthState } from "../../sim/robots/knot_truth.ts";
import type { AnySensor } from "../../sim/sensors/mod.ts";
import { baseFields, type SensorBase, Timing } from "../../sim/sensors/timing.ts";
import type { Subject } from "./sensor_streams.ts";

interface Config extends SensorBase {
  noise_sd: number;
  bias_sd: number;
  walk_sd: number;
}

interface State {
  readonly config: Config;
  readonly setup: SensorSetup;
  readonly timing: Timing;
  readonly white: RandomStream;
  readonly steps: RandomStream;
  readonly bias: number;
  walk: number;
  /** For those that count by adding up. */
  clock: number;
}

interface Probe {
  readonly config: z.ZodType<Config>;
  readonly presets: AnySensor["presets"];
  outputs(config: Config, name: string): ReturnType<AnySensor["outputs"]>;
  init(config: Config, setup: SensorSetup): State;
  next(state: State): Nanos;
  sample(state: State, truth: Truth, from: Nanos, to: Nanos, emit: Emit): void;
  skip?(state: State, from: Nanos, to: Nanos): void;
}

const settings = {
  type: z.literal("probe"),
  ...baseFields({ rateHz: 50, latencyMs: 2, jitterMs: 0.5 }),
  noise_sd: z.number().min(0).default(0),
  bias_sd: z.number().min(0).default(0),
  walk_sd: z.number().min(0).default(0),
};

const truthAt = truthState();

function init(config: Config, setup: SensorSetup, rng: RandomTree = setup.rng): State {
  return {
    config,
    setup,
    timing: new Timing(config, setup),
    white: rng.at("white"),
    steps: rng.at("walk"),
    walk: 0,
    bias: config.bias_sd * rng.at("bias").gaussian(),
    clock: 0,
  };
}

/** The value, its covariance and its delivery as a message. */
function send({ timing, setup, config }: State, x: number, to: Nanos, emit: Emit): void {
  const stamp = timing.stamp(), arrival = timing.arrival(to);
  if (timing.lost()) return;
  const covariance = Float64Array.of(config.noise_sd * config.noise_sd, 0, 0, 0, 0, 0, 0, 0, 0);
  emit("field", {
    header: { stamp, frame_id: setup.frame },
    magnetic_field: { x, y: 0, z: 0 },
    magnetic_field_covariance: covariance,
  }, arrival);
}

function trueX(truth: Truth, to: Nanos): number {
  truth.at(to, truthAt);
  return truthAt.position[0]!;
}

/** East of the robot with white noise, a random walk and a drawn bias. */
const PROBE: Probe = {
  config: z.strictObject(settings),
  presets: { fine: { source: "an estimate, made up for this suite", values: { noise_sd: 0.1 } } },
  outputs: (config, name) => ({
    field: {
      topic: `/${name}/field`,
      type: "sensor_msgs/msg/MagneticField",
      qos: bestEffort(5),
      frame: config.frame_id ?? `${name}_link`,
    },
  }),
  init: (config, setup) => init(config, setup),
  next: ({ timing }) => timing.next,
  sample(state, truth, _from, to, emit) {
    const noise = state.config.noise_sd * state.white.gaussian();
    state.walk += state.config.walk_sd * state.steps.gaussian();
    send(state, trueX(truth, to) + state.bias + state.walk + noise, to, emit);
  },
};

function subject(more: Partial<Probe>, entry: object = {}): Subject {
  return {
    sensor: { ...PROBE, ...more } as unknown as AnySensor,
    entry: { type: "probe", noise_sd: 0.1, ...entry },
    kind: { terms: { noise_sd: 0.1, bias_sd: 0.2, walk_sd: 0.05 }, linear: {} },
  };
}

/** State of a module, which two sensors share: what no sensor may have. */
const shared = new RandomStream(Int32Array.of(1, 2, 3, 4));
const scratch = new Float64Array(9);

/** Sensors that keep every law. */
export const SOUND: Readonly<Record<string, Subject>> = {
  probe: subject({}),
  "probe without noise": subject({}, { noise_sd: 0 }),
  "probe that can pass": subject({
    skip(state, _from, to) {
      state.white.gaussian();
      state.walk += state.config.walk_sd * state.steps.gaussian();
      state.timing.skip(to, 0);
    },
  }, { walk_sd: 0.05 }),
};

/** One for every law, by its name. */
export const WRONG: Readonly<Record<string, Subject>> = {
  "the same seed gives the same bytes, whoever runs beside it": subject({
    sample: (state, truth, _from, to, emit) =>
      send(state, trueX(truth, to) + shared.gaussian(), to, emit),
  }),

  "another seed gives other bytes if it is noisy, and the same if it is not": subject({
    init: (config, setup) => ({
      ...init(config, setup),
      white: new RandomStream(Int32Array.of(5, 6, 7, setup.name.length)),
    }),
  }),

  "no term of its noise draws for another": subject({
    init(config, setup) {
      const white = setup.rng.at("all");
      const bias = config.bias_sd > 0 ? config.bias_sd * white.gaussian() : 0;
      return { ...init(config, setup), white, bias };
    },
  }),

  "each term of its noise has a stream of its own": subject({
    init: (config, setup) => ({ ...init(config, setup), steps: setup.rng.at("white") }),
  }),

  "delays, losses and errors of stamps change nothing but themselves": subject({
    sample(state, truth, _from, to, emit) {
      const stamp = state.timing.stamp(), arrival = state.timing.arrival(to);
      if (state.timing.lost()) return; // before it draws
      const x = trueX(truth, to) + state.config.noise_sd * state.white.gaussian();
      emit("field", {
        header: { stamp, frame_id: state.setup.frame },
        magnetic_field: { x, y: 0, z: 0 },
        magnetic_field_covariance: new Float64Array(9),
      }, arrival);
    },
  }),

  "captures are counted: their ends and stamps are exact, and increase strictly": subject({
    next: (state) => Math.round((state.clock + 1 / state.config.rate_hz) * SECOND),
    sample(state, truth, _from, to, emit) {
      state.clock += Math.round(SECOND / state.config.rate_hz) / SECOND;
      send(state, trueX(truth, to), to, emit);
    },
  }),

  "it delivers after the end of the capture, in order": subject({
    sample: (state, truth, from, to, emit) =>
      PROBE.sample(
        state,
        truth,
        from,
        to,
        (port, message, at) => emit(port, message, at - 2_000_000),
      ),
  }),

  "its messages are of the declared types, on absolute topics, in the declared frames": subject({
    init: (config, setup) => init(config, { ...setup, frame: "base_link" }),
  }),

  "its messages own their bytes: what was emitted is not written to again": subject({
    sample(state, truth, from, to, emit) {
      PROBE.sample(state, truth, from, to, (port, message, at) => {
        scratch[0] = to;
        emit(port, { ...message, magnetic_field_covariance: scratch } as never, at);
      });
    },
  }),

  "all that it says is finite, and every covariance could be one": subject({
    sample(state, truth, from, to, emit) {
      PROBE.sample(state, truth, from, to, (port, message, at) => {
        const lopsided = Float64Array.of(1, 0.5, 0, 0, 1, 0, 0, 0, 1);
        emit(port, { ...message, magnetic_field_covariance: lopsided } as never, at);
      });
    },
  }),

  "a capture that passes unmade leaves the others as they are": subject({
    skip: ({ timing }, _from, to) => timing.skip(to, 0), // without its noise
  }),

  "it runs at any rate from 1 to 1000 Hz, as fast as it is told": subject({
    init: (config, setup) => init({ ...config, rate_hz: Math.min(config.rate_hz, 500) }, setup),
  }),

  "its settings are strict and described, its presets state their source": subject({
    config: z.object(settings),
    presets: { best: { source: "internet", values: {} } },
  }),
};

/** One that stamps its captures a nanosecond early, for the count of a million. */
export const EARLY: Subject = subject({
  sample(state, truth, from, to, emit) {
    PROBE.sample(state, truth, from, to, (port, message, at) => {
      const stamp = toTime(to - 1, SIMULATED_EPOCH);
      emit(port, { ...message, header: { stamp, frame_id: "it_link" } } as never, at);
    });
  },
});
