/**
 * What workers can be asked to do: functions of one argument that can be sent to another thread, and
 * so can their results. A new task is one line.
 */
import { filterPart } from "./cloud/filter/task.ts";
import { allanDeviation, type AllanPoint } from "./math/allan.ts";

/** A rate that was sampled every `intervalS`, and averaging times in samples. */
export interface AllanTask {
  /** In any unit. */
  readonly samples: Float64Array;
  /** s. */
  readonly intervalS: number;
  /** Default: 1, 2, 4, … up to a third of the series. */
  readonly factors?: readonly number[];
}

/** Its overlapping Allan deviation. */
function allanOf({ samples, ...options }: AllanTask): AllanPoint[] {
  return allanDeviation(samples, options);
}

/** Every task, by name. */
export const TASKS = { "cloud/filter": filterPart, "math/allan": allanOf } as const;

/** A task's name. */
export type TaskName = keyof typeof TASKS;

/** What a task takes. */
export type TaskInput<N extends TaskName> = Parameters<(typeof TASKS)[N]>[0];

/** What a task gives. */
export type TaskOutput<N extends TaskName> = ReturnType<(typeof TASKS)[N]>;

/** Runs one task on each of several inputs; results in the order of inputs. */
export type RunTasks = <N extends TaskName>(
  task: N,
  inputs: readonly TaskInput<N>[],
) => Promise<TaskOutput<N>[]>;
