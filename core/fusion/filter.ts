/**
 * The fusion filter: an error-state Kalman filter with a history, so that what arrives late or out
 * of order within it gives bit for bit the state that the right order gives.
 */
import { Context, type InnovationSink } from "./context.ts";
import { step } from "./estimator.ts";
import { EV, IMU, KIND, RECORD, WHEEL } from "./event.ts";
import { C, type FilterState } from "./kernel/layout.ts";
import type { FusionSettings } from "./settings.ts";
import { relativeHeading } from "./steps/initial.ts";
import { Timeline } from "./timeline.ts";

/** How an event was taken. */
export type Taken = "fused" | "reordered" | "late" | "future" | "suspect" | "reset";

/** What the filter tells its owner. */
export interface FilterListener {
  /** The state at the stamp of an IMU event that was not put out before: read it now. */
  output?: (time: number) => void;
  innovation?: InnovationSink;
}

/** IMU messages in a row from before the history that mean that time was set back. */
const RESET_AFTER = 10;
/**
 * An IMU stamp this far ahead of the last, s, must be confirmed by the next. What else is so far
 * ahead is of another clock: no IMU event would ever reach it, and it would wait for ever.
 */
const LEAP = 5;
/** Stamps of wheel messages that are remembered: at least half as many. */
const WHEELS = 512;

/** See the file's head. */
export class FusionFilter {
  readonly settings: FusionSettings;
  #context: Context;
  #timeline: Timeline;
  readonly #listener: FilterListener;
  /** Stamps of wheel messages, sorted, newest last. */
  readonly #wheels = new Float64Array(WHEELS + 1);
  #wheelCount = 0;
  #newest = -Infinity;
  #published = -Infinity;
  #lateRun = 0;
  readonly #suspect = new Float64Array(RECORD);
  #hasSuspect = false;
  #unconfirmed = 0;
  /** Whether the history has left the start behind. */
  #begun = false;

  constructor(settings: FusionSettings, listener: FilterListener = {}) {
    this.settings = settings;
    this.#listener = listener;
    [this.#context, this.#timeline] = this.#blank();
  }

  #blank(counts?: Float64Array): [Context, Timeline] {
    const context = new Context(this.settings);
    context.sink = this.#listener.innovation;
    if (counts !== undefined) context.state.counts.set(counts);
    return [context, new Timeline(context.state.buffer)];
  }

  /** The memory: state, covariance, counters. Valid until the next event. */
  get state(): FilterState {
    return this.#context.state;
  }

  /** Where the yaw came from; undefined while the start waits for a heading. */
  get heading(): "mag" | "given" | "set" | "none" | undefined {
    return this.#context.heading?.source;
  }

  /** Stamp of the newest IMU event, ns. */
  get newest(): number {
    return this.#newest;
  }

  /** IMU events with a stamp far ahead that no second one confirmed: they were dropped. */
  get unconfirmed(): number {
    return this.#unconfirmed;
  }

  /** Makes gates that were changed in the settings count. */
  retune(): void {
    this.#context.retune();
  }

  /** Takes an event in; outputs are told before it returns. The record may be reused. */
  add(record: Float64Array): Taken {
    const horizon = this.#newest - this.settings.history * 1e9;
    const imu = record[EV.kind] === KIND.imu;
    const leaps = this.#newest > -Infinity && record[EV.stamp]! > this.#newest + LEAP * 1e9;
    if (leaps && !imu) return "future";
    if (record[EV.kind] === KIND.wheel) this.#middle(record);
    const time = record[EV.time]!;
    if (time < horizon) return imu ? this.#lateImu(record) : "late";
    if (imu) {
      if (!leaps) this.#dropSuspect();
      else if (this.#isSuspect(record)) return "suspect";
      this.#lateRun = 0;
    }
    return this.#insert(record);
  }

  #insert(record: Float64Array): Taken {
    const time = record[EV.time]!;
    const imu = record[EV.kind] === KIND.imu;
    const late = imu && time <= this.#newest;
    if (imu && time > this.#newest) this.#newest = time;
    this.#timeline.insert(record);
    // What comes before the heading that the start took may have one itself: find it again.
    const heading = this.#context.heading;
    if (!this.#begun && heading !== undefined && time <= heading.time) this.#timeline.rewind(0);
    if (record[EV.kind] === KIND.wheel) this.#retimeNext(record);
    this.#process();
    return late ? "reordered" : "fused";
  }

  #lateImu(record: Float64Array): Taken {
    if (++this.#lateRun < RESET_AFTER) return "late";
    this.reset();
    this.#insert(record);
    return "reset";
  }

  /** A stamp far ahead is kept aside until a second one confirms it. */
  #isSuspect(record: Float64Array): boolean {
    const ahead = record[EV.time]! - this.#suspect[EV.time]!;
    if (this.#hasSuspect && ahead > 0 && ahead < LEAP * 1e9) {
      this.#hasSuspect = false;
      this.#insert(this.#suspect);
      return false;
    }
    this.#dropSuspect();
    this.#suspect.set(record);
    this.#hasSuspect = true;
    return true;
  }

  #dropSuspect(): void {
    if (this.#hasSuspect) this.#unconfirmed++;
    this.#hasSuspect = false;
  }

  /** Forgets everything but the counters: the next IMU event starts anew. */
  reset(): void {
    [this.#context, this.#timeline] = this.#blank(this.state.counts);
    this.#wheelCount = 0;
    this.#newest = -Infinity;
    this.#published = -Infinity;
    this.#lateRun = 0;
    this.#dropSuspect();
    this.#begun = false;
  }

  /** Sets a wheel record to the middle of its interval, which began at the message before. */
  #middle(record: Float64Array): void {
    const stamp = record[EV.stamp]!;
    const wheels = this.#wheels, count = this.#wheelCount;
    let i = count;
    while (i > 0 && wheels[i - 1]! >= stamp) i--;
    const before = i > 0 ? wheels[i - 1]! : stamp;
    const interval = Math.min(stamp - before, this.settings.wheel.longestInterval * 1e9);
    record[WHEEL.interval] = interval * 1e-9;
    record[EV.time] = stamp - Math.floor(interval / 2);
    if (i < count && wheels[i] === stamp) return;
    wheels.copyWithin(i + 1, i, count);
    wheels[i] = stamp;
    this.#wheelCount = count + 1;
    if (count < WHEELS) return;
    wheels.copyWithin(0, WHEELS / 2);
    this.#wheelCount -= WHEELS / 2;
  }

  /** A late wheel message shortens the interval of the one that follows it. */
  #retimeNext(record: Float64Array): void {
    const stamp = record[EV.stamp]!;
    if (this.#wheels[this.#wheelCount - 1] === stamp) return;
    const next = this.#wheels[this.#wheels.indexOf(stamp) + 1]!;
    const timeline = this.#timeline;
    for (let i = timeline.count - 1; i >= 0; i--) {
      const r = timeline.at(i);
      if (r[EV.kind] !== KIND.wheel || r[EV.stamp] !== next) continue;
      const copy = r.slice();
      const time = copy[EV.time];
      this.#middle(copy);
      if (copy[EV.time] === time) continue;
      timeline.insert(copy, timeline.remove(i));
      i = timeline.count;
    }
  }

  #process(): void {
    const timeline = this.#timeline, context = this.#context;
    const { clock } = context.state;
    if (timeline.done === 0 && clock[C.phase] === 0) {
      context.heading = undefined;
      context.found = undefined;
    }
    while (timeline.done < timeline.count) {
      const r = timeline.at(timeline.done);
      const imu = r[EV.kind] === KIND.imu;
      let next: Float64Array | undefined;
      if (!imu && clock[C.phase] === 1 && r[EV.time]! > clock[C.now]!) {
        next = timeline.nextImu(timeline.done + 1);
        if (next === undefined) break;
      }
      const waiting = context.heading === undefined;
      context.firstTime = !waiting && !timeline.wasTold();
      step(context, r, next);
      if (this.#foundHeading(r)) continue;
      timeline.commit(!waiting);
      if (imu && context.heading !== undefined && r[EV.time]! > this.#published) {
        this.#published = r[EV.time]!;
        this.#listener.output?.(this.#published);
      }
    }
    if (clock[C.phase] === 0) return this.#forgetBeforeStart();
    // The start is kept until nothing that could change its heading may come any more.
    const horizon = this.#newest - this.settings.history * 1e9;
    if (context.heading !== undefined && horizon > context.heading.time) {
      this.#begun = true;
      timeline.horizon = horizon;
      timeline.prune();
    }
  }

  /** Without an IMU what speaks is kept for as long as a late first IMU event could need it. */
  #forgetBeforeStart(): void {
    const timeline = this.#timeline;
    if (timeline.count === 0) return;
    const newest = timeline.at(timeline.count - 1)[EV.time]!;
    timeline.horizon = newest - this.settings.history * 1e9;
    timeline.prune(true);
  }

  /** A heading, or the end of the wait for one, starts the filter again from its first event. */
  #foundHeading(r: Float64Array): boolean {
    const context = this.#context;
    if (context.heading !== undefined) return false;
    const { clock } = context.state;
    const waited = r[EV.time]! - clock[C.start]! >= this.settings.heading.timeout * 1e9;
    const over = r[EV.kind] === KIND.imu && clock[C.phase] === 1 && waited;
    const { found } = context;
    if (found !== undefined && (found.levelled || over)) context.heading = found;
    else if (over) {
      context.heading = relativeHeading(context, r[EV.time]!);
    } else return false;
    context.found = undefined;
    this.#timeline.rewind(0);
    return true;
  }
}

export { C, EV, IMU, KIND, RECORD, WHEEL };
