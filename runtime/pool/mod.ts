/** A pool of workers for tasks of `core`. */
export * from "./pool.ts";
