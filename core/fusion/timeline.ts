/**
 * Events in their order, with a snapshot of the filter's memory behind each that was processed:
 * a late one is put in its place, the memory goes back to the snapshot before it, and the rest is
 * played again. Records and snapshots are slots of arrays that are reused.
 */
import { compareRecords, EV, KIND, RECORD } from "./event.ts";

/** See the file's head. */
export class Timeline {
  /** Processed events: the first of them, in order. */
  done = 0;
  /** Events, in order. */
  count = 0;
  /** What lies before it may be forgotten, ns. */
  horizon = -Infinity;
  #order: Int32Array;
  #records: Float64Array[] = [];
  #snapshots: Float64Array[] = [];
  #told: Uint8Array;
  #free: number[] = [];
  /** The memory before the oldest event. */
  #base: Float64Array;
  readonly #memory: Float64Array;

  constructor(memory: Float64Array, capacity = 512) {
    this.#memory = memory;
    this.#base = memory.slice();
    this.#order = new Int32Array(capacity);
    this.#told = new Uint8Array(capacity);
    this.#grow(capacity);
  }

  #grow(to: number): void {
    for (let slot = this.#records.length; slot < to; slot++) {
      this.#records.push(new Float64Array(RECORD));
      this.#snapshots.push(new Float64Array(this.#memory.length));
      this.#free.push(slot);
    }
    if (this.#order.length >= to) return;
    const order = new Int32Array(to), told = new Uint8Array(to);
    order.set(this.#order);
    told.set(this.#told);
    this.#order = order;
    this.#told = told;
  }

  /** The record of the event in place `i`. */
  at(i: number): Float64Array {
    return this.#records[this.#order[i]!]!;
  }

  /**
   * Puts a copy of `record` in its place; returns that place. The memory is wound back to it.
   * `told`: its innovations were told before, from another place.
   */
  insert(record: Float64Array, told = false): number {
    if (this.#free.length === 0) this.#grow(2 * this.#records.length);
    const slot = this.#free.pop()!;
    const mine = this.#records[slot]!;
    mine.set(record);
    this.#told[slot] = told ? 1 : 0;
    let place = this.count;
    while (place > 0 && compareRecords(mine, this.at(place - 1)) < 0) place--;
    if (place < this.count) this.#order.copyWithin(place + 1, place, this.count);
    this.#order[place] = slot;
    this.count++;
    // An IMU record is the input of all that lies in its interval, so that is played again too.
    this.rewind(mine[EV.kind] === KIND.imu ? this.#intervalOf(place) : place);
    return place;
  }

  /** Takes the event in place `i` out again; returns whether its innovations were told. */
  remove(i: number): boolean {
    this.rewind(i);
    const slot = this.#order[i]!;
    this.#free.push(slot);
    this.#order.copyWithin(i, i + 1, this.count);
    this.count--;
    return this.#told[slot] === 1;
  }

  /** The first place behind the last IMU event before `place`, and later than that event. */
  #intervalOf(place: number): number {
    let i = place;
    while (i > 0 && this.at(i - 1)[EV.kind] !== KIND.imu) i--;
    if (i === 0) return 0;
    const start = this.at(i - 1)[EV.time]!;
    while (i < place && this.at(i)[EV.time] === start) i++;
    return i;
  }

  /** Winds the memory back so that the event in place `place` is the next to be processed. */
  rewind(place: number): void {
    if (place >= this.done) return;
    this.#memory.set(place === 0 ? this.#base : this.#snapshots[this.#order[place - 1]!]!);
    this.done = place;
  }

  /** Notes that the next event was processed, and with `told` that its innovations were told. */
  commit(told: boolean): void {
    const slot = this.#order[this.done++]!;
    this.#snapshots[slot]!.set(this.#memory);
    if (told) this.#told[slot] = 1;
  }

  /** Was the next event processed before? */
  wasTold(): boolean {
    return this.#told[this.#order[this.done]!] === 1;
  }

  /** The next IMU record at or behind place `i`, or undefined. */
  nextImu(i: number): Float64Array | undefined {
    for (let j = i; j < this.count; j++) {
      if (this.at(j)[EV.kind] === KIND.imu) return this.at(j);
    }
    return undefined;
  }

  /** Forgets processed events up to the last IMU event, or `anywhere`, before the horizon. */
  prune(anywhere = false): void {
    const { horizon } = this;
    if (this.done === 0 || this.at(0)[EV.time]! >= horizon) return;
    let keep = 0;
    for (let i = 0; i < this.done && this.at(i)[EV.time]! < horizon; i++) {
      if (anywhere || this.at(i)[EV.kind] === KIND.imu) keep = i + 1;
    }
    if (keep === 0) return;
    const last = this.#order[keep - 1]!, base = this.#base;
    this.#base = this.#snapshots[last]!;
    this.#snapshots[last] = base;
    for (let i = 0; i < keep; i++) this.#free.push(this.#order[i]!);
    this.#order.copyWithin(0, keep, this.count);
    this.count -= keep;
    this.done -= keep;
  }
}
