/** What the fetcher node says of itself. */
import type { CacheCounts } from "../../core/cache.ts";
import { statusOf } from "../../msgs/diagnostics.ts";
import type { DiagnosticStatus } from "../../msgs/types.ts";
import type { LoadCounts, Loaded } from "./load.ts";

/** Counters of the node. */
export class FetcherCounts {
  /** Loads that gave a body. */
  loaded = 0;
  /** Loads that failed in the end. */
  failed = 0;
  /** Requests that came. */
  requests = 0;
  #lastError: string | undefined;

  /** Notes what a load came to. */
  add(loaded: Loaded): void {
    if ("body" in loaded) this.loaded++;
    else this.failed++;
    this.#lastError = "error" in loaded ? loaded.error : undefined;
  }

  /** A status for `/diagnostics`: an error as long as the last load is one. */
  status(
    loads: LoadCounts,
    cache: { readonly counts: CacheCounts; readonly size: number },
    url: string,
  ): DiagnosticStatus {
    const { hits, misses, evictions } = cache.counts;
    const values: [string, number][] = [
      ["loaded", this.loaded],
      ["failed", this.failed],
      ["attempts", loads.attempts],
      ["retries", loads.retries],
      ["redirects", loads.redirects],
      ["requests", this.requests],
      ["cache entries", cache.size],
      ["cache hits", hits],
      ["cache misses", misses],
      ["cache evictions", evictions],
    ];
    const level = this.#lastError === undefined ? 0 : 2;
    const message = this.#lastError ?? (url === "" ? "no url is set: nothing is fetched" : "ok");
    return statusOf({ level, name: "fetcher: network", message }, values);
  }
}
