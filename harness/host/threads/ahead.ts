/**
 * Captures of cameras and lidars, made by workers while the run is still at earlier ones. Each
 * worker has a world of its own and takes the next capture as soon as it is free; they are consumed
 * in order. Where workers keep dying, the captures that they owe are made here.
 */
import { WorkerPool } from "../../../runtime/pool/pool.ts";
import { type Capture, CaptureMaker } from "../../../sim/captures.ts";
import type { AheadWork, ClosableAhead } from "../../run/threads.ts";

/** Captures of a sensor that are on their way or waiting, for each worker: they bound memory. */
const AHEAD = 3;

/** How captures are made ahead. */
export interface AheadOptions {
  readonly workers: number;
  /** Told of each worker that ended by itself. */
  readonly onCrash: (reason: string) => void;
  /** What a worker runs. Default: Dryrun's own. */
  readonly script?: URL;
}

interface Line {
  readonly ready: Map<number, Capture>;
  readonly waiting: Map<number, () => void>;
  asked: number;
}

/** The workers of one run. */
export class WorkersAhead implements ClosableAhead {
  readonly sensors: readonly string[];
  readonly #work: AheadWork;
  readonly #pool: WorkerPool;
  readonly #lines: ReadonlyMap<string, Line>;
  readonly #depth: number;
  readonly #onCrash: (reason: string) => void;
  /** No worker makes them any more: they are made here. */
  #givenUp = false;
  #here: CaptureMaker | undefined;
  #closed = false;

  /** Begins at once. */
  constructor(work: AheadWork, sensors: readonly string[], options: AheadOptions) {
    const { workers, onCrash, script = new URL("./ahead_worker.ts", import.meta.url) } = options;
    this.sensors = sensors;
    this.#work = work;
    this.#onCrash = onCrash;
    this.#pool = new WorkerPool({ workers, onCrash, script, data: work });
    this.#depth = AHEAD * workers;
    this.#lines = new Map(sensors.map((name) => {
      return [name, { ready: new Map(), waiting: new Map(), asked: 0 }];
    }));
    for (let k = 0; k < this.#depth; k++) for (const name of sensors) this.#ask(name);
  }

  has(sensor: string, k: number): boolean {
    return this.#givenUp || this.#line(sensor).ready.has(k);
  }

  take(sensor: string, k: number): Capture | undefined {
    const { ready } = this.#line(sensor), found = ready.get(k);
    ready.delete(k);
    if (this.#givenUp) return found ?? this.#make(sensor, k);
    if (found !== undefined) this.#ask(sensor);
    return found;
  }

  arrival(sensor: string, k: number): Promise<void> {
    if (this.#closed || this.has(sensor, k)) return Promise.resolve();
    return new Promise((resolve) => this.#line(sensor).waiting.set(k, resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#release();
    await this.#pool.end();
  }

  #line(sensor: string): Line {
    const line = this.#lines.get(sensor);
    if (line === undefined) throw new RangeError(`no sensor ${sensor} is made ahead`);
    return line;
  }

  #ask(sensor: string): void {
    const line = this.#line(sensor), k = line.asked++;
    this.#pool.order("capture", { sensor, k }).then(
      (capture) => {
        line.ready.set(k, capture as Capture);
        line.waiting.get(k)?.();
        line.waiting.delete(k);
      },
      (error: Error) => this.#giveUp(error),
    );
  }

  /** What ends two workers, or throws, does so here: where it is told as that of any capture is. */
  #giveUp({ message }: Error): void {
    if (this.#closed || this.#givenUp) return;
    this.#onCrash(`no more workers: ${message}`);
    this.#givenUp = true;
    this.#release();
    void this.#pool.end();
  }

  #make(sensor: string, k: number): Capture {
    const { config, seed, files } = this.#work;
    this.#here ??= new CaptureMaker(config, seed, files);
    return this.#here.make(sensor, k);
  }

  #release(): void {
    for (const { waiting } of this.#lines.values()) {
      for (const resolve of waiting.values()) resolve();
      waiting.clear();
    }
  }
}
