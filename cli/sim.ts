/** `sim`: runs one scenario and judges it. */
import { InputError } from "../harness/errors.ts";
import { writablePath } from "../harness/host/files.ts";
import { loadScenario } from "../harness/host/load_scenario.ts";
import { interruption } from "../harness/host/signals.ts";
import { threadsOf } from "../harness/host/threads/threads.ts";
import { parseSetting } from "../harness/schema/sweep.ts";
import type { RunResult } from "../harness/run/result.ts";
import { type RunOptions, runScenario } from "../harness/run/run.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import { DURATION_MAX_S } from "./duration.ts";
import { openRecording } from "./recording.ts";
import type { RosJoin, RosRun } from "./ros_outside.ts";
import { showRun } from "./run_view.ts";
import type { SimReport } from "./sim_report.ts";
import { breakAt, type ModeOptions, untilFail } from "./sim_modes.ts";
import { breath, watchRun } from "./watch.ts";
import { wallSeconds } from "../harness/host/wall.ts";

/** Slices of a run in real time: short enough to look smooth in a viewer. */
const REALTIME_SLICE_NS = 10_000_000;
/** On ROS 2 a message leaves at its time, to a millisecond. */
const ROS_SLICE_NS = 1_000_000;

/** What `--record` asks for; undefined without it. */
async function recordingOf(args: Arguments) {
  const path = args.text("record");
  return path === undefined
    ? undefined
    : await openRecording(await writablePath(path, "--record"), path);
}

/** The command. */
export const command: Command = {
  usage: {
    positionals: "[SCENARIO]",
    positionalsMax: 1,
    about:
      "Runs one scenario, a name in scenarios/ or a path (default: warehouse_loop), and judges it.",
    flags: {
      seed: { value: "N", about: "seed of all noise (default: the scenario's, else 1)" },
      duration: { value: "S", about: "simulated seconds (default: the scenario's)" },
      without: {
        value: "SENSOR,…",
        many: true,
        about: "leave sensors out, and checks that need them",
      },
      set: {
        value: "PATH=VALUE",
        many: true,
        about: "put a value over the scenario's, such as sensors.imu.rate_hz=50",
      },
      record: { value: "F.mcap", about: "record every topic" },
      report: {
        value: "DIR",
        about:
          "write a page about the run, and as PNG what lidar and camera saw last, with depth " +
          "and labels",
      },
      "until-fail": { about: "run seed after seed until one fails" },
      "break-at": {
        value: "T",
        about: "stop at T seconds; tell what nodes say and the last second of every stream",
      },
      workers: {
        value: "N",
        about: "threads that render lidar and camera ahead (default: one a core, up to 4)",
      },
      realtime: { about: "no faster than real time" },
      ros: { about: "publish on ROS 2 too, with /clock" },
      nodes: {
        value: "in|out",
        about: "with --ros: host the nodes here (default), or leave them to other processes",
      },
      json: { about: "print the result as one JSON object" },
    },
  },

  async run(args: Arguments): Promise<ExitCode> {
    const seed = args.number("seed", { min: -Infinity, integer: true });
    const set = Object.assign({}, ...args.all("set").map((text) => parseSetting(text, "--set")));
    const file = args.positionals[0] ?? "warehouse_loop";
    const scenario = await loadScenario(file, { seed, set });
    const duration = args.number("duration", { min: Number.MIN_VALUE, max: DURATION_MAX_S });
    const recording = await recordingOf(args);
    const report = await reportOf(args);
    const durationNs = duration === undefined ? undefined : Math.max(1, Math.round(duration * 1e9));
    const breakAtS = args.number("break-at", { min: Number.MIN_VALUE });
    const where = nodesOf(args);
    const workers = args.number("workers", { min: 0, max: 64, integer: true });
    const { signal, stop } = interruption();
    const threads = threadsOf((reason) => console.error(`warning: a worker: ${reason}`), workers);
    const ros = await joined(args, { scenario, signal, nodesOutside: where === "out" });
    const watch = watchRun({
      title: scenario.name,
      totalNs: durationNs ?? scenario.durationNs,
      quiet: args.on("json"),
      realtime: args.on("realtime"),
    });
    try {
      const without = args.list("without");
      const run = { durationNs, without, signal, onSlice: breath(), threads };
      const mode: ModeOptions = { file, set, run, json: args.on("json") };
      if (args.on("until-fail")) return await untilFail(seed ?? scenario.seed, mode);
      if (breakAtS !== undefined) return await breakAt(breakAtS, seed, mode);
      const again = (more: RunOptions) => runScenario(scenario, { ...run, seed, ...more });
      const asked = {
        ...{ scenario: scenario.name, seed: seed ?? scenario.seed, file, set, run },
        again: ros === undefined ? again : undefined,
      };
      const result = await runScenario(scenario, {
        ...run,
        seed,
        record: recording?.start,
        observe: report?.observe,
        onBroken: report?.onBroken,
        wall: wallSeconds,
        onSlice: async (at) => {
          await ros?.tick(at);
          await watch.onSlice(at);
        },
        outside: ros?.outside,
        sliceNs: !args.on("realtime") ? undefined : ros ? ROS_SLICE_NS : REALTIME_SLICE_NS,
      }).catch((error) => report?.failed(error, asked) ?? Promise.reject(error));
      watch.clear();
      await report?.write(result, asked);
      const loose = where === "out" && args.on("realtime") && { deterministic: false };
      if (args.on("json")) console.log(JSON.stringify({ ...result, ...loose }));
      else show(result, recording?.summary());
      return result.verdict === "fail" ? 1 : 0;
    } finally {
      watch.clear();
      ros?.close();
      await threads?.close();
      stop();
    }
  },
};

/** The result for people, and what was recorded. */
function show(result: RunResult, recorded: string | undefined): void {
  console.log(`${result.scenario}\n\n${showRun(result)}`);
  for (const line of result.warnings) console.error(`warning: ${line}`);
  if (recorded !== undefined) console.log(recorded);
}

/** `--report`; pages are loaded for it alone: they took a tenth of every start. */
async function reportOf(args: Arguments): Promise<SimReport | undefined> {
  const given = args.text("report");
  if (given === undefined) return undefined;
  const { openSimReport } = await import("./sim_report.ts");
  return await openSimReport(args, given);
}

/** `--ros`; ROS 2 is loaded for it alone. */
async function joined(
  args: Arguments,
  run: Omit<RosRun, "say" | "realtime">,
): Promise<RosJoin | undefined> {
  if (!args.on("ros")) return undefined;
  const { joinRos } = await import("./ros_outside.ts");
  const say = (line: string) => console.error(line);
  return await joinRos({ ...run, realtime: args.on("realtime"), say });
}

/** `--nodes`. */
function nodesOf(args: Arguments): "in" | "out" {
  const where = args.text("nodes") ?? "in";
  if (where !== "in" && where !== "out") {
    throw new InputError(`--nodes: expected in or out, got "${where}"`);
  }
  if (args.on("nodes") && !args.on("ros")) throw new InputError("--nodes: needs --ros");
  return where;
}
