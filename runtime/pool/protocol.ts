/** What pool and worker say to each other. */
import { parentPort } from "#threads";

/** To a worker: do this. */
export interface Order {
  /** Which answer is to this order. */
  readonly id: number;
  /** A task's name. */
  readonly task: string;
  /** What it takes. */
  readonly input: unknown;
}

/** From a worker: done, or the task threw. */
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

/** Answers an order by a table of tasks. */
export function answer(
  tasks: Readonly<Record<string, (input: never) => unknown>>,
  { id, task, input }: Order,
): Answer {
  try {
    const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
    if (run === undefined) throw new TypeError(`there is no task "${task}"`);
    return { id, result: run(input as never) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { name, message } };
  }
}

/**
 * Makes this thread a worker: it answers orders by a table of tasks until it is ended.
 *
 * @param moved buffers of a result that the worker needs no more: they are not copied
 */
export function serve(
  tasks: Parameters<typeof answer>[0],
  moved: (result: unknown) => ArrayBuffer[] = () => [],
): void {
  parentPort?.on("message", (order: Order) => {
    const said = answer(tasks, order);
    parentPort?.postMessage(said, "result" in said ? moved(said.result) : []);
  });
}
