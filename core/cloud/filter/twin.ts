/**
 * The cloud filter in TypeScript: the specification of core/kernels/as/cloud.ts, and what filters
 * the layouts that the kernel does not read. With float32 points every operation is rounded to
 * float32 in the kernel's order, so that both give the same bytes.
 */
import { columnOf } from "../column.ts";
import { SETTING } from "./settings.ts";
import { type CloudLayout, DATATYPE } from "../layout.ts";

/** Filters `count` points of `data`; see {@linkcode filterTwin}. */
export interface TwinRun {
  /** The cloud's points. */
  readonly data: Uint8Array;
  /** How they lie in it; its `count` is how many there are. */
  readonly layout: CloudLayout;
  /** Of `filterSettings`. */
  readonly settings: Float64Array;
  /** Kept points go here, one behind the other; at least as large as `data`. */
  readonly out: Uint8Array;
  /** Becomes the number of points with finite r², and of those in range. */
  readonly counts: Int32Array;
}

/** Filters and transforms points of any layout; returns how many it kept. */
export function filterTwin(run: TwinRun): number {
  return run.layout.double ? filterWith(run, (x) => x) : filterWith(run, Math.fround);
}

function filterWith(run: TwinRun, round: (x: number) => number): number {
  const { data, layout, out, counts } = run;
  const { count, step, bigEndian, double, xyz, intensity } = layout;
  const s = run.settings.map(round);
  const datatype = double ? DATATYPE.float64 : DATATYPE.float32;
  const [X, Y, Z] = xyz.map((offset) => columnOf(data, { offset, datatype, step, bigEndian }));
  const I = intensity === undefined ? undefined : columnOf(data, { ...intensity, step, bigEndian });
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  const write = double
    ? (at: number, value: number) => view.setFloat64(at, value, !bigEndian)
    : (at: number, value: number) => view.setFloat32(at, value, !bigEndian);
  const range2 = s[SETTING.range2]!, least = s[SETTING.least]!;
  let finite = 0, near = 0, to = 0;
  for (let i = 0; i < count; i++) {
    const x = X!(i), y = Y!(i), z = Z!(i);
    const r2 = round(round(round(x * x) + round(y * y)) + round(z * z));
    if (r2 < Infinity) finite++;
    if (!(r2 <= range2)) continue;
    near++;
    if (I !== undefined && !(round(I(i)) >= least)) continue;
    for (let k = 0; k < step; k++) out[to + k] = data[i * step + k]!;
    for (let row = 0; row < 3; row++) {
      const xy = round(round(s[3 * row]! * x) + round(s[3 * row + 1]! * y));
      const sum = round(xy + round(s[3 * row + 2]! * z));
      write(to + xyz[row]!, round(sum + s[SETTING.translation + row]!));
    }
    to += step;
  }
  counts[0] = finite;
  counts[1] = near;
  return to / step;
}
