/** The threads that a host has for runs: as many as cores, unless it is told another number. */
import { WorkerPool, WORKERS } from "../../../runtime/pool/pool.ts";
import { sensorsAhead } from "../../../sim/captures.ts";
import type { Threads } from "../../run/threads.ts";
import { WorkersAhead } from "./ahead.ts";
import { cores } from "../wall.ts";

/** Threads, until they are closed. */
export interface ClosableThreads extends Threads {
  close(): Promise<void>;
}

/**
 * So many workers. Default: one for each core, at most {@linkcode WORKERS}; on one core none, for
 * which there is nothing to be told. They begin when a run needs them.
 */
export function threadsOf(
  onCrash: (reason: string) => void,
  workers: number = cores() > 1 ? Math.min(WORKERS, cores()) : 0,
): ClosableThreads | undefined {
  if (workers === 0) return undefined;
  const pool = new WorkerPool({ workers, onCrash });
  return {
    ahead(work) {
      const sensors = sensorsAhead(work.config);
      if (sensors.length === 0) return undefined;
      return new WorkersAhead(work, sensors, { workers, onCrash });
    },
    pool: pool.run,
    close: () => pool.end(),
  };
}
