/** A session beside hardware: listens from its start on, and runs the scenario once or several times. */
import type { Message } from "../../msgs/message.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import { Silence } from "./silence.ts";
import { RealTopic } from "../../runtime/ros2/live/real_topic.ts";
import type { RosNode } from "../../runtime/ros2/ros_node.ts";
import type { SteadyTime } from "../host/live/steady.ts";
import { InputError, Interrupted } from "../errors.ts";
import { FollowedTruth, POSE_TYPES } from "./truth/followed.ts";
import { type HilPlan, outputsOf } from "./plan.ts";
import type { Scenario } from "../schema/scenario.ts";

/** How to be beside hardware. */
export interface SessionOptions {
  readonly ros: RosNode;
  readonly plan: HilPlan;
  /** The scenario with all its nodes: their outputs' types are known by it. */
  readonly scenario: Scenario;
  readonly time: SteadyTime;
  /** How long topics may take to appear, and to say something, s. */
  readonly waitS: number;
  /** Called while it waits, at least every 50 ms: says `/clock`, where it is said here. */
  readonly onWait: (now: Nanos) => void;
  readonly say: (line: string) => void;
  /** Waits, s. */
  readonly pause: (seconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** How often it looks while it waits. */
const LOOK_S = 0.01;

/** See the module's text. */
export class HilSession {
  /** By topic, in the plan's order. */
  readonly real: readonly RealTopic[];
  /** The output that is judged, where it is somebody else's. */
  readonly foreign: RealTopic | undefined;
  readonly followed: FollowedTruth | undefined;
  readonly options: SessionOptions;
  #truth: RealTopic | undefined;
  /** Called for each message of truth's own topic. */
  onTruth: (() => void) | undefined;

  /** Listens to nothing yet. */
  constructor(options: SessionOptions) {
    this.options = options;
    const { ros, plan, scenario, time } = options;
    this.real = plan.streams.map((stream) => new RealTopic(ros, stream));
    const { truth, sut } = plan;
    if (truth.from === "topic" && plan.real.size > 0) {
      this.followed = new FollowedTruth(time.base, truth.window_s);
    }
    if (sut.kind === "external") {
      const type = outputsOf(scenario).get(sut.topic) ?? "nav_msgs/msg/Odometry";
      this.foreign = new RealTopic(ros, { topic: sut.topic, type });
    }
  }

  /** Topics that have to keep speaking, and what they are. */
  watched(): Map<string, string> {
    const { truth, streams, sut } = this.options.plan;
    return new Map([
      ...streams.map(({ topic, sensor }) => [topic, sensor] as const),
      ...(this.followed && truth.from === "topic" ? [[truth.topic, "truth"] as const] : []),
      ...(sut.kind === "external" ? [[sut.topic, "sut"] as const] : []),
    ]);
  }

  /**
   * Waits until every topic has a publisher, then listens.
   *
   * @throws {InputError} one has none in time, or is of another type
   */
  async meet(): Promise<void> {
    const { ros, waitS, plan } = this.options;
    const names = [...this.watched()];
    const missing = () =>
      names.filter(([topic]) => ros.publishersOf(topic).every(({ node }) => node === ros.name));
    const came = await this.wait(waitS, () => missing().length === 0);
    if (!came) {
      throw new InputError(
        missing().map(([topic, what]) => `${what}: nobody publishes ${topic} within ${waitS} s`),
      );
    }
    const { truth } = plan;
    if (this.followed && truth.from === "topic") this.#openTruth(truth.topic);
    for (const topic of this.real) topic.open();
    this.foreign?.open();
  }

  /** Waits until something holds; false: not in time. @throws {Interrupted} */
  async wait(seconds: number, done: () => boolean): Promise<boolean> {
    const { time, onWait, pause, signal } = this.options;
    const until = time.now() + seconds * SECOND;
    for (;;) {
      onWait(time.now());
      if (signal.aborted) throw new Interrupted();
      if (done()) return true;
      if (time.now() > until) return false;
      await pause(LOOK_S);
    }
  }

  /**
   * The moment from which on a run can begin: now, or as late as truth is known.
   *
   * @throws {InputError} truth is not known around now
   */
  async start(): Promise<Nanos> {
    const { time, waitS, plan } = this.options;
    const { followed } = this;
    if (followed === undefined || plan.truth.from !== "topic") return time.now();
    const { topic } = plan.truth;
    const near = () => time.now() - (followed.startable ?? -Infinity) < SECOND;
    if (await this.wait(waitS, near)) return Math.min(followed.startable!, time.now());
    const behind = followed.last === -Infinity
      ? "says no pose"
      : `is stamped ${((time.now() - followed.last) / SECOND).toFixed(3)} s before now`;
    throw new InputError(`truth: ${topic} ${behind} (waited ${waitS} s)`);
  }

  /** Watches for silence from a run's start on. */
  silence(timeoutS: number): Silence {
    return new Silence(this.watched(), timeoutS * SECOND);
  }

  /** Listens no more. */
  close(): void {
    for (const topic of [...this.real, this.foreign, this.#truth]) topic?.close();
  }

  #openTruth(topic: string): void {
    const { ros } = this.options;
    const types = new Set(ros.publishersOf(topic).map(({ type }) => type));
    const type = POSE_TYPES.find((one) => types.has(one));
    if (type === undefined) {
      throw new InputError(
        `truth: ${topic} is ${[...types].join(" and ")}; expected ${POSE_TYPES.join(" or ")}`,
      );
    }
    // A stream that is real may be the truth too: both listen.
    this.#truth = new RealTopic(ros, { topic, type });
    this.#truth.onMessage = (message: Message) => {
      this.followed!.add(message);
      this.onTruth?.();
    };
    this.#truth.open();
  }
}
