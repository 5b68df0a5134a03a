/**
 * What workers can be asked to do: functions of one argument that can be sent to another thread, and
 * so can their results. A new task is one line.
 */
import { filterPart } from "./cloud/filter/task.ts";
import { allanDeviation, type AllanPoint } from "./math/allan.ts";

/** The overlapping Allan deviation of a rate that was sampled every `intervalS`. */
function allanOf(
  { samples, intervalS }: { readonly samples: Float64Array; readonly intervalS: number },
): AllanPoint[] {
  return allanDeviation(samples, { intervalS });
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
