/** A pool of workers for tasks of `core`. */
export type { RunTasks, TaskInput, TaskName, TaskOutput, TASKS } from "../../core/tasks.ts";
export * from "./pool.ts";
