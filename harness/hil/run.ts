/** One run beside hardware: the scenario in real time, with what is real taken from topics. */
import type { Message } from "../../msgs/message.ts";
import { type Nanos, SECOND, type Time } from "../../msgs/time.ts";
import type { Recorder } from "../../runtime/bag/log.ts";
import type { Executor } from "../../runtime/executor.ts";
import type { MemoryBus } from "../../runtime/memory.ts";
import { liveServices } from "../../runtime/ros2/host/live.ts";
import { LiveBridge } from "../../runtime/ros2/live/bridge.ts";
import type { RealTopic } from "../../runtime/ros2/live/real_topic.ts";
import type { ClockWriter } from "../../runtime/ros2/sim/clock_writer.ts";
import { wheelGeometry } from "../../sim/mod.ts";
import type { Simulation } from "../../sim/contract.ts";
import type { Seen } from "../contract.ts";
import type { Alarm } from "../host/live/alarm.ts";
import type { Live } from "./live.ts";
import { type RunOptions, runScenario } from "../run/run.ts";
import { simulationOf } from "../schema/sim_config.ts";
import { describe } from "./plan.ts";
import { HeldMessages } from "./truth/held.ts";
import { truthFor } from "./truth/judged.ts";
import { Lateness } from "./lateness.ts";
import { drive, type PaceClock } from "./pacer.ts";
import type { ContractRow } from "./contract/compare.ts";
import { commandMotion, commandsOf } from "./command.ts";
import { type HilResult, hilResult, paceOf } from "./result.ts";
import type { HilSession } from "./session.ts";
import type { Silence } from "./silence.ts";
import { drivingTopic, type StepOptions, Steps } from "./steps.ts";

/** How to run. */
export interface HilRunOptions extends Pick<RunOptions, "seed" | "observe" | "wall"> {
  readonly durationNs: Nanos;
  /** Where to record; moment 0 of its times is `epoch`. */
  readonly record?: ((metadata: Record<string, string>, epoch: Time) => Recorder) | undefined;
  readonly alarm: Pick<Alarm, "until" | "wake">;
  /** Says `/clock`; absent: wall time. */
  readonly clock?: ClockWriter | undefined;
  /** What the contract check found. */
  readonly contract?: readonly ContractRow[];
  readonly deadlineMs: number;
  readonly timeoutS: number;
  /** Time stands until somebody else's system has answered; absent: by the clock. */
  readonly stepped?: Pick<StepOptions, "everyNs" | "timeoutS" | "after"> | undefined;
  /** Progress. */
  readonly onTick: (at: Nanos) => void;
}

/** How long the truth of the last moments may take. */
const TRUTH_WAIT_S = 2;
/** How long somebody else's system has to be joined to what is published here: by the clock, stepped. */
const LEAD_S = 0.5;
const MEET_S = 20;

/** Runs the plan's scenario once. @throws what {@linkcode runScenario} throws */
export async function runHil(session: HilSession, options: HilRunOptions): Promise<HilResult> {
  // What is stepped has the same stamps in every run.
  const start = options.stepped ? 0 : await session.start();
  // Nothing is lost on the way to somebody else: the run begins when they can hear it.
  const lead = session.foreign && !session.followed && !options.stepped ? LEAD_S * SECOND : 0;
  const run = new HilRun(session, options, start + lead);
  try {
    const result = await runScenario(session.options.plan.scenario, {
      ...options,
      record: options.record && ((metadata) => options.record!(metadata, run.epoch)),
      digests: false, // no bytes are promised
      outside: run.outside,
      live: run,
    });
    return hilResult(result, run.facts());
  } finally {
    run.close();
  }
}

/** See {@linkcode runHil}. */
class HilRun implements Live {
  readonly epoch: Live["epoch"];
  readonly simulation: Simulation;
  readonly services: Live["services"];
  readonly outside: NonNullable<RunOptions["outside"]>;
  heldUntil: Nanos = 0;
  readonly #session: HilSession;
  readonly #options: HilRunOptions;
  readonly #start: Nanos;
  readonly #lateness: Lateness;
  readonly #silence: Silence;
  readonly #held: HeldMessages;
  readonly #clock: PaceClock;
  #bridge: LiveBridge | undefined;
  #steps: Steps | undefined;
  /** The time of a run that is stepped. */
  #virtual: Nanos = 0;
  #unjudged = 0;

  constructor(session: HilSession, options: HilRunOptions, start: Nanos) {
    this.#session = session;
    this.#options = options;
    this.#start = start;
    const { plan, time } = session.options, { scenario } = plan;
    const { alarm, durationNs } = options;
    this.epoch = time.stamp(start);
    this.#clock = options.stepped
      ? {
        now: () => this.#virtual,
        until: async (at) => {
          this.#virtual = at;
          await session.options.pause(0); // what came meanwhile is let in
        },
      }
      : {
        now: () => time.now() - start,
        until: (at) => alarm.until(time.steadyMs(start + at)),
      };
    this.services = liveServices(() => alarm.wake());
    this.#lateness = new Lateness(options.deadlineMs);
    this.#silence = session.silence(options.timeoutS);
    const body = session.followed?.begin(start, wheelGeometry(scenario.robot));
    this.#held = new HeldMessages((at) => {
      if (plan.truth.from === "none") return true;
      const wanted = Math.min(Math.max(at, 0), durationNs);
      body?.truth.advance(Math.min(body.known(), wanted));
      return this.simulation.truth.end >= wanted;
    });
    this.simulation = simulationOf(scenario, {
      seed: options.seed ?? scenario.seed,
      durationNs,
      beside: {
        ...{ epoch: this.epoch, real: plan.real, body: body?.truth, known: body?.known },
        hasTruth: plan.truth.from !== "none",
      },
    });
    session.onTruth = () => {
      this.heldUntil = this.#clock.now();
      this.#hear(truthTopic(session));
      alarm.wake();
    };
    this.outside = {
      hostsNodes: plan.sut.kind === "external",
      join: async ({ bus }) => {
        this.#join(bus);
        if (session.foreign) await this.#met(bus);
      },
    };
  }

  truthOf(entry: Parameters<Live["truthOf"]>[0]): ReturnType<Live["truthOf"]> {
    return truthFor(this.#session.options.plan.truth, entry, this.simulation.truth);
  }

  watch(see: (seen: Seen) => void): (seen: Seen) => void {
    const held = this.#held.hold(see);
    // By the clock, not by the executor: what handlers took is part of a message's age.
    return (seen) => held({ ...seen, at: Math.max(seen.at, this.#clock.now()) });
  }

  async drive(executor: Executor, until: Nanos): Promise<void> {
    const { signal } = this.#session.options;
    await drive(executor, {
      ...{ clock: this.#clock, until, signal },
      onTick: (at) => this.#tick(at),
    });
    this.#bridge?.close();
    await this.#session.wait(TRUTH_WAIT_S, () => this.#held.release() === 0);
    this.#unjudged = this.#held.release();
  }

  facts(): HilResult["hil"] {
    const { plan } = this.#session.options, options = this.#options;
    const { foreign } = this.#session;
    const topics = [...this.#session.real, ...(foreign ? [foreign] : [])];
    const broken = topics.filter(({ undecodable }) => undecodable > 0);
    return {
      ...describe(plan),
      time: options.clock === undefined ? "wall" : "clock",
      contract: options.contract ?? [],
      pace: paceOf(options.deadlineMs, this.#lateness.results()),
      steps: this.#steps?.result() ?? null,
      silent: this.#silence.results(),
      undecodable: Object.fromEntries(broken.map((one) => [one.topic, one.undecodable])),
      unjudged: this.#unjudged,
    };
  }

  close(): void {
    this.#bridge?.close();
    this.#session.followed?.end();
    this.#session.onTruth = undefined;
  }

  #join(bus: MemoryBus): void {
    const { real, foreign, options: { ros, plan } } = this.#session;
    const { clock: writer, alarm } = this.#options;
    if (plan.truth.from === "commanded" && plan.real.size > 0) {
      commandMotion({ bus, ros, scenario: plan.scenario, truth: this.simulation.truth });
    }
    const driver = this.#driver(bus);
    const simulated = new Set(Object.keys(this.simulation.topics));
    const began = this.#clock.now();
    this.#bridge = new LiveBridge({
      ...{ ros, bus, real, now: this.#clock.now },
      foreign: [...(foreign ? [foreign] : []), ...(driver ? [driver] : [])],
      clock: writer && { writer, offset: this.#start },
      onArrival: (topic: string, message: Message) => {
        this.#hear(topic);
        if (topic === foreign?.topic) this.#steps?.output(message);
        alarm.wake();
      },
      onSent: (topic, due) => {
        if (this.#options.stepped) return topic === this.#steps?.topic && this.#steps.wait();
        // What was due before the run could begin was late by no fault of the pace.
        if (!simulated.has(topic) || due < began) return;
        this.#lateness.add(topic, this.#clock.now() - due);
      },
    });
  }

  /** Somebody else's system is joined to what it reads; if it is stepped, by what. */
  async #met(bus: MemoryBus): Promise<void> {
    const { stepped } = this.#options, session = this.#session;
    const read = () => this.#bridge!.outlets.filter(({ readers }) => readers > 0);
    const joined = () => read().length > 0 && read().every(({ matched }) => matched);
    const seconds = Math.max(0, -this.#clock.now() / SECOND);
    await session.wait(stepped ? MEET_S : seconds, joined);
    if (stepped === undefined) return;
    const heard = new Set(read().map(({ topic }) => topic));
    const topic = drivingTopic(session.options.plan.scenario, heard);
    const steps = new Steps({ ...stepped, topic, epoch: this.epoch });
    this.#steps = steps;
    bus.observe(({ name }) => name === topic ? (message) => steps.driving(message) : undefined);
  }

  /** Who drives the robot from outside, where its motion is commanded and nobody here does. */
  #driver(bus: MemoryBus): RealTopic | undefined {
    const { options: { ros, plan } } = this.#session, { robot } = plan.scenario;
    if (plan.truth.from !== "commanded" || !("cmd_vel" in robot)) return undefined;
    if (bus.topics().some(({ name }) => name === robot.cmd_vel)) return undefined;
    const driver = commandsOf(ros, robot.cmd_vel);
    driver.open();
    return driver;
  }

  #hear(topic: string): void {
    this.#silence.heard(topic, this.#clock.now());
  }

  #tick(at: Nanos): void {
    this.#bridge?.tick(at);
    this.#held.release();
    for (const line of this.#silence.look(this.#clock.now())) this.#session.options.say(line);
    this.#options.onTick(at);
  }
}

function truthTopic({ options: { plan } }: HilSession): string {
  return plan.truth.from === "topic" ? plan.truth.topic : "";
}
