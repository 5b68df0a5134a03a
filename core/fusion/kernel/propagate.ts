/**
 * Propagation of the error-state filter over a part of one IMU interval (Solà, arXiv 1711.02508,
 * section 5, with the rotation at the middle of the interval):
 *
 *   p ← p + v dt + ½ (Rm a + g) dt²,  v ← v + (Rm a + g) dt,  q ← q ⊗ Exp(w dt)
 *
 * with Rm = R(q ⊗ Exp(w dt / 2)), w = rate − bias − noise and a = force − bias. The noise of the
 * interval's mean rate is a state that lives for that interval: an interval may be cut where a
 * measurement lies in it, and the mean rate that is put out keeps its correlation with attitude.
 *
 * Its length lies in the clock, at C.step: a number that is passed to a function too large to be
 * inlined is put on the heap, and a filter that runs for days shall leave nothing there.
 */
import * as quaternion from "../../math/quaternion.ts";
import { leftJacobian, rightJacobian } from "../../math/so3.ts";
import { exp } from "../../math/scalar.ts";
import { C, E, type FilterState, X } from "./layout.ts";

/** Jacobian blocks of one propagation, row-major 3 × 3; written by {@linkcode transition}. */
export const blocks = {
  /** ∂v′/∂δθ. */
  velocityByAngle: new Float64Array(9),
  /** ∂v′/∂(δbias + δnoise of the rate). */
  velocityByRate: new Float64Array(9),
  /** ∂v′/∂δ(accelerometer bias). */
  velocityByForce: new Float64Array(9),
  /** ∂θ′/∂δθ. */
  angleByAngle: new Float64Array(9),
  /** −∂θ′/∂(δbias + δnoise of the rate). */
  angleByRate: new Float64Array(9),
};

const w = new Float64Array(3);
const turn = new Float64Array(3);
const half = new Float64Array(4);
const middle = new Float64Array(4);
const R = new Float64Array(9);
const force = new Float64Array(3);
const left = new Float64Array(9);
const work = new Float64Array(9);

/** What {@linkcode propagate} knows of the world and of the IMU. */
export interface ProcessModel {
  /** Of gravity, m/s². */
  readonly gravity: number;
  /** Random walk of the gyro bias, rad/s²/√Hz. */
  readonly gyroBiasWalk: number;
  /** Random walk of the accelerometer bias, m/s³/√Hz. */
  readonly accelBiasWalk: number;
}

/** Moves the nominal state by C.step and fills {@linkcode blocks}. */
export function transition(s: FilterState, by: ProcessModel): void {
  const { x, clock } = s;
  const dt = clock[C.step]!;
  for (let i = 0; i < 3; i++) {
    w[i] = clock[C.rate + i]! - x[X.bias + i]! - x[X.noise + i]!;
    turn[i] = w[i]! * dt / 2;
  }
  const q = middle;
  for (let i = 0; i < 4; i++) q[i] = x[X.q + i]!;
  quaternion.toMatrix(R, q);
  quaternion.fromRotationVector(half, turn);
  quaternion.multiply(middle, q, half);
  if (clock[C.hold] === 0) integrate(s, by);
  else clearVelocityBlocks();
  quaternion.multiply(middle, middle, half);
  quaternion.normalize(middle, middle);
  for (let i = 0; i < 4; i++) x[X.q + i] = middle[i]!;
  quaternion.multiply(half, half, half);
  quaternion.toMatrix(work, half);
  const { angleByAngle, angleByRate } = blocks;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) angleByAngle[3 * i + j] = work[3 * j + i]!;
    turn[i] = w[i]! * dt;
  }
  rightJacobian(angleByRate, turn);
  for (let i = 0; i < 9; i++) angleByRate[i] = angleByRate[i]! * dt;
}

/** Velocity and position, and their blocks; `middle` is the attitude at mid-interval. */
function integrate(s: FilterState, by: ProcessModel): void {
  const { x, clock } = s;
  const { gravity } = by;
  const dt = clock[C.step]!;
  for (let i = 0; i < 3; i++) force[i] = clock[C.force + i]! - x[X.accel + i]!;
  const { velocityByAngle, velocityByRate, velocityByForce } = blocks;
  quaternion.toMatrix(velocityByForce, middle);
  quaternion.rotate(force, middle, force);
  const fx = force[0]!, fy = force[1]!, fz = force[2]!;
  for (let i = 0; i < 3; i++) {
    const a = force[i]! - (i === 2 ? gravity : 0);
    x[X.p + i] = x[X.p + i]! + x[X.v + i]! * dt + a * dt * dt / 2;
    x[X.v + i] = x[X.v + i]! + a * dt;
  }
  leftJacobian(left, turn);
  for (let j = 0; j < 3; j++) {
    const r0 = R[j]!, r1 = R[3 + j]!, r2 = R[6 + j]!;
    velocityByAngle[j] = -dt * (fy * r2 - fz * r1);
    velocityByAngle[3 + j] = -dt * (fz * r0 - fx * r2);
    velocityByAngle[6 + j] = -dt * (fx * r1 - fy * r0);
  }
  // +½ dt² [Rm a]× R Jl(w dt / 2), that is −½ dt times the block above times Jl.
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      velocityByRate[3 * i + j] = -dt / 2 * (velocityByAngle[3 * i]! * left[j]! +
        velocityByAngle[3 * i + 1]! * left[3 + j]! + velocityByAngle[3 * i + 2]! * left[6 + j]!);
    }
  }
  for (let i = 0; i < 9; i++) velocityByForce[i] = -dt * velocityByForce[i]!;
}

function clearVelocityBlocks(): void {
  blocks.velocityByAngle.fill(0);
  blocks.velocityByRate.fill(0);
  blocks.velocityByForce.fill(0);
}

/**
 * P ← F P Fᵀ with the blocks of the last {@linkcode transition}: first every column, then the rows
 * that F changes, of which the part behind the diagonal counts.
 */
export function transformCovariance(s: FilterState): void {
  const { P, n, accel } = s;
  transformLines(s, n, 1, n);
  if (accel >= 0) addForce(s, n, 1, n);
  transformLines(s, 9, n, 1);
  if (accel >= 0) addForce(s, 9, n, 1);
  // Not before: a row's left part is still F P while the rows above it are done.
  for (let i = 0; i < 9; i++) for (let j = i + 1; j < n; j++) P[j * n + i] = P[i * n + j]!;
}

/**
 * Transforms p, v and θ of the first `count` lines of P: columns or rows, `apart` from each other,
 * the numbers in them `step` apart.
 */
function transformLines(s: FilterState, count: number, apart: number, step: number): void {
  const { velocityByAngle: A, velocityByRate: G, angleByAngle: T, angleByRate: J } = blocks;
  const { P, clock } = s;
  const dt = clock[C.step]!;
  for (let line = 0; line < count; line++) {
    const p = line * apart, v = p + E.v * step, th = p + E.th * step;
    const bias = p + E.bias * step, noise = p + E.noise * step;
    const a = P[th]!, b = P[th + step]!, c = P[th + 2 * step]!;
    const d = P[bias]! + P[noise]!;
    const e = P[bias + step]! + P[noise + step]!;
    const f = P[bias + 2 * step]! + P[noise + 2 * step]!;
    const w0 = A[0]! * a + A[1]! * b + A[2]! * c + G[0]! * d + G[1]! * e + G[2]! * f;
    const w1 = A[3]! * a + A[4]! * b + A[5]! * c + G[3]! * d + G[4]! * e + G[5]! * f;
    const w2 = A[6]! * a + A[7]! * b + A[8]! * c + G[6]! * d + G[7]! * e + G[8]! * f;
    const v0 = P[v]!, v1 = P[v + step]!, v2 = P[v + 2 * step]!;
    P[p] = P[p]! + dt * (v0 + w0 / 2);
    P[p + step] = P[p + step]! + dt * (v1 + w1 / 2);
    P[p + 2 * step] = P[p + 2 * step]! + dt * (v2 + w2 / 2);
    P[v] = v0 + w0;
    P[v + step] = v1 + w1;
    P[v + 2 * step] = v2 + w2;
    P[th] = T[0]! * a + T[1]! * b + T[2]! * c - J[0]! * d - J[1]! * e - J[2]! * f;
    P[th + step] = T[3]! * a + T[4]! * b + T[5]! * c - J[3]! * d - J[4]! * e - J[5]! * f;
    P[th + 2 * step] = T[6]! * a + T[7]! * b + T[8]! * c - J[6]! * d - J[7]! * e - J[8]! * f;
  }
}

/** Adds to p and v of such lines what their accelerometer bias does. */
function addForce(s: FilterState, count: number, apart: number, step: number): void {
  const { velocityByForce: B } = blocks;
  const { P, clock, accel } = s;
  const dt = clock[C.step]!;
  for (let line = 0; line < count; line++) {
    const p = line * apart, v = p + E.v * step, k = p + accel * step;
    const x = P[k]!, y = P[k + step]!, z = P[k + 2 * step]!;
    for (let i = 0; i < 3; i++) {
      const d = B[3 * i]! * x + B[3 * i + 1]! * y + B[3 * i + 2]! * z;
      P[v + i * step] = P[v + i * step]! + d;
      P[p + i * step] = P[p + i * step]! + d * dt / 2;
    }
  }
}

/** Adds what was gathered over C.step: accelerometer noise, gyro scale, random walks. */
export function addProcessNoise(s: FilterState, by: ProcessModel): void {
  const { P, n, clock, accel } = s;
  const dt = clock[C.step]!;
  const bias = by.gyroBiasWalk * by.gyroBiasWalk * dt;
  const accelBias = by.accelBiasWalk * by.accelBiasWalk * dt;
  const velocity = clock[C.accelDensity]! * dt;
  const angle = clock[C.angleDensity]! * dt;
  for (let i = 0; i < 3; i++) {
    const p = i * n + i, v = (E.v + i) * n + E.v + i, pv = i * n + E.v + i;
    P[p] = P[p]! + velocity * dt * dt / 3;
    P[pv] = P[(E.v + i) * n + i] = P[pv]! + velocity * dt / 2;
    P[v] = P[v]! + velocity;
    const th = (E.th + i) * n + E.th + i, b = (E.bias + i) * n + E.bias + i;
    P[th] = P[th]! + angle;
    P[b] = P[b]! + bias;
    if (accel >= 0) {
      const a = (accel + i) * n + accel + i;
      P[a] = P[a]! + accelBias;
    }
  }
}

/** One propagation over C.step of the open interval. */
export function propagate(s: FilterState, by: ProcessModel): void {
  transition(s, by);
  transformCovariance(s);
  addProcessNoise(s, by);
}

/** Starts an interval: its mean rate has fresh noise of variance C.rateVariance an axis. */
export function openInterval(s: FilterState): void {
  const { P, n, x, clock } = s;
  for (let i = 0; i < 3; i++) {
    const k = E.noise + i;
    x[X.noise + i] = 0;
    for (let j = 0; j < n; j++) P[k * n + j] = P[j * n + k] = 0;
    P[k * n + k] = clock[C.rateVariance]!;
  }
}

/** A time-correlated error, first-order Gauss–Markov, and a time that passes for it. */
export interface CorrelatedError {
  /** Stationary deviation. */
  sd: number;
  /** Correlation, s; 0: the error is white and its state empty. */
  correlation: number;
  /** What passes, s. */
  elapsed: number;
}

/** Moves the state of a correlated error; `index` is E.mag or E.given. */
export function decay(s: FilterState, index: number, by: CorrelatedError): void {
  const { sd, correlation, elapsed } = by;
  if (correlation <= 0) return;
  const { P, n, x } = s;
  const phi = exp(-elapsed / correlation);
  const at = X.mag + index - E.mag;
  x[at] = x[at]! * phi;
  for (let j = 0; j < n; j++) P[index * n + j] = P[j * n + index] = P[index * n + j]! * phi;
  const k = index * n + index;
  P[k] = P[k]! * phi + sd * sd * (1 - phi * phi);
}
