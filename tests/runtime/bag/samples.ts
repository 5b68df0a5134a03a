/** Small logs to read, made in memory, and what to do with them. */
import type { Sink } from "../../../runtime/bag/log.ts";
import type { Log, LogMessage, RecorderOptions } from "../../../runtime/bag/mod.ts";
import { createRecorder, openLog } from "../../../runtime/bag/mod.ts";
import { codecOf } from "../../../msgs/cdr.ts";
import { bestEffort, reliable } from "../../../msgs/message.ts";

/** Where the data of the project's neighbours lie; absent on most machines. */
export const DATA = "../shared/data";

/** Whether a file or folder is there. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** What a test's name ends with that is skipped without the data. */
export const NEEDS_DATA = "(needs ../shared/data)";
export const HAS_DATA: boolean = exists(DATA);

/** A sink that keeps what was written. */
export class MemorySink implements Sink {
  readonly pieces: Uint8Array[] = [];
  closed = 0;

  write(bytes: Uint8Array): void {
    this.pieces.push(bytes.slice());
  }

  close(): void {
    this.closed++;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of this.pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
}

const text = codecOf("std_msgs/msg/String");
const clock = codecOf("rosgraph_msgs/msg/Clock");

/**
 * A recording of `count` messages 0.1 s apart: every fourth on /clock, the others on /chatter with
 * the text `hello i`. Its bytes.
 */
export function sampleMcap(count: number, options: RecorderOptions = {}): Uint8Array<ArrayBuffer> {
  const sink = new MemorySink();
  const recorder = createRecorder(sink, options);
  const chatter = recorder.channel({
    topic: "/chatter",
    type: "std_msgs/msg/String",
    qos: reliable(10),
  });
  const clocks = recorder.channel({
    topic: "/clock",
    type: "rosgraph_msgs/msg/Clock",
    qos: bestEffort(1),
  });
  for (let i = 0; i < count; i++) {
    const at = i * 100_000_000;
    if (i % 4 === 3) {
      clocks.write(at, clock.encode({ clock: { sec: 1 + Math.trunc(i / 10), nanosec: 0 } }));
    } else chatter.write(at, text.encode({ data: `hello ${i}` }));
  }
  recorder.close();
  return sink.bytes();
}

/** All messages of a log. */
export async function readAll(log: Log): Promise<LogMessage[]> {
  const messages: LogMessage[] = [];
  for await (const batch of log.batches()) messages.push(...batch);
  return messages;
}

/** Opens bytes or a path, reads everything and closes. */
export async function readLog(
  from: string | Uint8Array,
): Promise<{ log: Log; messages: LogMessage[] }> {
  const log = await openLog(from);
  try {
    return { log, messages: await readAll(log) };
  } finally {
    log.close();
  }
}

/** Runs a test with a folder of its own, which is removed afterwards. */
export async function inFolder(run: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "dryrun_test_" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What `tests/oracles/bag_write.py FILE lz4 unindexed` writes. */
export const LZ4_MCAP = Uint8Array.fromBase64(`
iU1DQVAwDQoBEAAAAAAAAAAEAAAAcm9zMgQAAAB0ZXN0BnwBAAAAAAAAAMqaOwAAAAAA0klrAAAAACsCAAAAAAAAmcPxwwMAAABs
ejRRAQAAAAAAAAQiTRhoQCsCAAAAAAAA1joBAAAyAzQAAQDxFgEAEwAAAHN0ZF9tc2dzL21zZy9TdHJpbmcHAAAAcm9zMm1zZwwi
AAAVAIIgZGF0YQoEGzwA8AkAAQABAAgAAAAvY2hhdHRlcgMAAABjZHIeACAEGgYAgAAAAAIAAAAGJADQb3RoZXIEAAAAanNvbhsA
IAUmBgABRwABBwA5ypo7CAAhAQBdAHhoZWxsbyAwLwABMQAxq5BBLwAECAAJLwAYMS8AAIMAQQCMhkcvAAQIAAkvABgyLwAAxgBB
AG18TS8ABAgACS8AGDMvAADTAEEATnJTLwAECAAJLwAYNC8AEAUoADAvaFkHAAUIAAkvABg1LwAAOwFBABBeXy8ABAgACS8AGDYv
AAC2AUEA8VNlLwAECAAJLwAYNy8AAL0BQQDSSWsvAAQIAAYvAFBsbyA4AAAAAAAGPwEAAAAAAAAAsz9xAAAAAAB92qwAAAAADwIA
AAAAAABRYBFgAwAAAGx6NBQBAAAAAAAABCJNGGhADwIAAAAAAAAN/QAAADIFJgABADABAAkJADCzP3EHAAUIAPECAQAACAAAAGhl
bGxvIDkABSceAAAYABAKBwAwlDV3BwAFCAAhAQBHAAIvACgxMDAAEAspADB1K30HAAUIAAowABgxMAAQDCkAMFYhgwcABQgACjAA
GDIwABANKQAwNxeJBwAFCAAKMAAYMzAAEA4pADAYDY8HAAUIAAowABg0MAAQDykAMPkClQcABQgACjAAGDUwABAQKQAw2viaBwAF
CAAKMAAYNjAAEBEpADC77qAHAAUIAAowABg3MAAQEikAMJzkpgcABQgACjAAGDgwABATKQAwfdqsBwAFCAAHMABQbyAxOQAAAAAA
BjUBAAAAAAAAAF7QsgAAAAAAKGvuAAAAABACAAAAAAAA3HCEIQMAAABsejQKAQAAAAAAAAQiTRhoQBACAAAAAAAARfMAAAAyBScA
AQAwAQAUCQAwXtCyBwAFCAD3AQEAAAkAAABoZWxsbyAyMAAwABAVKQAwP8a4BwAFCAAKMAAYMTAAEBYpADAgvL4HAAUIAAowABgy
MAAQFykAMAGyxAcABggACZAAGDMwABAYKQAw4qfKBwAFCAAKYAAYNDAAEBkpADDDndAHAAUIAAowABg1MAAQGikAMKST1gcABQgA
CjAAGDYwABAbKQAwhYncBwAFCAAKMAAYNzAAEBwpADBmf+IHAAUIAAowABg4MAAQHSkAMEd16AcABQgACjAAGDkwABAeKQAwKGvu
BwAFCAAHMABQbyAzMAAAAAAABiMBAAAAAAAAAJQ1dwAAAAAAERAkAQAAANEBAAAAAAAAsA5icwMAAABsejT4AAAAAAAAAAQiTRho
QNEBAAAAAAAAeuEAAAAyBScAAQAwAQAfCQAwCWH0BwAFCAD3AQEAAAkAAABoZWxsbyAzMQAwABAgKQAw6lb6BwAFCAAKMAAYMjAA
ECEpAEjLTAABCAAKMAAYMzAAECIoADGsQgYwAAQIAAowABg0MAAQIzAAMY04DDAABAgACjAAGDUwABAkMAAxbi4SMAAECAAKMAAY
NjAAECUwADFPJBgwAAQIAAowABg3MAAQJjAAMTAaHjAABAgACjAAGDgwAAGKATERECQwAAQIAAowAEA5AAUYVgBBAAAAAgYAQQCU
NXcJAJCUNXcAAAAAe30AAAAADwQAAAAAAAAAAAAAAAIUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACwycRviU1DQVAwDQo=
`);
