/** Judging estimates: pose errors, alignment, orientation error, consistency. */
export * from "./align.ts";
export * from "./associate.ts";
export * from "./consistency.ts";
export * from "./perception/detection.ts";
export * from "./orientation_error.ts";
export * from "./paired/bootstrap.ts";
export * from "./paired/mcnemar.ts";
export * from "./pose_error.ts";
export * from "./proportion.ts";
export * from "./perception/segments.ts";
export * from "./statistics.ts";
export * from "./svd3.ts";
export * from "./trajectory.ts";
export * from "./umeyama.ts";
