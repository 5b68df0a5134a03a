/**
 * Judges the yaw of an orientation that came along by its increments: over the last 30 s it must
 * have turned as the bias-corrected gyro alone has, within its own correlated error and the
 * gyro's. One that doesn't is not fused until both have agreed for as long.
 */
import { exp } from "../../math/scalar.ts";
import { C, type FilterState } from "../kernel/layout.ts";

/** Bins of one thirtieth of the window: yaw difference and gathered gyro variance in each. */
const BINS = 30;
const G = {
  /** Given yaw less that of the gyro alone, unwrapped, rad. */
  difference: 0,
  known: 1,
  /** 1 while it disagrees. */
  rejected: 2,
  /** Last disagreement, ns. */
  disagreed: 3,
  /** When the next bin is due, ns, bins filled, next to fill. */
  due: 4,
  filled: 5,
  next: 6,
  /** The difference without its white noise, and when it was last heard, ns. */
  smooth: 7,
  heard: 8 + 3 * BINS,
  /** Differences, gyro variances, times. */
  value: 8,
  variance: 8 + BINS,
  time: 8 + 2 * BINS,
};

/** What {@linkcode judgeGiven} needs to know. */
export interface GivenJudgement {
  /** The given yaw less the filter's, rad. */
  excess: number;
  /** Window, s. */
  window: number;
  /** χ² bound on a squared, normalised increment. */
  bound: number;
  /** Deviation (rad) and correlation (s) of the given yaw's own error. */
  sd: number;
  correlation: number;
  /** Deviation of the gyro bias about the vertical, rad/s. */
  biasSd: number;
}

/** Takes one given yaw in; returns whether it may be fused. */
export function judgeGiven(s: FilterState, by: GivenJudgement): boolean {
  const { given, clock } = s;
  const raw = by.excess + clock[C.yawCorrection]!;
  const last = given[G.difference]!;
  const step = raw - last;
  const turns = Math.round(step / (2 * Math.PI));
  given[G.difference] = given[G.known] === 1 ? raw - 2 * Math.PI * turns : raw;
  const dt = (clock[C.now]! - given[G.heard]!) * 1e-9;
  const gain = given[G.known] === 1 ? dt / (SMOOTH_TIME + dt) : 1;
  given[G.smooth] = given[G.smooth]! + gain * (given[G.difference]! - given[G.smooth]!);
  given[G.heard] = clock[C.now]!;
  given[G.known] = 1;
  if (clock[C.now]! >= given[G.due]! || given[G.filled] === 0) compare(s, by);
  return given[G.rejected] === 0;
}

/** Time, s, over which white noise is averaged: that of a good source would disagree with itself. */
const SMOOTH_TIME = 0.3;

/** Compares with all bins of the window, then fills the next one. */
function compare(s: FilterState, by: GivenJudgement): void {
  const { given, clock } = s;
  const now = clock[C.now]!;
  const difference = given[G.smooth]!, gathered = clock[C.yawVariance]!;
  const filled = given[G.filled]!;
  let agrees = true;
  for (let i = 0; i < filled; i++) {
    const lag = (now - given[G.time + i]!) * 1e-9;
    if (lag > by.window * 1.05) continue;
    const kept = by.correlation > 0 ? exp(-lag / by.correlation) : 0;
    const own = 2 * by.sd * by.sd * (1 - kept);
    const drift = by.biasSd * lag;
    const variance = own + drift * drift + gathered - given[G.variance + i]!;
    const increment = difference - given[G.value + i]!;
    if (increment * increment > by.bound * variance) agrees = false;
  }
  if (!agrees) {
    given[G.rejected] = 1;
    given[G.disagreed] = now;
  } else if (given[G.rejected] === 1 && now - given[G.disagreed]! >= by.window * 1e9) {
    given[G.rejected] = 0;
  }
  const next = given[G.next]!;
  given[G.value + next] = difference;
  given[G.variance + next] = gathered;
  given[G.time + next] = now;
  given[G.next] = (next + 1) % BINS;
  given[G.filled] = Math.min(filled + 1, BINS);
  given[G.due] = now + by.window / BINS * 1e9;
}

/** Is the given yaw being rejected? */
export function givenRejected(s: FilterState): boolean {
  return s.given[G.rejected] === 1;
}
