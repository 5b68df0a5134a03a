/** `--record`: an MCAP file that is begun only once nothing can be wrong with the input any more. */
import type { Recorder } from "../runtime/bag/log.ts";

/** A recording that may begin. */
export interface Recording {
  /** Begins it. */
  start(metadata: Record<string, string>): Recorder;
  /** One line about what was written. */
  summary(): string;
}

/** Prepares a recording: the file appears at `start`. */
export async function openRecording(path: string, named: string): Promise<Recording> {
  const { createRecorder } = await import("../runtime/bag/mod.ts");
  let recorder: Recorder | undefined;
  return {
    start: (metadata) => recorder = createRecorder(path, { metadata }),
    summary() {
      const { messageCount = 0, byteCount = 0 } = recorder ?? {};
      return `recorded ${named}: ${messageCount} messages, ${(byteCount / 1e6).toFixed(1)} MB`;
    },
  };
}
