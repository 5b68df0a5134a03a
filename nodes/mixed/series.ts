/** The background half's messages: a series of samples comes, its Allan deviation goes. */
import type { AllanPoint } from "../../core/math/allan.ts";
import { pow } from "../../core/math/scalar.ts";
import type { MessageOf } from "../../msgs/message.ts";

type Series = MessageOf<"std_msgs/msg/Float64MultiArray">;

/** Fewer samples have no deviation at any averaging time. */
const SAMPLES_MIN = 4;

/** The samples of a task, not copied; or why it is refused. */
export function samplesOf({ layout, data }: Series, samplesMax: number): Float64Array | string {
  const count = data.length - layout.data_offset;
  if (count < SAMPLES_MIN) return `expected ${SAMPLES_MIN} samples or more, got ${count}`;
  if (count > samplesMax) return `expected up to ${samplesMax} samples, got ${count}`;
  return data.subarray(layout.data_offset);
}

/** Averaging times in samples, so many an octave, up to a third of the series. */
export function factorsOf(samples: number, perOctave: number): number[] {
  const factors: number[] = [];
  for (let k = 0;; k++) {
    const factor = Math.round(pow(2, k / perOctave));
    if (3 * factor > samples) return factors;
    if (factor !== factors.at(-1)) factors.push(factor);
  }
}

/** Whether samples that are not finite, or whose squares are not, went into it: all of it is then. */
export function isBroken(points: readonly AllanPoint[]): boolean {
  return points.some(({ deviation }) => !Number.isFinite(deviation));
}

/** What the task calls itself: the label of its first dimension. */
export function nameOf({ layout }: Series): string {
  return layout.dim[0]?.label ?? "";
}

/** Rows of averaging time in s, deviation, terms; under the task's own name. */
export function resultOf(name: string, points: readonly AllanPoint[]): Series {
  return {
    layout: {
      dim: [
        { label: name, size: points.length, stride: 3 * points.length },
        { label: "tau_s deviation terms", size: 3, stride: 3 },
      ],
      data_offset: 0,
    },
    data: Float64Array.from(points.flatMap(({ tauS, deviation, terms }) => {
      return [tauS, deviation, terms];
    })),
  };
}
