/** What callback groups run: inputs, timers and changes of parameters. */
import type { Nanos } from "../../msgs/time.ts";
import { type Executor, PRIORITY } from "../executor.ts";
import { Callback, type CallbackOwner } from "./callback.ts";
import type { Faults } from "./faults.ts";
import type { Group } from "./groups/group.ts";

/** What a unit needs of the node that it belongs to. */
export interface UnitNode {
  readonly name: string;
  readonly executor: Executor;
  readonly closed: boolean;
  /** Messages and timers reach it. */
  readonly active: boolean;
  /** The next arrival's number: what waits in a group runs in this order. */
  arrival(): number;
  called(): void;
  readonly faults: Pick<Faults, "failed" | "outOfTurn">;
}

/** One handler of a node, in its group. */
export abstract class Unit implements CallbackOwner {
  /** For messages: `input imu`. */
  readonly label: string;
  readonly node: UnitNode;
  protected readonly group: Group;
  readonly #compute: () => Nanos;
  #spare: Callback | undefined;

  /** `compute`: how long a call takes, asked for once a call. */
  constructor(node: UnitNode, label: string, group: Group, compute: () => Nanos) {
    this.node = node;
    this.label = label;
    this.group = group;
    this.#compute = compute;
    group.members.push(this);
  }

  /** Arrival number of the oldest call that waits for the group; `Infinity` when none does. */
  abstract get order(): number;

  /** Starts the oldest call that waits. */
  abstract start(): Callback | undefined;

  protected abstract call(message: unknown, at: Nanos): void | Promise<void>;

  /** Whether a call may start now. */
  protected get free(): boolean {
    return this.group.free;
  }

  /** Calls the handler; the result is a callback whose promise has to be followed. */
  protected invoke(message: unknown, at: Nanos): Callback | undefined {
    const { executor } = this.node;
    const callback = this.#spare ??= new Callback(this, `${this.node.name}: ${this.label}`);
    callback.startedAt = executor.now;
    callback.leavesAt = executor.now + this.#compute();
    this.group.take();
    this.node.called();
    let result: void | Promise<void> = undefined;
    executor.current = callback;
    try {
      result = this.call(message, at);
    } catch (error) {
      this.node.faults.failed(this.label, error);
    }
    executor.current = undefined;
    const pending = isPromise(result) || callback.reads > 0;
    if (pending || callback.waits > 0) this.#spare = undefined; // it lives on
    if (pending) return executor.follow(callback, Promise.resolve(result));
    if (!this.#isComputing(callback)) this.group.give();
    return undefined;
  }

  finish(callback: Callback): Callback | undefined {
    if (callback.thrown !== undefined) this.node.faults.failed(this.label, callback.thrown.error);
    return this.#isComputing(callback) ? undefined : this.group.release();
  }

  outOfTurn(): void {
    this.node.faults.outOfTurn(this.label);
  }

  /** Whether its compute time is not over; then it is over later, as an event. */
  #isComputing({ leavesAt }: Callback): boolean {
    const { executor } = this.node;
    if (leavesAt <= executor.now) return false;
    executor.schedule(leavesAt, PRIORITY.frees, this.group, undefined);
    return true;
  }
}

function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}
