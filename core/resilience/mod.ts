/** Living with faults: classes of error, back-off, health of inputs, speeds that are safe. */
export * from "./clearance.ts";
export * from "./guard.ts";
export * from "./health.ts";
export * from "./retry.ts";
export * from "./speed_limit.ts";
