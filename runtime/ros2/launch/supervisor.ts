/** Keeps launched nodes running as their restart policies say, and ends all of them together. */
import type { LaunchNode } from "./file.ts";

/** A node that runs. */
export interface Launched {
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;
  /** Asks it to end; `force`: does not ask. */
  stop(force: boolean): void;
}

/** How nodes are started, and who hears of what happens. */
export interface SupervisorOptions {
  start(node: LaunchNode): Launched;
  say(line: string): void;
  pause(seconds: number, signal: AbortSignal): Promise<void>;
}

/** Bad input: it would end the same way again. */
const USAGE = 2;

/** How long nodes may take to end when they are asked to. */
const PATIENCE_S = 5;

/**
 * Runs nodes until all have ended for good, or the signal is raised, which ends them.
 *
 * @returns 130 when interrupted, else the worst exit code
 */
export async function supervise(
  nodes: readonly LaunchNode[],
  signal: AbortSignal,
  options: SupervisorOptions,
): Promise<number> {
  const running = new Set<Launched>();
  const keep = async (node: LaunchNode): Promise<number> => {
    for (let restarts = 0;; restarts++) {
      const launched = options.start(node);
      running.add(launched);
      const code = await launched.ended;
      running.delete(launched);
      if (signal.aborted) return code;
      const name = `${node.namespace.replace(/\/$/, "")}/${node.node}`;
      const again = code !== USAGE &&
        (node.restart === "always" || (node.restart === "on_failure" && code !== 0));
      if (!again || restarts >= node.restarts_max) {
        const why = again ? `, after ${restarts} restarts` : "";
        options.say(`${name} ended with code ${code}${why}`);
        return code;
      }
      options.say(`${name} ended with code ${code}: restart ${restarts + 1}`);
      await options.pause(node.restart_delay_s, signal);
      if (signal.aborted) return code;
    }
  };
  const over = Promise.all(nodes.map(keep));
  const stopping = new Promise<void>((resolve) => {
    const stop = async () => {
      for (const one of running) one.stop(false);
      await Promise.race([over, options.pause(PATIENCE_S, new AbortController().signal)]);
      for (const one of running) one.stop(true);
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  const codes = await over;
  if (!signal.aborted) return Math.max(...codes);
  await stopping;
  return 130;
}
