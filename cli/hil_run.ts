/** `hil`: the session on ROS 2, and what is said of it. */
import { checkContract } from "../harness/hil/contract/check.ts";
import { type ContractRow, stopLines } from "../harness/hil/contract/compare.ts";
import { describe, type HilPlan } from "../harness/hil/plan.ts";
import { repeated } from "../harness/hil/repeat.ts";
import { type HilResult, stoppedResult } from "../harness/hil/result.ts";
import { HilSession } from "../harness/hil/session.ts";
import { runHil } from "../harness/hil/run.ts";
import { Alarm } from "../harness/host/live/alarm.ts";
import { SteadyTime } from "../harness/host/live/steady.ts";
import { later, pause, wallSeconds } from "../harness/host/wall.ts";
import type { Scenario } from "../harness/schema/scenario.ts";
import { HARNESS_NODE } from "../runtime/ros2/lockstep.ts";
import { closeRos, openNode } from "../runtime/ros2/ros_node.ts";
import { ClockWriter } from "../runtime/ros2/sim/clock_writer.ts";
import type { ExitCode } from "./command.ts";
import { showContract, showHil, showSpread } from "./hil_view.ts";
import type { Recording } from "./recording.ts";
import { ProgressBar } from "./terminal.ts";

/** What the flags say. */
export interface HilSettings {
  readonly scenario: Scenario;
  readonly plan: HilPlan;
  readonly seed: number | undefined;
  readonly time: "wall" | "clock";
  /** Time stands until somebody else's system has answered. */
  readonly stepped: { readonly everyNs: number; readonly timeoutS: number } | undefined;
  /** Runs. */
  readonly repeat: number;
  readonly json: boolean;
  readonly durationNs: number;
  readonly waitS: number;
  readonly timeoutS: number;
  /** How long the contract check listens, s; 0: there is none. */
  readonly listenS: number;
  readonly accept: ReadonlySet<string>;
  readonly deadlineMs: number;
  readonly recording: Recording | undefined;
  readonly signal: AbortSignal;
}

/** Runs it. @throws what {@linkcode HilSession} and {@linkcode runHil} throw */
export async function runBeside(settings: HilSettings): Promise<ExitCode> {
  const { scenario, plan, json, signal, waitS, recording, durationNs } = settings;
  const ros = await openNode({ name: HARNESS_NODE });
  const time = settings.time === "clock" ? SteadyTime.simulated() : new SteadyTime();
  const clock = settings.time === "clock" ? new ClockWriter(ros, time.base) : undefined;
  const bar = new ProgressBar(scenario.name, json);
  const say = (line: string) => {
    bar.clear();
    console.error(line);
  };
  const session = new HilSession({
    ...{ ros, plan, scenario, time, waitS, pause, signal },
    onWait: (now) => void clock?.step(now),
    say: (line) => say(`error: ${line}`),
  });
  try {
    say(`waiting for ${[...session.watched().keys()].join(", ")}`);
    await session.meet();
    const contract = await contractOf(session, settings, say);
    if (contract.some(({ verdict }) => verdict === "stops")) return stop(settings, contract);
    const results: HilResult[] = [];
    for (let i = 0; i < settings.repeat; i++) {
      if (clock !== undefined && plan.real.size === 0) { // nodes begin anew where /clock jumps back
        time.restart();
        clock.repeat(0);
      }
      results.push(
        await runHil(session, {
          ...{ contract, durationNs, clock, wall: wallSeconds, alarm: new Alarm() },
          ...{ seed: settings.seed, deadlineMs: settings.deadlineMs },
          ...{ timeoutS: settings.timeoutS, record: recording?.start },
          stepped: settings.stepped && { ...settings.stepped, after: later },
          onTick: (at) => bar.show(at / durationNs, wallSeconds(), `${(at / 1e9).toFixed(0)} s`),
        }),
      );
      bar.clear();
      if (!json) showOne(settings, results);
    }
    const all = repeated(results);
    const result = settings.repeat > 1 ? all : results[0]!;
    if (json) console.log(JSON.stringify(result));
    else if (settings.repeat > 1) console.log(`\n${showSpread(all)}`);
    if (recording && !json) console.log(recording.summary());
    return result.verdict === "fail" ? 1 : 0;
  } finally {
    bar.clear();
    session.close();
    ros.close();
    closeRos();
  }
}

/** The newest run, for people. */
function showOne({ scenario, repeat }: HilSettings, results: readonly HilResult[]): void {
  const result = results.at(-1)!;
  const count = repeat > 1 ? ` ${results.length} of ${repeat}` : "";
  console.log(`${scenario.name}${count}\n\n${showHil(result)}`);
  for (const line of result.warnings) console.error(`warning: ${line}`);
}

/** The contract check, where anything is real; its table is for people. */
async function contractOf(
  session: HilSession,
  { listenS, accept, json, plan }: HilSettings,
  say: (line: string) => void,
): Promise<ContractRow[]> {
  if (plan.real.size === 0 || listenS === 0) return [];
  say(`listening for ${listenS} s: the robot should stand`);
  const rows = await checkContract(session, { listenS, accept });
  if (!json) console.log(`${showContract(rows)}\n`);
  return rows;
}

/** The run is not begun. */
function stop(
  { scenario, plan, seed, time, json }: HilSettings,
  contract: readonly ContractRow[],
): ExitCode {
  for (const line of stopLines(contract)) console.error(`error: ${line}`);
  const named = { scenario: scenario.name, seed: seed ?? scenario.seed };
  if (json) {
    console.log(JSON.stringify(stoppedResult(named, { ...describe(plan), time, contract })));
  }
  return 1;
}
