/**
 * The bag transport: recorded logs in, recordings out.
 *
 * Reading: `const log = await openLog("run.mcap")` opens MCAP, rosbag2 folders, .db3 and CSV (.gz);
 * `for await (const batch of log.batches())` gives messages in order of (log time, file order), and
 * `log.decode(message)` the object. Writing: `createRecorder("run.mcap", { metadata })`, then
 * `recorder.channel({ topic, type, qos }).write(at, cdrBytes)` and `recorder.close()`.
 * Bad input throws {@linkcode LogError} (command lines: exit 2); damage that leaves something to
 * read is told in `log.warnings`.
 */
export type { Qos } from "../../msgs/message.ts";
export type { Nanos, Time } from "../../msgs/time.ts";
export { checkLog, type CheckOptions, type CheckReport } from "./inspect/check.ts";
export {
  diffLogs,
  type DiffOptions,
  type DiffReport,
  type FirstDifference,
  type TopicDifference,
} from "./inspect/diff.ts";
export * from "./log.ts";
export { openLog } from "./open.ts";
export { createRecorder } from "./recorder.ts";
