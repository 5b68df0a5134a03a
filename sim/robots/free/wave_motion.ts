/** Motion as sums of sines about a pose: smooth in every derivative, and it never ends. */
import { z } from "zod";
import { cos, DEG, sin, TWO_PI } from "../../../core/math/scalar.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { TruthState } from "../../contract.ts";
import { fromEulerJets } from "../euler_rates.ts";
import type { Motion } from "../knot_truth.ts";

/** One sine: `amplitude_m` for x, y and z, `amplitude_deg` for roll, pitch and yaw. */
export interface WaveConfig {
  axis: "x" | "y" | "z" | "roll" | "pitch" | "yaw";
  amplitude_m?: number | undefined;
  amplitude_deg?: number | undefined;
  frequency_hz: number;
  phase_deg: number;
}

const AXES = ["x", "y", "z", "roll", "pitch", "yaw"] as const;

/** A sine as a scenario states it. */
export const waveSchema: z.ZodType<WaveConfig> = z.strictObject({
  axis: z.enum(AXES).describe("what swings"),
  amplitude_m: z.number().optional().describe("of x, y and z"),
  amplitude_deg: z.number().optional().describe("of roll, pitch and yaw"),
  frequency_hz: z.number().positive().max(20).describe("swings a second"),
  phase_deg: z.number().default(0).describe("of the sine at the start"),
}).superRefine((wave, context) => {
  const shift = AXES.indexOf(wave.axis) < 3;
  const [needed, wrong] = shift
    ? ["amplitude_m", "amplitude_deg"] as const
    : ["amplitude_deg", "amplitude_m"] as const;
  if (wave[needed] === undefined || wave[wrong] !== undefined) {
    context.addIssue({
      code: "custom",
      path: [wave[wrong] === undefined ? needed : wrong],
      message: `along ${wave.axis} a wave has ${needed}`,
    });
  }
});

interface Wave {
  axis: number;
  amplitude: number;
  rate: number;
  phase: number;
}

/** Where the waves go about, and the waves. */
export interface WaveSetup {
  readonly position_m: readonly [number, number, number];
  readonly rotation_deg: readonly [number, number, number];
  readonly waves: readonly WaveConfig[];
}

/** Sums of sines on six axes. */
export class WaveMotion implements Motion {
  readonly #middle: number[];
  readonly #waves: Wave[];
  readonly #step: Nanos;
  /** Value and two derivatives of each axis. */
  readonly #jets: Float64Array[] = AXES.map(() => new Float64Array(3));

  constructor(setup: WaveSetup, stepNs: Nanos) {
    this.#middle = [...setup.position_m, ...setup.rotation_deg.map((deg) => deg * DEG)];
    this.#waves = setup.waves.map((wave) => ({
      axis: AXES.indexOf(wave.axis),
      amplitude: wave.amplitude_m ?? wave.amplitude_deg! * DEG,
      rate: TWO_PI * wave.frequency_hz,
      phase: wave.phase_deg * DEG,
    }));
    this.#step = stepNs;
  }

  knot(k: number, out: TruthState): void {
    const t = k * this.#step * 1e-9, jets = this.#jets;
    for (let axis = 0; axis < 6; axis++) {
      const jet = jets[axis]!;
      jet[0] = this.#middle[axis]!;
      jet[1] = jet[2] = 0;
    }
    for (const { axis, amplitude, rate, phase } of this.#waves) {
      const jet = jets[axis]!, s = sin(rate * t + phase), c = cos(rate * t + phase);
      jet[0]! += amplitude * s;
      jet[1]! += amplitude * rate * c;
      jet[2]! -= amplitude * rate * rate * s;
    }
    for (let i = 0; i < 3; i++) {
      out.position[i] = jets[i]![0]!;
      out.velocity[i] = jets[i]![1]!;
      out.acceleration[i] = jets[i]![2]!;
    }
    fromEulerJets(jets[3]!, jets[4]!, jets[5]!, out);
  }
}
