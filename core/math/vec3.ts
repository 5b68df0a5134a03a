/**
 * 3-vectors as flat arrays. Every function writes into its first argument, which may be one of the
 * others, and allocates nothing.
 */

/** A flat array of numbers that is only read. */
export type Numbers = Float64Array | readonly number[];

/** A flat array of numbers that is written to. */
export type MutableNumbers = Float64Array | number[];

/** out = a. */
export function copy(out: MutableNumbers, a: Numbers): void {
  out[0] = a[0]!;
  out[1] = a[1]!;
  out[2] = a[2]!;
}

/** out = a + b. */
export function add(out: MutableNumbers, a: Numbers, b: Numbers): void {
  out[0] = a[0]! + b[0]!;
  out[1] = a[1]! + b[1]!;
  out[2] = a[2]! + b[2]!;
}

/** out = a − b. */
export function sub(out: MutableNumbers, a: Numbers, b: Numbers): void {
  out[0] = a[0]! - b[0]!;
  out[1] = a[1]! - b[1]!;
  out[2] = a[2]! - b[2]!;
}

/** out = s a. */
export function scale(out: MutableNumbers, a: Numbers, s: number): void {
  out[0] = a[0]! * s;
  out[1] = a[1]! * s;
  out[2] = a[2]! * s;
}

/** out = a + s b. */
export function addScaled(out: MutableNumbers, a: Numbers, b: Numbers, s: number): void {
  out[0] = a[0]! + b[0]! * s;
  out[1] = a[1]! + b[1]! * s;
  out[2] = a[2]! + b[2]! * s;
}

/** out = a × b. */
export function cross(out: MutableNumbers, a: Numbers, b: Numbers): void {
  const ax = a[0]!, ay = a[1]!, az = a[2]!;
  const bx = b[0]!, by = b[1]!, bz = b[2]!;
  out[0] = ay * bz - az * by;
  out[1] = az * bx - ax * bz;
  out[2] = ax * by - ay * bx;
}

/** a · b. */
export function dot(a: Numbers, b: Numbers): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}

/** |a|. */
export function norm(a: Numbers): number {
  return Math.sqrt(dot(a, a));
}
