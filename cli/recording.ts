/** `--record`: an MCAP file that is begun only once nothing can be wrong with the input any more. */
import type { Recorder, Time } from "../runtime/bag/mod.ts";

/** A recording that may begin. */
export interface Recording {
  /** Begins it; moment 0 of its log times is `epoch`, default that of a simulated run. */
  start(metadata: Record<string, string>, epoch?: Time): Recorder;
  /** One line about what was written. */
  summary(): string;
}

/** Prepares a recording: the file appears at `start`. */
export async function openRecording(path: string, named: string): Promise<Recording> {
  const { createRecorder } = await import("../runtime/bag/mod.ts");
  let recorder: Recorder | undefined;
  return {
    start: (metadata, epoch) =>
      recorder = createRecorder(path, { metadata, ...(epoch !== undefined && { epoch }) }),
    summary() {
      const { messageCount = 0, byteCount = 0 } = recorder ?? {};
      return `recorded ${named}: ${messageCount} messages, ${(byteCount / 1e6).toFixed(1)} MB`;
    },
  };
}
