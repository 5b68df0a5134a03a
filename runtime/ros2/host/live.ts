/** What a node reaches outside of itself on ROS 2: the real network, and time to work. */
import { BODY_BYTES_MAX, tooLong } from "../../host/fetch.ts";
import type { LiveServices } from "../../host/waits.ts";
import type { FetchInit, FetchResult } from "../../node.ts";

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
  { signal, timeoutMs, bodyBytesMax = BODY_BYTES_MAX }: FetchInit,
): Promise<FetchResult> {
  const signals = [
    ...(signal === undefined ? [] : [signal]),
    ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)]),
  ];
  try {
    const response = await fetch(url, {
      redirect: "manual",
      ...signals.length > 0 && { signal: AbortSignal.any(signals) },
    });
    const location = response.headers.get("location");
    const body = await readBounded(url, response, bodyBytesMax);
    return { status: response.status, body, ...location !== null && { location } };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The error itself says no more than that something failed.
    const { cause } = error, reason = cause instanceof Error ? cause.message : error.message;
    throw new TypeError(`fetch of ${url} failed: ${reason}`, { cause: error });
  }
}

/** Leaving the loop cancels what is still to come. */
async function readBounded(
  url: string,
  response: Response,
  bytesMax: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > bytesMax) throw tooLong(url, bytesMax);
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
