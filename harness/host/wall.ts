/** Wall time, for pacing, progress and how fast a run was; no result depends on it. */

/** Seconds since some moment, monotonic. */
export function wallSeconds(): number {
  return performance.now() / 1000;
}

/** Waits; 0 lets pending events (signals) through. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** How many cores there are. */
export function cores(): number {
  return Math.max(1, navigator.hardwareConcurrency);
}

/** Calls `run` later, unless what is returned is called first. */
export function later(seconds: number, run: () => void): () => void {
  const timer = setTimeout(run, seconds * 1000);
  return () => clearTimeout(timer);
}
