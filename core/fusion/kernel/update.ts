/**
 * Sequential scalar updates and the injection of the error (Solà, arXiv 1711.02508, section 6).
 * The gain may be any: P ← P − K gᵀ − g Kᵀ + K S Kᵀ with g = P hᵀ is Joseph's form multiplied out.
 */
import { C, E, type FilterState, X } from "./layout.ts";
import * as quaternion from "../../math/quaternion.ts";

/** A scalar measurement: sparse Jacobian, innovation and noise. Reused, never kept. */
export class ScalarMeasurement {
  /** Entries of the Jacobian that are set. */
  count = 0;
  readonly index: Int32Array = new Int32Array(16);
  readonly value: Float64Array = new Float64Array(16);
  /** What was read, for a model that compares with a number; set before the model is called. */
  measured = 0;
  /** Measured less predicted. */
  innovation = 0;
  /** Noise variance. */
  variance = 0;

  /** Forgets the Jacobian. */
  clear(): void {
    this.count = 0;
  }

  /** Sets entry `index` of the Jacobian, once each. */
  set(index: number, value: number): void {
    this.index[this.count] = index;
    this.value[this.count++] = value;
  }
}

/** Room for one update: gain, P hᵀ and the gathered error. */
export class Correction {
  readonly error: Float64Array;
  readonly cross: Float64Array;
  readonly gain: Float64Array;
  /** S of the last {@linkcode prepare}. */
  variance = 0;
  /** The innovation less what earlier parts of the same measurement corrected. */
  innovation = 0;

  constructor(n: number) {
    this.error = new Float64Array(n);
    this.cross = new Float64Array(n);
    this.gain = new Float64Array(n);
  }

  /** g = P hᵀ and S = h g + r; nothing in the state changes. */
  prepare(s: FilterState, m: ScalarMeasurement): void {
    const { P, n } = s;
    const { index, value, count } = m;
    const g = this.cross;
    let innovation = m.innovation;
    g.fill(0);
    for (let k = 0; k < count; k++) {
      const row = index[k]! * n, h = value[k]!;
      for (let i = 0; i < n; i++) g[i] = g[i]! + P[row + i]! * h;
      innovation -= h * this.error[index[k]!]!;
    }
    let variance = m.variance;
    for (let k = 0; k < count; k++) variance += value[k]! * g[index[k]!]!;
    this.variance = variance;
    this.innovation = innovation;
  }

  /** Applies the optimal gain of what was prepared; the error is gathered for {@linkcode inject}. */
  apply(s: FilterState): void {
    const { P, n } = s;
    const g = this.cross, k = this.gain, inverse = 1 / this.variance;
    for (let i = 0; i < n; i++) {
      k[i] = g[i]! * inverse;
      this.error[i] = this.error[i]! + k[i]! * this.innovation;
    }
    for (let i = 0; i < n; i++) {
      const ki = k[i]!;
      if (ki === 0) continue;
      for (let j = i; j < n; j++) P[i * n + j] = P[j * n + i] = P[i * n + j]! - ki * g[j]!;
    }
  }

  /** Applies the gain in {@linkcode gain}, which the caller has changed from g / S. */
  applyGain(s: FilterState): void {
    const { P, n } = s;
    const g = this.cross, k = this.gain, S = this.variance;
    for (let i = 0; i < n; i++) this.error[i] = this.error[i]! + k[i]! * this.innovation;
    for (let i = 0; i < n; i++) {
      const ki = k[i]!, gi = g[i]!;
      for (let j = i; j < n; j++) {
        const kj = k[j]!;
        P[i * n + j] = P[j * n + i] = P[i * n + j]! - ki * g[j]! - gi * kj + ki * S * kj;
      }
    }
  }

  /** The optimal gain into {@linkcode gain}. */
  optimalGain(n: number): void {
    for (let i = 0; i < n; i++) this.gain[i] = this.cross[i]! / this.variance;
  }

  /**
   * Moves the gathered error into the nominal state, resets it and maps P: the angle's block by
   * G = I − ½ [δθ]×, then velocity and position by what yaw turns of their correction.
   */
  inject(s: FilterState): void {
    const { x } = s;
    const e = this.error;
    for (let i = 0; i < 6; i++) x[i] = x[i]! + e[i]!;
    for (let i = E.bias; i < E.given + 1; i++) {
      const at = X.bias + i - E.bias;
      x[at] = x[at]! + e[i]!;
    }
    if (s.accel >= 0) {
      for (let i = 0; i < 3; i++) x[X.accel + i] = x[X.accel + i]! + e[s.accel + i]!;
    }
    if (s.scale >= 0) x[X.scale] = x[X.scale]! + e[s.scale]!;
    for (let i = 0; i < 3; i++) angle[i] = e[E.th + i]!;
    turn(s);
    carryYaw(s, e, this.cross);
    e.fill(0);
  }
}

const angle = new Float64Array(3);
const swing = new Float64Array(3);
const small = new Float64Array(4);
const attitude = new Float64Array(4);

/** q ← q ⊗ Exp(δθ) with δθ in `angle`, P ← G P Gᵀ, and the yaw correction is counted. */
function turn(s: FilterState): void {
  if (angle[0] === 0 && angle[1] === 0 && angle[2] === 0) return;
  const { x, P, n, clock } = s;
  for (let i = 0; i < 4; i++) attitude[i] = x[X.q + i]!;
  quaternion.fromRotationVector(small, angle);
  quaternion.multiply(attitude, attitude, small);
  quaternion.normalize(attitude, attitude);
  for (let i = 0; i < 4; i++) x[X.q + i] = attitude[i]!;
  quaternion.rotate(swing, attitude, angle);
  clock[C.yawCorrection] = clock[C.yawCorrection]! + swing[2]!;
  for (let j = 0; j < n; j++) mapColumn(P, E.th * n + j, n);
  for (let i = 0; i < n; i++) mapColumn(P, i * n + E.th, 1);
  for (let i = E.th; i < E.th + 3; i++) {
    for (let j = i + 1; j < E.th + 3; j++) P[j * n + i] = P[i * n + j]!;
  }
}

/** The three numbers from `at` on, `step` apart: u ← u − ½ δθ × u with δθ in `angle`. */
function mapColumn(P: Float64Array, at: number, step: number): void {
  const a = angle[0]!, b = angle[1]!, c = angle[2]!;
  const u = P[at]!, v = P[at + step]!, w = P[at + 2 * step]!;
  P[at] = u - (b * w - c * v) / 2;
  P[at + step] = v - (c * u - a * w) / 2;
  P[at + 2 * step] = w - (a * v - b * u) / 2;
}

/** What turns velocity and position, world x and y, when yaw turns: the shift, a quarter on. */
const shift = new Float64Array(E.th);

/**
 * A yaw that is wrong by ψ has turned velocity and position with it: δv holds ψ z × v, δp holds
 * ψ z × p. So where v and p are corrected, that part of their covariance goes along. Left behind,
 * it would no longer be what no wheel can see, a turn of the whole odom frame, and every noisy
 * speed would tell a little of yaw: false knowledge that a long drive adds up (Huang, Mourikis and
 * Roumeliotis, IJRR 2010). This is the reset of the invariant error, with which it can't arise
 * (Barrau and Bonnabel, IEEE TAC 2017). `share` (n) is scratch.
 */
function carryYaw(s: FilterState, e: Float64Array, share: Float64Array): void {
  const { x, P, n } = s;
  if (e[0] === 0 && e[1] === 0 && e[3] === 0 && e[4] === 0) return;
  for (let i = 0; i < E.th; i += 3) {
    shift[i] = -e[i + 1]!;
    shift[i + 1] = e[i]!;
  }
  const w = x[X.q]!, i = x[X.q + 1]!, j = x[X.q + 2]!, k = x[X.q + 3]!;
  // World z in the body: ψ is its product with δθ.
  const a = 2 * (i * k - w * j), b = 2 * (j * k + w * i), c = 1 - 2 * (i * i + j * j);
  const t = E.th * n;
  for (let m = 0; m < n; m++) share[m] = a * P[t + m]! + b * P[t + n + m]! + c * P[t + 2 * n + m]!;
  const variance = a * share[E.th]! + b * share[E.th + 1]! + c * share[E.th + 2]!;
  for (let r = 0; r < E.th; r++) {
    const g = shift[r]!;
    if (g === 0) continue;
    for (let m = 0; m < n; m++) {
      P[r * n + m] = P[r * n + m]! + g * share[m]!;
      P[m * n + r] = P[m * n + r]! + g * share[m]!;
    }
    for (let m = 0; m < E.th; m++) P[r * n + m] = P[r * n + m]! + g * shift[m]! * variance;
  }
}
