/** `hil`: runs a scenario in real time beside hardware, some of its streams taken from real topics. */
import { InputError } from "../harness/errors.ts";
import { parseAccept } from "../harness/hil/contract/check.ts";
import { type HilPlan, parseSut, planHil } from "../harness/hil/plan.ts";
import { writablePath } from "../harness/host/files.ts";
import { loadScenario } from "../harness/host/load_scenario.ts";
import { interruption } from "../harness/host/signals.ts";
import { withoutSensors } from "../harness/run/without.ts";
import { parseSetting } from "../harness/schema/sweep.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import type { HilSettings } from "./hil_run.ts";
import { DURATION_MAX_S } from "./duration.ts";
import { openRecording } from "./recording.ts";

/** The command. */
export const command: Command = {
  usage: {
    positionals: "SCENARIO",
    positionalsMax: 1,
    about:
      "Runs a scenario in real time on ROS 2, some of its streams taken from hardware, and judges it.\n" +
      "The scenario says where truth comes from: truth: { from: topic, topic: … }, commanded or none.",
    flags: {
      real: { value: "STREAM,…", many: true, about: "sensors that hardware publishes" },
      sut: {
        value: "NAME|external:TOPIC",
        about: "what is judged: a node of the scenario (default: all), or somebody else's output",
      },
      time: { value: "wall|clock", about: "stamps are of wall time (default), or /clock is said" },
      pace: {
        value: "paced|stepped",
        about: "stepped: time stands until somebody else's system has answered; no --real",
      },
      step: { value: "MS", about: "stepped: wait at most so often (default: after each message)" },
      "step-timeout": { value: "S", about: "stepped: how long an answer may take (default: 0.5)" },
      repeat: { value: "N", about: "run it so often, and tell spread and worst case" },
      seed: { value: "N", about: "seed of what is simulated (default: the scenario's, else 1)" },
      duration: { value: "S", about: "seconds (default: the scenario's)" },
      without: { value: "SENSOR,…", many: true, about: "leave sensors out" },
      set: { value: "PATH=VALUE", many: true, about: "put a value over the scenario's" },
      wait: { value: "S", about: "how long topics may take to appear (default: 10)" },
      listen: {
        value: "S",
        about: "how long the contract check listens; the robot stands (default: 3; 0: no check)",
      },
      accept: {
        value: "WHAT,…",
        many: true,
        about: "differences to run with all the same: rate, imu.frame_id, …, or all",
      },
      timeout: { value: "S", about: "a topic that is silent for longer is an error (default: 2)" },
      deadline: {
        value: "MS",
        about: "a message that leaves later than this after its time missed it (default: 1)",
      },
      record: { value: "F.mcap", about: "record every topic" },
      json: { about: "print the result as one JSON object" },
    },
  },

  async run(args: Arguments): Promise<ExitCode> {
    const file = args.positionals[0];
    if (file === undefined) throw new InputError("hil: expected SCENARIO");
    const seed = args.number("seed", { min: -Infinity, integer: true });
    const set = Object.assign({}, ...args.all("set").map((text) => parseSetting(text, "--set")));
    const scenario = withoutSensors(await loadScenario(file, { seed, set }), args.list("without"));
    const plan = planHil(scenario, { real: args.list("real"), sut: parseSut(args.text("sut")) });
    const duration = args.number("duration", { min: Number.MIN_VALUE, max: DURATION_MAX_S });
    const stepped = steppedOf(args, plan);
    const time = timeOf(args, stepped !== undefined);
    const repeat = args.number("repeat", { min: 1, max: 10_000, integer: true }) ?? 1;
    if (repeat > 1 && args.on("record")) throw new InputError("--record: not with --repeat");
    const settings = {
      ...{ scenario, plan, seed, time, stepped, repeat, json: args.on("json") },
      durationNs: duration === undefined ? scenario.durationNs : Math.round(duration * 1e9),
      waitS: args.number("wait", { min: 0, max: 3600 }) ?? 10,
      listenS: args.number("listen", { min: 0, max: 3600 }) ?? 3,
      accept: parseAccept(args.list("accept"), plan),
      timeoutS: args.number("timeout", { min: 0.01, max: 3600 }) ?? 2,
      deadlineMs: args.number("deadline", { min: 0 }) ?? 1,
    };
    const path = args.text("record");
    const recording = path === undefined
      ? undefined
      : await openRecording(await writablePath(path, "--record"), path);
    const { runBeside } = await import("./hil_run.ts");
    const { signal, stop } = interruption();
    try {
      return await runBeside({ ...settings, recording, signal });
    } finally {
      stop();
    }
  },
};

/** `--time`; who is stepped has its time from here. */
function timeOf(args: Arguments, stepped: boolean): "wall" | "clock" {
  const time = args.text("time") ?? (stepped ? "clock" : "wall");
  if (time !== "wall" && time !== "clock") {
    throw new InputError(`--time: expected wall or clock, got "${time}"`);
  }
  if (stepped && time === "wall") throw new InputError("--time wall: not with --pace stepped");
  return time;
}

/** `--pace`. */
function steppedOf(args: Arguments, { real, sut }: HilPlan): HilSettings["stepped"] {
  const pace = args.text("pace") ?? "paced";
  if (pace !== "paced" && pace !== "stepped") {
    throw new InputError(`--pace: expected paced or stepped, got "${pace}"`);
  }
  const everyNs = (args.number("step", { min: 0 }) ?? 0) * 1e6;
  const timeoutS = args.number("step-timeout", { min: 0.001, max: 3600 }) ?? 0.5;
  if (pace === "paced") {
    for (const flag of ["step", "step-timeout"]) {
      if (args.on(flag)) throw new InputError(`--${flag}: needs --pace stepped`);
    }
    return undefined;
  }
  if (sut.kind !== "external") throw new InputError("--pace stepped: needs --sut external:TOPIC");
  if (real.size > 0) throw new InputError("--pace stepped: hardware can't wait; not with --real");
  return { everyNs, timeoutS };
}
