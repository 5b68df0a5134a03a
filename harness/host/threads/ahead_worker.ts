/** A worker that makes captures of one simulation's sensors. */
import { workerData } from "#threads";
import { serve } from "../../../runtime/pool/protocol.ts";
import { type Capture, CaptureMaker } from "../../../sim/captures.ts";
import type { AheadWork } from "../../run/threads.ts";

/** Smaller arrays may share a buffer with others; copying them costs nothing. */
const LARGE = 65_536;

/** Buffers that a capture's messages own whole: pictures and clouds. */
function large({ messages }: Capture): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  for (const { message } of messages) {
    for (const value of Object.values(message)) {
      if (!(value instanceof Uint8Array) || value.byteLength < LARGE) continue;
      const { buffer, byteLength } = value;
      if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) found.add(buffer);
    }
  }
  return [...found];
}

const { config, seed, files } = workerData as AheadWork;
let maker: CaptureMaker | undefined;

serve({
  capture: ({ sensor, k }: { sensor: string; k: number }) => {
    maker ??= new CaptureMaker(config, seed, files);
    return maker.make(sensor, k);
  },
}, (result) => large(result as Capture));
