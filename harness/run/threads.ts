/** What other threads do for a run. A host that has some hands them to it. */
import type { RunTasks } from "../../core/tasks.ts";
import type { Ahead, SimConfig, SimulationFiles } from "../../sim/mod.ts";

/** What threads do for a run. */
export interface Threads {
  /** Begins to make captures of the sensors that allow it; undefined: there are none. */
  ahead(work: AheadWork): ClosableAhead | undefined;
  /** Runs tasks of nodes. */
  readonly pool: RunTasks;
}

/** What captures are made of. */
export interface AheadWork {
  readonly config: SimConfig;
  readonly seed: number;
  readonly files: SimulationFiles;
}

/** Captures on their way, until it is closed: from then on nobody waits. */
export interface ClosableAhead extends Ahead {
  close(): Promise<void>;
}
