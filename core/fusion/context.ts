/** What the steps of the filter share: settings, memory, scratch, and where results are told. */
import { chi2Quantile } from "../math/chi2.ts";
import { Correction, ScalarMeasurement } from "./kernel/update.ts";
import {
  createState,
  type FilterState,
  REASONS,
  type SensorName,
  SENSORS,
} from "./kernel/layout.ts";
import type { FusionSettings } from "./settings.ts";

/** Is told of every innovation, the first time that its message is processed. */
export type InnovationSink = (
  sensor: string,
  innovation: number,
  variance: number,
  accepted: boolean,
) => void;

/** A heading that was found while the start waits for one. */
export interface FoundHeading {
  /** World rotation (w x y z) that the start's first attitude, level and with yaw 0, lacked. */
  readonly correction: readonly [number, number, number, number];
  /** Deviation of roll and pitch after that, rad; undefined: as the first message says. */
  readonly tiltSd: number | undefined;
  /** Deviation of its correlated error and of its white one, rad. */
  readonly sd: number;
  readonly white: number;
  /** Whether the tilt is known well enough for it; a start takes it at once then. */
  readonly levelled: boolean;
  /** How a tilt about world x and y turns it: the field's slope. */
  readonly slope: readonly [number, number];
  /** "set": by the parameters; "none": nothing spoke in time, yaw is relative. */
  readonly source: "mag" | "given" | "set" | "none";
  /** Time of the event that said it, ns. */
  readonly time: number;
}

/** Reasons by name: their column in the counters. */
export const REASON: Readonly<Record<typeof REASONS[number], number>> = Object.fromEntries(
  REASONS.map((name, i) => [name, i]),
) as Record<typeof REASONS[number], number>;

/** See the file's head. One a filter. */
export class Context {
  readonly state: FilterState;
  readonly m: ScalarMeasurement = new ScalarMeasurement();
  readonly correction: Correction;
  /** χ² bound of a scalar gate. */
  bound = 0;
  /** χ² bound of the judge of increments. */
  incrementBound = 0;
  readonly vector: Float64Array = new Float64Array(3);
  readonly quaternion: Float64Array = new Float64Array(4);
  sink: InnovationSink | undefined = undefined;
  /** Whether the event in progress is processed for the first time. */
  firstTime = true;
  /** The heading that the start uses; undefined while none is known. */
  heading: FoundHeading | undefined = undefined;
  /** Set by a step that found a heading for a start that waits. */
  found: FoundHeading | undefined = undefined;

  constructor(readonly settings: FusionSettings) {
    this.state = createState({
      accelBias: settings.imu.accelBias,
      wheelScale: settings.wheel.scale,
    });
    this.correction = new Correction(this.state.n);
    this.retune();
  }

  /** Takes the gates' probabilities from the settings. */
  retune(): void {
    this.bound = chi2Quantile(this.settings.gate, 1);
    this.incrementBound = chi2Quantile(this.settings.heading.incrementGate, 1);
  }

  /** Counts how a measurement ended. */
  count(sensor: SensorName, reason: typeof REASONS[number]): void {
    const at = SENSORS.indexOf(sensor) * REASONS.length + REASON[reason];
    this.state.counts[at] = this.state.counts[at]! + 1;
  }

  /** Tells of an innovation, once a message. */
  tell(name: string, accepted: boolean): void {
    if (this.sink !== undefined && this.firstTime) {
      this.sink(name, this.correction.innovation, this.correction.variance, accepted);
    }
  }

  /** Does the prepared innovation, with `variance` for S, pass the gate? */
  passes(variance: number): boolean {
    const nu = this.correction.innovation;
    return nu * nu <= this.bound * variance;
  }
}
