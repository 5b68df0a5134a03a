/** An `io` whose clock a test sets as it likes, backward too: no executor would do that. */
import { type Nanos, SIMULATED_EPOCH, toNanos, toTime } from "../../../msgs/time.ts";
import type { DiagnosticStatus } from "../../../msgs/types.ts";
import type { Io } from "../../../runtime/node.ts";

/** The clock, its one timer and what the node registered. */
export interface Clock {
  now: Nanos;
  tick: () => void;
  statuses: () => DiagnosticStatus[];
}

/** Of the supervisor: what it publishes and says is collected. */
export function bareIo(now: Nanos) {
  const clock: Clock = { now, tick: () => {}, statuses: () => [] };
  const modes: string[] = [], speeds: number[] = [], lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const io = {
    publish: {
      command: ({ linear }: { linear: { x: number } }) => speeds.push(linear.x),
      mode: ({ data }: { data: string }) => modes.push(data),
      recovery: () => {},
    },
    now: () => clock.now,
    nanos: (stamp: { sec: number; nanosec: number }) => toNanos(stamp, SIMULATED_EPOCH),
    stamp: (at: Nanos) => toTime(at, SIMULATED_EPOCH),
    every: (_ms: number, run: () => void) => (clock.tick = run, () => {}),
    log: { debug: say, info: say, warn: say, error: say },
    tf: { static: () => undefined },
    diagnostics: (report: Clock["statuses"]) => clock.statuses = report,
  } as unknown as Io;
  return { io, clock, modes, speeds, lines };
}
