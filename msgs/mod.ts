/** What flows: ROS 2 message types and their definitions, time, the CDR codec and digests. */
export * from "./cdr.ts";
export * from "./definitions.ts";
export * from "./diagnostics.ts";
export * from "./digest.ts";
export * from "./message.ts";
export * from "./time.ts";
export * from "./types.ts";
export * from "./zero.ts";
