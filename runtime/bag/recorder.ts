import type { Recorder, RecorderOptions, Sink } from "./log.ts";

/** Starts a recording. @throws {LogError} the file can't be created */
export declare function createRecorder(
  target: string | Sink,
  options?: RecorderOptions,
): Recorder;
