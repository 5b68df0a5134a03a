/** What a node reaches outside of itself on ROS 2: the real network, and time to work. */
import type { LiveServices } from "../../host/waits.ts";
import type { FetchResult } from "../../node.ts";

/** Bodies larger than this are not read: a peer decides their size. */
const BODY_BYTES_MAX = 64 << 20;

/**
 * `io.fetch` and `io.work` where they are real; `wake` is the host's. By a simulated clock work takes
 * none of its time: the node says the same as in memory.
 */
export function liveServices(
  wake: () => void,
  { simulated = false } = {},
): LiveServices & { work?: typeof workLater | undefined } {
  return { fetch: fetchReal, work: simulated ? undefined : workLater, wake };
}

async function fetchReal(
  url: string,
  { signal, timeoutMs }: { signal?: AbortSignal; timeoutMs?: number },
): Promise<FetchResult> {
  const signals = [
    ...(signal === undefined ? [] : [signal]),
    ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)]),
  ];
  const response = await fetch(url, signals.length > 0 ? { signal: AbortSignal.any(signals) } : {});
  return { status: response.status, body: await readBounded(url, response) };
}

async function readBounded(url: string, response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > BODY_BYTES_MAX) {
      throw new TypeError(`fetch of ${url}: more than ${BODY_BYTES_MAX} bytes`);
    }
    parts.push(part);
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    body.set(part, offset);
    offset += part.length;
  }
  return body;
}

/** In a turn of its own, after what waits. */
function workLater<R>(job: () => R): Promise<R> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(job());
      } catch (error) {
        reject(error);
      }
    });
  });
}
