/**
 * Recorded trajectories: TUM (`t tx ty tz qx qy qz qw`, seconds, spaces) and EuRoC
 * (`t_ns,px,py,pz,qw,qx,qy,qz,…`, nanoseconds, commas). Lines that begin with # are comments.
 */
import type { PoseSamples } from "./pose_motion.ts";

/**
 * Poses of a file, its times counted from the first.
 *
 * @param name the file's, for errors
 * @param format absent: EuRoC where the first pose has a comma
 * @throws {RangeError} names file, line and what was expected
 */
export function parseTrajectory(
  text: string,
  name: string,
  format?: "tum" | "euroc",
): PoseSamples {
  const times: number[] = [], positions: number[] = [], quaternions: number[] = [];
  let kind = format, first = "";
  text.split(/\r?\n/).forEach((line, n) => {
    const body = line.trim();
    if (body === "" || body.startsWith("#")) return;
    kind ??= body.includes(",") ? "euroc" : "tum";
    const fail = (what: string) => new RangeError(`${name}:${n + 1}: ${what}`);
    const fields = kind === "euroc" ? body.split(",").map((f) => f.trim()) : body.split(/\s+/);
    const wanted = kind === "euroc"
      ? "a EuRoC row is t_ns,px,py,pz,qw,qx,qy,qz,…"
      : "a TUM row is t tx ty tz qx qy qz qw";
    if (kind === "euroc" ? fields.length < 8 : fields.length !== 8) {
      throw fail(`${wanted}, not ${fields.length} fields`);
    }
    const numbers = fields.slice(0, 8).map((field) => field === "" ? NaN : Number(field));
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw fail(`${wanted}; "${fields[bad]}" is not a number`);
    if (first === "") first = fields[0]!;
    const time = kind === "euroc"
      ? nanosecondsSince(fields[0]!, first)
      : secondsSince(fields[0]!, first);
    if (times.length > 0 && !(time > times[times.length - 1]!)) {
      throw fail(`time ${fields[0]} is not after the one before`);
    }
    const [, x, y, z, a, b, c, d] = numbers as [number, number, number, number, ...number[]];
    const q = kind === "euroc" ? [a!, b!, c!, d!] : [d!, a!, b!, c!];
    const square = q.reduce((sum, value) => sum + value * value, 0);
    if (Math.abs(square - 1) > 0.02) throw fail("the quaternion's norm is not 1");
    times.push(time);
    positions.push(x, y, z);
    quaternions.push(...q);
  });
  if (times.length < 2) {
    throw new RangeError(`${name}: needs two poses or more, has ${times.length}`);
  }
  return {
    times: Float64Array.from(times),
    positions: Float64Array.from(positions),
    quaternions: Float64Array.from(quaternions),
  };
}

/** Whole nanoseconds since 1970 exceed what a double holds: the difference is taken exactly. */
function nanosecondsSince(field: string, first: string): number {
  if (!/^\d+$/.test(field) || !/^\d+$/.test(first)) return (Number(field) - Number(first)) * 1e-9;
  return Number(BigInt(field) - BigInt(first)) * 1e-9;
}

/** Seconds since 1970 with a fraction lose digits beyond 0.1 µs: whole parts are taken apart. */
function secondsSince(field: string, first: string): number {
  const split = /^(\d+)(\.\d*)?$/;
  const a = split.exec(field), b = split.exec(first);
  if (a === null || b === null) return Number(field) - Number(first);
  return Number(a[1]) - Number(b[1]) + (Number(a[2] ?? 0) - Number(b[2] ?? 0));
}
