/**
 * How much older a magnetometer's reading is than its stamp says, against the gyro: conversion and
 * sample-and-hold make it 5 to 20 ms in real parts, and at 300 °/s that is 3 °. A reading that is
 * late by d is m + d (w × m) to first order, so that in a frame which the gyro alone carries d is
 * the slope of what varies in m over what varies in w × m. No heading is needed for it.
 */
import * as quaternion from "../../math/quaternion.ts";
import { dot } from "../../math/vec3.ts";
import { C, type FilterState, X } from "../kernel/layout.ts";
import { gyroFrame } from "./gravity.ts";

/** Where it lies in the memory of the field's judge: means of m and w × m (3 each), sums. */
const D = { mean: 8, product: 11, cross: 14, square: 15, last: 16, seen: 17 };

/** Time constant of the means, s. */
const MEAN_TIME = 2;
/** Error of a reading (tesla) against which the prior of the delay, 0 ± 10 ms, is weighed. */
const READING_SD = 2e-6;
const PRIOR_SD = 0.01;
/** Time over which old evidence fades, s. */
const MEMORY = 300;
/** No part is later than this, s. */
const LONGEST = 0.03;
/** Slower turns, rad/s, say more about disturbances than about time. */
const FAST = 1;

const q = new Float64Array(4);
const u = new Float64Array(3);
const v = new Float64Array(3);
const w = new Float64Array(3);

/** The delay found so far, s. */
export function magDelay(s: FilterState): number {
  const { field } = s;
  const prior = READING_SD * READING_SD / (PRIOR_SD * PRIOR_SD);
  const d = field[D.cross]! / (field[D.square]! + prior);
  return Math.min(Math.max(d, -LONGEST), LONGEST);
}

/** Learns from a reading (3, body, tesla). */
export function learnDelay(s: FilterState, reading: Float64Array): void {
  const { field, clock, x } = s;
  gyroFrame(q, s);
  for (let i = 0; i < 3; i++) w[i] = clock[C.rate + i]! - x[X.bias + i]!;
  const fast = dot(w, w) > FAST * FAST;
  u[0] = w[1]! * reading[2]! - w[2]! * reading[1]!;
  u[1] = w[2]! * reading[0]! - w[0]! * reading[2]!;
  u[2] = w[0]! * reading[1]! - w[1]! * reading[0]!;
  quaternion.rotate(u, q, u);
  quaternion.rotate(v, q, reading);
  const now = clock[C.now]!;
  const dt = Math.max(0, (now - field[D.last]!) * 1e-9);
  field[D.last] = now;
  const seen = field[D.seen] = field[D.seen]! + 1;
  const gain = Math.max(dt / (MEAN_TIME + dt), 1 / seen);
  const keep = 1 - Math.min(dt / MEMORY, 1);
  let cross = 0, square = 0;
  for (let i = 0; i < 3; i++) {
    const a = u[i]! - field[D.product + i]!, b = v[i]! - field[D.mean + i]!;
    field[D.product + i] = field[D.product + i]! + gain * a;
    field[D.mean + i] = field[D.mean + i]! + gain * b;
    if (!fast) continue;
    cross += a * b;
    square += a * a;
  }
  field[D.cross] = field[D.cross]! * keep + cross;
  field[D.square] = field[D.square]! * keep + square;
}

/** Turns a reading into what it would be now: by the rotation since it was taken. */
export function undelay(reading: Float64Array, s: FilterState): void {
  const { clock, x } = s;
  const delay = magDelay(s);
  for (let i = 0; i < 3; i++) w[i] = -delay * (clock[C.rate + i]! - x[X.bias + i]!);
  quaternion.fromRotationVector(q, w);
  quaternion.rotate(reading, q, reading);
}
