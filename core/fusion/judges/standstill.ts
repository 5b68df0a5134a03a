/**
 * Standstill: rate and specific force have been steady within their noise for a while, and the
 * wheels say zero if they speak. The window is four blocks; each keeps sums, so that the memory is
 * small and part of every snapshot.
 */
import { conjugate, multiply, toRotationVector } from "../../math/quaternion.ts";
import { C, type FilterState, X } from "../kernel/layout.ts";
import type { StandstillSettings } from "../settings.ts";
import { learnRestNoise } from "./rest_noise.ts";

const BLOCKS = 4;
/**
 * A block: start (ns), samples, Σω (3), Σω² (3), Σf (3), Σf² (3), orientation at its start (4), and
 * of the wheels samples, Σv and Σv².
 */
const B = {
  start: 0,
  count: 1,
  rate: 2,
  rate2: 5,
  force: 8,
  force2: 11,
  q: 14,
  wheels: 18,
  speed: 19,
  speed2: 20,
  size: 21,
};
/** Behind the blocks. */
const S = {
  /** Full blocks, at most four. */
  full: BLOCKS * B.size,
  /** The block that is being filled, a ring. */
  current: BLOCKS * B.size + 1,
  still: BLOCKS * B.size + 2,
  /** 1 once a first standstill has set the bias. */
  first: BLOCKS * B.size + 3,
  /** Mean and deviation of rate and force over the window. */
  rate: BLOCKS * B.size + 4,
  rateSd: BLOCKS * B.size + 7,
  force: BLOCKS * B.size + 10,
  forceSd: BLOCKS * B.size + 13,
  samples: BLOCKS * B.size + 16,
  /** Deviation of the wheels' speed over the window. */
  speedSd: BLOCKS * B.size + 17,
  /** Last window that contradicted the bias, and since when they have done so, ns. */
  odd: BLOCKS * B.size + 18,
  oddSince: BLOCKS * B.size + 19,
};

/** How much more noise a window may have where wheels speak. */
const WITH_WHEELS = 3;

/** Is the robot at rest? */
export function isStill(s: FilterState): boolean {
  return s.still[S.still] === 1;
}

/** Has a first standstill set the gyro bias? */
export function hadStandstill(s: FilterState): boolean {
  return s.still[S.first] === 1;
}

/** Forgets the window: something moved. */
export function disturb(s: FilterState): void {
  const { still } = s;
  still[S.still] = 0;
  still[S.full] = 0;
  still[S.current] = 0;
  still[B.count] = 0;
}

/**
 * Takes one IMU sample in: rate, and force as felt by the sensor, in base_link's axes. Force moved to
 * base_link would not do: its lever arm's part comes from differences of the rate, whose noise hides
 * every rest. `q` is the orientation that came along,
 * or undefined. @returns true when a window has just been completed and found at rest
 */
export function watch(
  s: FilterState,
  settings: StandstillSettings,
  q: Float64Array | undefined,
): boolean {
  const { still, clock } = s;
  if (still[S.still] === 1 && leaves(s)) disturb(s);
  const at = still[S.current]! * B.size;
  const now = clock[C.now]!;
  if (still[at + B.count] === 0) {
    for (let i = 0; i < B.size; i++) still[at + i] = 0;
    still[at + B.start] = now;
    if (q !== undefined) { for (let i = 0; i < 4; i++) still[at + B.q + i] = q[i]!; }
  }
  still[at + B.count] = still[at + B.count]! + 1;
  for (let i = 0; i < 3; i++) {
    const w = clock[C.rate + i]!, f = clock[C.felt + i]!;
    still[at + B.rate + i] = still[at + B.rate + i]! + w;
    still[at + B.rate2 + i] = still[at + B.rate2 + i]! + w * w;
    still[at + B.force + i] = still[at + B.force + i]! + f;
    still[at + B.force2 + i] = still[at + B.force2 + i]! + f * f;
  }
  if (now - still[at + B.start]! < settings.time / BLOCKS * 1e9 || still[at + B.count]! < 3) {
    return false;
  }
  return closeBlock(s, settings, q);
}

function closeBlock(
  s: FilterState,
  settings: StandstillSettings,
  q: Float64Array | undefined,
): boolean {
  const { still } = s;
  still[S.full] = Math.min(still[S.full]! + 1, BLOCKS);
  const steady = still[S.full] === BLOCKS && summarize(s, settings) && !turnsSlowly(s, q) &&
    fitsBias(s, settings);
  const next = (still[S.current]! + 1) % BLOCKS;
  if (steady) {
    const span = s.clock[C.now]! - still[next * B.size + B.start]!;
    const x = still[S.rateSd]!, y = still[S.rateSd + 1]!, z = still[S.rateSd + 2]!;
    learnRestNoise(s, (x * x + y * y + z * z) / 3, span * 1e-9 / still[S.samples]!);
  }
  still[S.current] = next;
  still[next * B.size + B.count] = 0;
  still[S.still] = steady ? 1 : 0;
  return steady;
}

/** Takes the wheels' last forward speed in. */
export function watchWheel(s: FilterState, settings: StandstillSettings): void {
  const { still, clock } = s;
  const speed = clock[C.wheelSpeed]!;
  if (still[S.still] === 1 && Math.abs(speed) > settings.wheelSpeed + 6 * still[S.speedSd]!) {
    disturb(s);
  }
  const at = still[S.current]! * B.size;
  if (still[at + B.count] === 0) return;
  still[at + B.wheels] = still[at + B.wheels]! + 1;
  still[at + B.speed] = still[at + B.speed]! + speed;
  still[at + B.speed2] = still[at + B.speed2]! + speed * speed;
}

/** What the wheels said in the window: nothing, zero within their noise, or motion. */
function wheels(s: FilterState, settings: StandstillSettings): "silent" | "stand" | "turn" {
  const { still } = s;
  let n = 0, sum = 0, squares = 0;
  for (let b = 0; b < BLOCKS; b++) {
    n += still[b * B.size + B.wheels]!;
    sum += still[b * B.size + B.speed]!;
    squares += still[b * B.size + B.speed2]!;
  }
  if (n === 0) return "silent";
  const mean = sum / n, sd = Math.sqrt(Math.max(0, squares / n - mean * mean));
  still[S.speedSd] = sd;
  if (sd > NOISY_WHEEL) return "turn";
  return Math.abs(mean) > settings.wheelSpeed + 3 * sd / Math.sqrt(n) ? "turn" : "stand";
}

/** Wheels that stand don't scatter by more than this, m/s. */
const NOISY_WHEEL = 0.05;

/** One sample far outside the window's noise ends a standstill at once. */
function leaves(s: FilterState): boolean {
  const { still, clock } = s;
  for (let i = 0; i < 3; i++) {
    const w = Math.abs(clock[C.rate + i]! - still[S.rate + i]!);
    const f = Math.abs(clock[C.felt + i]! - still[S.force + i]!);
    if (w > 6 * still[S.rateSd + i]! + 2e-3 || f > 6 * still[S.forceSd + i]! + 0.03) return true;
  }
  return false;
}

/** Mean and deviation over the window, and whether they are those of rest. */
function summarize(s: FilterState, settings: StandstillSettings): boolean {
  const { still } = s;
  // Wheels that stand are evidence: then an engine may shake the IMU harder.
  const said = wheels(s, settings);
  if (said === "turn") return false;
  const factor = said === "stand" ? WITH_WHEELS : 1;
  const rateSd = settings.rateSd * factor, forceSd = settings.forceSd * factor;
  const rateDrift = settings.rateDrift * factor, forceDrift = settings.forceDrift * factor;
  let along = 0, gravity = 0, square = 0, samples = 0;
  for (let b = 0; b < BLOCKS; b++) samples += still[b * B.size + B.count]!;
  still[S.samples] = samples;
  for (let i = 0; i < 3; i++) {
    if (!channel(still, B.rate + i, B.rate2 + i, S.rate + i, rateSd, rateDrift)) {
      return false;
    }
    if (
      !channel(still, B.force + i, B.force2 + i, S.force + i, forceSd, forceDrift)
    ) return false;
    along += still[S.rate + i]! * still[S.force + i]!;
    gravity += still[S.force + i]! * still[S.force + i]!;
    square += still[S.rate + i]! * still[S.rate + i]!;
  }
  // A turn about a level axis would have swung the force: such a rate is bias, however large. Only a
  // turn about the vertical leaves the force as it is.
  const vertical = gravity > 0 ? along * along / gravity : square;
  return vertical <= settings.rateFirst * settings.rateFirst;
}

/**
 * Is the window's mean rate the bias, as known since the first standstill? If it isn't, but lasts,
 * or is nearer to zero than that bias, the first standstill was none: the next one is the first.
 */
function fitsBias(s: FilterState, settings: StandstillSettings): boolean {
  const { still, clock, x } = s;
  if (still[S.first] === 0) return true;
  let apart = 0, seen = 0, known = 0;
  for (let i = 0; i < 3; i++) {
    const rate = still[S.rate + i]!, bias = x[X.bias + i]!;
    apart += (rate - bias) * (rate - bias);
    seen += rate * rate;
    known += bias * bias;
  }
  const now = clock[C.now]!;
  if (apart <= settings.rateLater * settings.rateLater) {
    still[S.oddSince] = now;
    return true;
  }
  if (now - still[S.odd]! > 1e9) still[S.oddSince] = now;
  still[S.odd] = now;
  if (seen > known / 4 && now - still[S.oddSince]! < LASTING) return false;
  still[S.first] = 0;
  return true;
}

/** A rest that contradicts the bias must last this long to replace it, ns. */
const LASTING = 5e9;

/** One channel: mean into [out], deviation into [out + 3]; steady within `sd` and `drift`? */
function channel(
  still: Float64Array,
  sum: number,
  sum2: number,
  out: number,
  sd: number,
  drift: number,
): boolean {
  let total = 0, within = 0, count = 0, low = Infinity, high = -Infinity;
  for (let b = 0; b < BLOCKS; b++) {
    const at = b * B.size, n = still[at + B.count]!;
    const mean = still[at + sum]! / n;
    within += still[at + sum2]! - n * mean * mean;
    total += n * mean;
    count += n;
    if (mean < low) low = mean;
    if (mean > high) high = mean;
  }
  const deviation = Math.sqrt(Math.max(within, 0) / count);
  still[out] = total / count;
  still[out + 3] = deviation;
  // The range of four means of noise is about two deviations of a mean.
  return deviation <= sd && high - low <= drift + 4 * deviation / Math.sqrt(count / BLOCKS);
}

/**
 * A slow, steady turn looks like a bias. An orientation that came along and turned as the gyro said
 * tells them apart; where it disagrees with the gyro it says nothing, for it may drift at rest.
 */
function turnsSlowly(s: FilterState, q: Float64Array | undefined): boolean {
  const { still } = s;
  let rate = 0;
  for (let i = 0; i < 3; i++) rate += still[S.rate + i]! * still[S.rate + i]!;
  if (q === undefined || rate < SLOW_TURN * SLOW_TURN) return false;
  const oldest = (still[S.current]! + 1) % BLOCKS * B.size;
  for (let i = 0; i < 4; i++) before[i] = still[oldest + B.q + i]!;
  if (before[0] === 0 && before[1] === 0 && before[2] === 0 && before[3] === 0) return false;
  conjugate(before, before);
  multiply(before, before, q);
  toRotationVector(turn, before);
  const window = (s.clock[C.now]! - still[oldest + B.start]!) * 1e-9;
  let apart = 0, expected = 0;
  for (let i = 0; i < 3; i++) {
    const e = still[S.rate + i]! * window, d = turn[i]! - e;
    expected += e * e;
    apart += d * d;
  }
  return apart < expected / 4;
}

/** Slower than this, rad/s, a turn is taken for a bias: 1 °/s. */
const SLOW_TURN = 0.0175;

const before = new Float64Array(4);
const turn = new Float64Array(3);

/** Marks the first standstill as used; writes the window's mean rate, returns its samples. */
export function takeMeanRate(out: Float64Array, s: FilterState): number {
  s.still[S.first] = 1;
  for (let i = 0; i < 3; i++) out[i] = s.still[S.rate + i]!;
  return s.still[S.samples]!;
}

/** The deviation of rate about axis `i` in the last window, rad/s. */
export function seenRateSd(s: FilterState, i: number): number {
  return s.still[S.rateSd + i]!;
}
