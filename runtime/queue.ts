/**
 * The event queue: a binary heap ordered by (time, priority, sequence). Events live in flat arrays
 * and their slots are used again, so that pushing and popping make no garbage.
 */
import type { Nanos } from "../msgs/time.ts";

/** Priority times 2^48 plus sequence: one exact double up to priority 7. */
const SEQUENCES = 0x1_0000_0000_0000;
const PRIORITY_MAX = 7;

/** Events with something to do (`T`) and one argument each; ties go by priority, then by push. */
export class EventQueue<T> {
  /** Time of the event that {@linkcode pop} took. */
  time: Nanos = 0;
  /** Priority of the event that {@linkcode pop} took. */
  priority = 0;
  /** Argument of the event that {@linkcode pop} took. */
  argument: unknown = undefined;

  #heap = new Int32Array(64);
  #times = new Float64Array(64);
  #orders = new Float64Array(64);
  readonly #targets: (T | undefined)[] = [];
  readonly #arguments: unknown[] = [];
  readonly #free: number[] = [];
  #size = 0;
  #sequence = 0;

  /** How many events wait. */
  get size(): number {
    return this.#size;
  }

  /** Time of the first event; `Infinity` when there is none. */
  get next(): Nanos {
    return this.#size === 0 ? Infinity : this.#times[this.#heap[0]!]!;
  }

  /** Adds an event. @throws {RangeError} a time that is not a safe integer, a priority not 0..7 */
  push(at: Nanos, priority: number, target: T, argument: unknown): void {
    if (!Number.isSafeInteger(at)) throw new RangeError(`An event at ${at} ns: not an integer`);
    if (!(priority >= 0 && priority <= PRIORITY_MAX)) {
      throw new RangeError(`Priority ${priority} is not one of 0..${PRIORITY_MAX}`);
    }
    const slot = this.#free.length > 0 ? this.#free.pop()! : this.#size;
    if (slot >= this.#heap.length) this.#grow();
    this.#times[slot] = at;
    this.#orders[slot] = priority * SEQUENCES + this.#sequence++;
    this.#targets[slot] = target;
    this.#arguments[slot] = argument;
    this.#rise(this.#size++, slot);
  }

  /** Takes the first event out; its time and argument are in the fields until the next call. */
  pop(): T | undefined {
    if (this.#size === 0) return undefined;
    const slot = this.#heap[0]!;
    const last = this.#heap[--this.#size]!;
    if (this.#size > 0) this.#sink(last);
    const target = this.#targets[slot];
    this.time = this.#times[slot]!;
    this.priority = Math.floor(this.#orders[slot]! / SEQUENCES);
    this.argument = this.#arguments[slot];
    this.#targets[slot] = undefined;
    this.#arguments[slot] = undefined;
    this.#free.push(slot);
    return target;
  }

  #before(a: number, b: number): boolean {
    const first = this.#times[a]!;
    const second = this.#times[b]!;
    return first < second || (first === second && this.#orders[a]! < this.#orders[b]!);
  }

  #rise(place: number, slot: number): void {
    const heap = this.#heap;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent]!;
      if (!this.#before(slot, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = slot;
  }

  #sink(slot: number): void {
    const heap = this.#heap;
    const size = this.#size;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#before(heap[child + 1]!, heap[child]!)) child++;
      const below = heap[child]!;
      if (!this.#before(below, slot)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = slot;
  }

  #grow(): void {
    const size = this.#heap.length * 2;
    const grown = <A extends Int32Array | Float64Array>(from: A, to: A): A => (to.set(from), to);
    this.#heap = grown(this.#heap, new Int32Array(size));
    this.#times = grown(this.#times, new Float64Array(size));
    this.#orders = grown(this.#orders, new Float64Array(size));
  }
}
