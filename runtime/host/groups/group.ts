/**
 * Callback groups of a node, and its slots: how many of its callbacks may be in progress at a time.
 */
import { type GroupKind, REALTIME_GROUP } from "../../node.ts";
import type { Target } from "../../executor.ts";
import type { Callback } from "../callback.ts";
import type { Unit } from "../unit.ts";

/** Slots of a node where nobody says otherwise. */
export const SLOTS = 4;

/** A callback group: exclusive ones never have two callbacks in progress. */
export class Group implements Target {
  readonly members: Unit[] = [];
  /** Served before all others. */
  readonly realtime: boolean;
  readonly #slots: Slots;
  readonly #exclusive: boolean;
  /** Callbacks of it that are in progress, or whose compute time is not over. */
  #taken = 0;

  /** A group without members. Use {@linkcode Slots.group}. */
  constructor(slots: Slots, kind: GroupKind, realtime: boolean) {
    this.#slots = slots;
    this.#exclusive = kind === "exclusive";
    this.realtime = realtime;
  }

  /** Whether a callback of it may start now. */
  get free(): boolean {
    return !(this.#exclusive && this.#taken > 0) && this.#slots.free(this);
  }

  /** A callback of it starts. */
  take(): void {
    this.#taken++;
    this.#slots.taken++;
  }

  /** One is over. Where it was not over at once, something may wait: {@linkcode release}. */
  give(): void {
    this.#taken--;
    this.#slots.taken--;
  }

  /** A member that will never be called again. */
  remove(member: Unit): void {
    const place = this.members.indexOf(member);
    if (place >= 0) this.members.splice(place, 1);
  }

  /** The compute time of one is over. */
  fire(): Callback | undefined {
    return this.release();
  }

  /** One is over: runs what waited, until a callback stays in progress. */
  release(): Callback | undefined {
    this.give();
    return this.#slots.serve();
  }
}

/**
 * The slots that the groups of a node share. The last free one is kept for the real-time group, so
 * that what is in progress in the background never makes it wait.
 */
export class Slots {
  /** Callbacks in progress. */
  taken = 0;
  readonly #count: number;
  readonly #groups: Group[] = [];
  #others: number;

  /** @throws {RangeError} not a positive integer */
  constructor(count: number = SLOTS) {
    if (!(Number.isSafeInteger(count) && count >= 1)) {
      throw new RangeError(`A node has 1 slot or more, not ${count}`);
    }
    this.#count = count;
    this.#others = count;
  }

  /** A new group. */
  group(name: string, kind: GroupKind): Group {
    const realtime = name === REALTIME_GROUP;
    const group = new Group(this, kind, realtime);
    if (realtime) {
      this.#groups.unshift(group);
      this.#others = Math.max(1, this.#count - 1);
    } else this.#groups.push(group);
    return group;
  }

  /** Whether there is a slot for a callback of a group. */
  free({ realtime }: Group): boolean {
    return this.taken < (realtime ? this.#count : this.#others);
  }

  /**
   * Runs what waits and may start, until a callback stays in progress: the real-time group first,
   * then the oldest of all. One that ends makes room for one, so that no second has to start.
   */
  serve(): Callback | undefined {
    for (;;) {
      let first: Unit | undefined;
      for (const group of this.#groups) {
        if (!group.free) continue;
        for (const member of group.members) {
          if (member.order < (first?.order ?? Infinity)) first = member;
        }
        if (group.realtime && first !== undefined) break;
      }
      const pending = first?.start();
      if (first === undefined || pending !== undefined) return pending;
    }
  }
}
