/**
 * A peer is a process that does one round of a named work for each line that it is sent, and answers
 * with the nanoseconds it took: so that rounds of ours and theirs take turns.
 */

/** How many rounds take turns; the best of each counts. */
const ROUNDS = 15;

/** Work that takes turns with others'. */
export type Body = () => number | Promise<number>;

/** The best time of each body, in what it answers, over interleaved rounds. */
export async function best<N extends string>(
  bodies: Record<N, Body>,
  rounds: number = ROUNDS,
): Promise<Record<N, number>> {
  const found = Object.fromEntries(Object.keys(bodies).map((name) => [name, Infinity]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, body] of Object.entries<Body>(bodies)) {
      found[name] = Math.min(found[name]!, await body());
    }
  }
  return found as Record<N, number>;
}

/** Times a call, ns; the mean of `repeats`. */
export function timed(run: () => void, repeats = 1): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run();
  return (performance.now() - start) * 1e6 / repeats;
}

/** Times what ends later, ns. */
export async function timedAsync(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) * 1e6;
}

const PYTHON = [".peers/bin/python", "python3"];

/** A process that answers; made by {@linkcode pythonPeer} or {@linkcode cPeer}. */
export class Peer {
  /** What it can do; the works that it lacks a package for are missing. */
  readonly works: ReadonlySet<string>;
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string, void, void>;

  /** Of a process that has said what it can do. */
  constructor(
    process: Deno.ChildProcess,
    lines: AsyncGenerator<string, void, void>,
    works: string,
  ) {
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#lines = lines;
    this.works = new Set(works.split(" ").filter((work) => work !== ""));
  }

  /** One round of a work, ns. */
  round(work: string): Body {
    return async () => {
      await this.#input.write(new TextEncoder().encode(`${work}\n`));
      const { value } = await this.#lines.next();
      const taken = Number(value);
      if (!(taken > 0)) throw new Error(`a peer's ${work} answered "${value}"`);
      return taken;
    };
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.#input.close();
    await this.#process.status;
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let held = "";
  for await (const piece of stream) {
    const parts = (held + decoder.decode(piece, { stream: true })).split("\n");
    held = parts.pop() ?? "";
    yield* parts;
  }
}

async function start(program: string, args: string[]): Promise<Peer | undefined> {
  try {
    const env = { OMP_NUM_THREADS: "1", NUMBA_CACHE_DIR: Deno.makeTempDirSync() };
    const options = { args, env, stdin: "piped", stdout: "piped", stderr: "null" } as const;
    const process = new Deno.Command(program, options).spawn();
    const lines = linesOf(process.stdout);
    const { value } = await lines.next();
    if (value === undefined) {
      await process.stdin.close().catch(() => {});
      return undefined;
    }
    return new Peer(process, lines, value);
  } catch {
    return undefined;
  }
}

/** A script of this folder, in the first Python that can start it; undefined: there is none. */
export async function pythonPeer(script: string, args: string[]): Promise<Peer | undefined> {
  for (const python of PYTHON) {
    const peer = await start(python, [new URL(script, import.meta.url).pathname, ...args]);
    if (peer !== undefined) return peer;
  }
  return undefined;
}

/** A C program of this folder, compiled now; undefined: there is no compiler. */
export async function cPeer(source: string, args: string[]): Promise<Peer | undefined> {
  const folder = await Deno.makeTempDir(), program = `${folder}/peer`;
  try {
    const path = new URL(source, import.meta.url).pathname;
    const flags = ["-O3", "-march=native", "-ffp-contract=off", "-o", program, path, "-lm"];
    const { success } = await new Deno.Command("cc", { args: flags, stderr: "null" }).output();
    return success ? await start(program, args) : undefined;
  } catch {
    return undefined;
  }
}

/** What is said of a peer that is not there. */
export const MISSING = "peer not installed: bench/peers/requirements.txt";
