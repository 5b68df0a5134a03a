/** What a process keeps, whenever its collector would have run by itself. */
import { setFlagsFromString } from "#v8";
import { runInNewContext } from "#vm";

let collect: (() => void) | undefined;

/** Bytes of the heap and of buffers outside of it that are left after a full collection. */
export function bytesKept(): number {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
