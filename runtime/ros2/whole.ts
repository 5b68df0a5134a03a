/** What a peer sent, if it is a whole message: anybody may publish on a topic. */
import type { Codec } from "../../msgs/cdr.ts";

/** The message; `undefined`: the bytes hold none, which is the caller's to count. */
export function wholeMessage<T>(codec: Codec<T>, bytes: Uint8Array): T | undefined {
  try {
    return codec.decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
