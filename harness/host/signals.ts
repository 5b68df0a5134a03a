/** Ctrl-C and the request to end, as an abort signal. */

/** What the system sends when a run should end; Windows knows only Ctrl-C. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** A signal that aborts on Ctrl-C or SIGTERM, until `stop` is called. */
export function interruption(): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of SIGNALS) Deno.addSignalListener(signal, abort);
  return {
    signal: controller.signal,
    stop() {
      for (const signal of SIGNALS) Deno.removeSignalListener(signal, abort);
    },
  };
}
