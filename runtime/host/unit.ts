/** Callback groups, and what they run: inputs, timers and changes of parameters. */
import type { Nanos } from "../../msgs/time.ts";
import { type Executor, PRIORITY, type Target } from "../executor.ts";
import type { GroupKind } from "../node.ts";
import { Callback, type CallbackOwner } from "./callback.ts";

/** What a unit needs of the node that it belongs to. */
export interface UnitNode {
  readonly name: string;
  readonly executor: Executor;
  readonly closed: boolean;
  /** The next arrival's number: what waits in a group runs in this order. */
  arrival(): number;
  called(): void;
  failed(label: string, error: unknown): void;
  strayed(label: string): void;
}

/** A callback group: exclusive ones never have two callbacks in progress. */
export class Group implements Target {
  readonly members: Unit[] = [];
  readonly exclusive: boolean;
  /** A callback of it is in progress, or its compute time is not over. Never in a reentrant one. */
  busy = false;

  /** A group without members. */
  constructor(kind: GroupKind) {
    this.exclusive = kind === "exclusive";
  }

  /** A member that will never be called again. */
  remove(member: Unit): void {
    const place = this.members.indexOf(member);
    if (place >= 0) this.members.splice(place, 1);
  }

  /** Its compute time is over. */
  fire(): Callback | undefined {
    return this.release();
  }

  /** Frees it, and runs what waited, oldest first, until a callback stays in progress. */
  release(): Callback | undefined {
    this.busy = false;
    while (!this.busy) {
      let oldest: Unit | undefined;
      for (const member of this.members) {
        if (member.order < (oldest?.order ?? Infinity)) oldest = member;
      }
      const pending = oldest?.start();
      if (oldest === undefined || pending !== undefined) return pending;
    }
    return undefined;
  }
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
    return !this.group.busy;
  }

  /** Calls the handler; the result is a callback whose promise has to be followed. */
  protected invoke(message: unknown, at: Nanos): Callback | undefined {
    const { executor } = this.node;
    const callback = this.#spare ??= new Callback(this, `${this.node.name}: ${this.label}`);
    callback.startedAt = executor.now;
    callback.leavesAt = executor.now + this.#compute();
    if (this.group.exclusive) this.group.busy = true;
    this.node.called();
    let result: void | Promise<void> = undefined;
    executor.current = callback;
    try {
      result = this.call(message, at);
    } catch (error) {
      this.node.failed(this.label, error);
    }
    executor.current = undefined;
    const pending = isPromise(result) || callback.reads > 0;
    if (pending || callback.waits > 0) this.#spare = undefined; // it lives on
    if (pending) return executor.follow(callback, Promise.resolve(result));
    this.#end(callback);
    return undefined;
  }

  finish(callback: Callback): Callback | undefined {
    if (callback.thrown !== undefined) this.node.failed(this.label, callback.thrown.error);
    this.#end(callback);
    return this.group.busy ? undefined : this.group.release();
  }

  outOfTurn(): void {
    this.node.strayed(this.label);
  }

  /** Frees the group, now or at the end of the compute time. */
  #end(callback: Callback): void {
    if (!this.group.exclusive) return;
    const { executor } = this.node;
    if (callback.leavesAt > executor.now) {
      executor.schedule(callback.leavesAt, PRIORITY.frees, this.group, undefined);
    } else this.group.busy = false;
  }
}

function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}
