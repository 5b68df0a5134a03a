/**
 * Hosts a node on ROS 2: the same definition as in memory, with time from the system or from
 * `/clock`, messages from subscriptions, and its outputs on publishers.
 */
import type { RunTasks } from "../../../core/tasks.ts";
import type { Nanos, Time } from "../../../msgs/time.ts";
import type { SetResult } from "../../host/changes.ts";
import type { LifecycleState, LifecycleStep } from "../../lifecycle/states.ts";
import type { Level, LogEntry } from "../../log.ts";
import { GraphError } from "../../memory/match.ts";
import { type NodeScope, topicsOf } from "../../memory/node_topics.ts";
import type { NodeDef } from "../../node.ts";
import { mergeParams, ParameterError, parseParams, type RawParams } from "../../params.ts";
import { FollowedClock, SYSTEM, type SystemTime, WallClock } from "../clock.ts";
import { declaredOf } from "../params/declare.ts";
import type { RosNode } from "../ros_node.ts";
import { AckWriter } from "./ack_writer.ts";
import { ClockReader } from "./clock_reader.ts";
import { hostStatus } from "./host_status.ts";
import { InputLinks } from "./input_links.ts";
import { LifecycleDesk, LifecycleServer, stepsTo } from "./lifecycle_server.ts";
import { Life } from "./life.ts";
import { liveServices } from "./live.ts";
import { OutputLinks } from "./output_links.ts";
import { Watch } from "./watch.ts";

/** Options of {@linkcode RosNodeHost.start}. */
export interface RosHostOptions extends NodeScope {
  /** Not validated yet. */
  readonly params?: RawParams | undefined;
  /** Follow `/clock`: nothing happens before its first message. */
  readonly useSimTime?: boolean | undefined;
  /** Take the parameters that a harness latches on `/dryrun/parameters`, if there is one. */
  readonly harnessParams?: boolean | undefined;
  /** It has a lifecycle, and somebody on ROS 2 takes it through it: it does not begin active. */
  readonly managed?: boolean | undefined;
  /** Reads a file of the node. */
  readonly file?: ((path: string) => Promise<Uint8Array>) | undefined;
  /** Where tasks of `io.work` run. */
  readonly pool?: RunTasks | undefined;
  /** Gets every line of the log. */
  readonly say: (entry: LogEntry) => void;
  /** The node can't go on. */
  readonly onEnd: (reason: unknown) => void;
  readonly system?: SystemTime;
}

/** What drives the node's time. */
type Clock = WallClock | FollowedClock;

/** A node on ROS 2. */
export class RosNodeHost {
  readonly #def: NodeDef;
  readonly #ros: RosNode;
  readonly #options: RosHostOptions;
  readonly #inputs: InputLinks;
  readonly #outputs: OutputLinks;
  readonly #acks: AckWriter;
  readonly #watch: Watch;
  readonly #clockReader: ClockReader | undefined;
  readonly #lifecycle: LifecycleServer | undefined;
  readonly #desk = new LifecycleDesk();
  #raw: RawParams;
  #clock: Clock | undefined;
  #life: Life | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #again = false;
  #jumps = 0;
  #closed = false;

  /**
   * Starts a node. With `useSimTime` its `create` is called at the first `/clock`.
   *
   * @throws {ParameterError} parameters that its schema refuses
   * @throws {NameError} a name that ROS 2 would refuse
   * @throws {GraphError} an input below `ground_truth`
   */
  static async start(
    def: NodeDef,
    ros: RosNode,
    options: RosHostOptions,
  ): Promise<RosNodeHost> {
    const host = new RosNodeHost(def, ros, options);
    if (!options.useSimTime) await host.#begin(new WallClock(options.system ?? SYSTEM));
    return host;
  }

  private constructor(def: NodeDef, ros: RosNode, options: RosHostOptions) {
    this.#def = def;
    this.#ros = ros;
    this.#options = options;
    this.#raw = options.params ?? {};
    const params = parseParams(def.params, this.#raw, ros.name);
    const topics = topicsOf(def, options);
    const onMismatch = () => this.#watch.look();
    if (options.useSimTime) { // first: what comes together is taken in this order
      this.#clockReader = new ClockReader(ros, { onTime: (time) => this.#onClock(time) });
    }
    this.#outputs = new OutputLinks(ros, topics.outputs, onMismatch);
    this.#inputs = new InputLinks(ros, { def, topics, params }, {
      onArrival: () => this.#wake(),
      onMismatch,
    });
    this.#acks = new AckWriter(ros, this.#outputs.published);
    this.#watch = new Watch(ros, {
      inputs: this.#inputs,
      outputs: this.#outputs,
      say: (level, text) => this.#say(level, text),
      onRival: (text) => this.#end(new GraphError(text)),
    });
    if (def.lifecycle) {
      this.#lifecycle = new LifecycleServer(ros, {
        state: () => this.#state,
        change: (step) => this.#change(step),
      });
    }
    ros.declare(declaredOf(def.params, params), (next) => this.#set(next));
    this.#watch.start();
  }

  /** The node's log, diagnostics and counters; undefined while it waits for `/clock`. */
  get node(): Life["node"] | undefined {
    return this.#life?.node;
  }

  /** Where its lifecycle is. */
  get #state(): LifecycleState {
    return this.#life?.node.lifecycle.state ?? "unconfigured";
  }

  /** Ends it: its topics go, callbacks in progress are not waited for. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#watch.stop();
    this.#life?.close();
    this.#ros.close();
  }

  /** A message of `/clock`: the first lets the node begin, one far back lets it begin anew. */
  #onClock(time: Time): void {
    const clock = this.#clock;
    if (!(clock instanceof FollowedClock)) {
      if (clock === undefined) this.#clock = new FollowedClock(time);
      if (clock === undefined) this.#beginFollowing().catch((error) => this.#end(error));
      return;
    }
    const before = clock.now();
    let step: ReturnType<FollowedClock["step"]> = "jump";
    try {
      step = clock.step(time);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // so far that it can only be another time
    }
    if (step === "jump") {
      this.#jumps++;
      this.#say("warn", `/clock jumped to ${time.sec} s: the node begins anew`);
      this.#clock = new FollowedClock(time);
      this.#inputs.clear();
      const state = this.#state;
      this.#life?.close();
      this.#life = undefined;
      this.#begin(this.#clock, state).catch((error) => this.#end(error));
    } else {
      if (clock.now() === before) this.#joinLockstep();
      this.#wake();
    }
  }

  /** A harness in lockstep repeats its time until every node has been seen to join. */
  #joinLockstep(): void {
    if (!this.#acks.joins()) return;
    this.#inputs.reopenLossless();
    this.#clockReader?.reopenLossless();
  }

  async #beginFollowing(): Promise<void> {
    this.#joinLockstep();
    if (this.#options.harnessParams) {
      this.#raw = mergeParams(this.#raw, await this.#acks.harnessParams());
    }
    if (!this.#closed && this.#clock !== undefined) await this.#begin(this.#clock);
  }

  /** `to`: where its lifecycle was before. */
  async #begin(
    clock: Clock,
    to: LifecycleState = this.#options.managed ? "unconfigured" : "active",
  ) {
    this.#clock = clock;
    const { name, namespace, remaps, file, say } = this.#options;
    const life = await Life.begin(this.#def, {
      ...{ name, namespace, remaps, file, say, params: this.#raw },
      ...{ epoch: clock.epoch, now: clock.now(), pool: this.#options.pool },
      live: liveServices(() => this.#wake(), { simulated: clock instanceof FollowedClock }),
      out: (topic) => this.#outputs.sender(topic),
      managed: to !== "active",
      onTransition: (one) => this.#lifecycle?.say(one, BigInt(Math.round(SYSTEM.wallMs() * 1e6))),
    });
    if (to !== "active") { for (const step of stepsTo(to)) await life.node.lifecycle.change(step); }
    if (this.#closed || this.#clock !== clock) return life.close(); // time jumped meanwhile
    life.node.addReport(() => [
      hostStatus(this.#ros.name, {
        ...{ inputs: this.#inputs.all, findings: this.#watch.findings, jumps: this.#jumps },
        lifecycle: this.#lifecycle && this.#state,
      }),
    ], { kept: true });
    this.#life = life;
    this.#wake();
  }

  /** Something is to be done: does it, unless that is under way. */
  #wake(): void {
    if (this.#life === undefined || this.#closed) return;
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    this.#work().catch((error) => this.#end(error)).finally(() => {
      this.#running = false;
      if (this.#again) this.#wake();
    });
  }

  /** Until nothing waits: time goes on, then one message, the most urgent one first. */
  async #work(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      const life = this.#life;
      const clock = this.#clock;
      if (life === undefined || clock === undefined) return;
      const now = clock.now();
      await this.#desk.work(life.node.lifecycle);
      await life.advance(now);
      if (clock instanceof FollowedClock) this.#acks.time(now);
      const input = this.#inputs.next();
      if (input === undefined) {
        this.#sleep(life, clock);
        continue;
      }
      this.#again = true;
      const message = input.take();
      if (message !== undefined && input.type !== undefined) {
        life.deliver(input.topic, input.type, message);
        await life.advance(life.now);
      }
      if (this.#life === life) this.#acks.message(input.topic, input.inbox.received);
    }
  }

  /** Wall time wakes the node for what it wants to do by itself. */
  #sleep(life: Life, clock: Clock): void {
    clearTimeout(this.#timer);
    if (clock instanceof FollowedClock || life.nextEvent === Infinity) return;
    const ms = (life.nextEvent - clock.now()) / 1e6;
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, Math.ceil(ms)));
  }

  /** A step of the lifecycle from outside. */
  #change(step: LifecycleStep): Promise<boolean> {
    const done = this.#desk.ask(step);
    if (this.#life === undefined) {
      this.#say("warn", `${step}: refused, there is no time yet (no /clock)`);
      this.#desk.refuse();
    } else this.#wake();
    return done;
  }

  /** A change of parameters from outside. */
  #set(next: RawParams): SetResult {
    if (this.#life !== undefined) {
      const result = this.#life.node.setParams(next);
      if (result.ok) {
        this.#raw = mergeParams(this.#raw, next);
        this.#wake();
      }
      return result;
    }
    const raw = mergeParams(this.#raw, next);
    try {
      parseParams(this.#def.params, raw, this.#ros.name);
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error;
      return { ok: false, reason: error.message };
    }
    this.#raw = raw;
    return { ok: true };
  }

  #say(level: Level, text: string): void {
    const at: Nanos = this.#clock?.now() ?? 0;
    this.#options.say({ at, level, node: this.#ros.name, text });
  }

  #end(reason: unknown): void {
    if (!this.#closed) this.#options.onEnd(reason);
  }
}
