/** What happens beside a run: progress bar, pacing in real time, room for signals. */
import { pause, wallSeconds } from "../harness/host/wall.ts";
import { ProgressBar } from "./terminal.ts";

/** How often, in wall seconds, a fast run lets signals through. */
const BREATH_S = 0.05;

/** What to watch. */
export interface WatchOptions {
  readonly title: string;
  readonly totalNs: number;
  readonly quiet: boolean;
  readonly realtime?: boolean;
}

/** Watches one run. */
export function watchRun({ title, totalNs, quiet, realtime = false }: WatchOptions): {
  onSlice(at: number): Promise<void>;
  clear(): void;
} {
  const bar = new ProgressBar(title, quiet);
  let breath = wallSeconds();
  let began: number | undefined;
  return {
    async onSlice(at) {
      const now = wallSeconds();
      began ??= now - at / 1e9; // with the first slice: a run may have waited for others before
      const factor = at / 1e9 / Math.max(now - began, 1e-3);
      bar.show(at / totalNs, now, `${(at / 1e9).toFixed(0)} s · ${factor.toFixed(0)} ×`);
      const ahead = realtime ? at / 1e9 - (now - began) : 0;
      if (ahead <= 0 && now - breath < BREATH_S) return;
      await pause(Math.max(ahead, 0));
      breath = wallSeconds();
    },
    clear: () => bar.clear(),
  };
}

/** For runs without a bar: lets signals through now and then. */
export function breath(): () => Promise<void> {
  let last = wallSeconds();
  return async () => {
    if (wallSeconds() - last < BREATH_S) return;
    await pause(0);
    last = wallSeconds();
  };
}
