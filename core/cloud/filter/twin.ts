/**
 * The cloud filter in TypeScript: the specification of core/kernels/as/cloud.ts, and what filters
 * the layouts that the kernel does not read. With float32 points every operation is rounded to
 * float32 in the kernel's order, so that both give the same bytes.
 */
import { SETTING } from "./settings.ts";
import { type CloudLayout, DATATYPE, type PointField } from "../layout.ts";

/** What is to be filtered. */
export interface FilterRun {
  /** The cloud's points. */
  readonly data: Uint8Array;
  /** How they lie in it; its `count` is how many there are. */
  readonly layout: CloudLayout;
  /** Of `filterSettings`. */
  readonly settings: Float64Array;
  /** Becomes the number of points with finite r², and of those in range. */
  readonly counts: Int32Array;
}

/**
 * Filters and transforms points of any layout into `out`, at least as long as `data`, one behind
 * the other; returns the part of it that they take.
 */
export function filterTwin(run: FilterRun, out: Uint8Array): Uint8Array {
  return run.layout.double ? filterDouble(run, out) : filterSingle(run, out);
}

const fround = Math.fround;

function filterSingle({ data, layout, settings, counts }: FilterRun, out: Uint8Array): Uint8Array {
  const { count, step, xyz: [ox, oy, oz], intensity } = layout;
  const s = Float32Array.from(settings), little = !layout.bigEndian;
  const [a, b, c, d, e, f, g, h, i, tx, ty, tz] = s as unknown as number[];
  const from = viewOf(data), into = viewOf(out);
  const range2 = s[SETTING.range2]!, least = s[SETTING.least]!;
  let finite = 0, near = 0, to = 0;
  for (let at = 0; at < count * step; at += step) {
    const x = from.getFloat32(at + ox, little), y = from.getFloat32(at + oy, little);
    const z = from.getFloat32(at + oz, little);
    const r2 = fround(fround(fround(x * x) + fround(y * y)) + fround(z * z));
    if (r2 < Infinity) finite++;
    if (!(r2 <= range2)) continue;
    near++;
    if (intensity !== undefined && !(fround(numberAt(from, at, intensity, little)) >= least)) {
      continue;
    }
    for (let k = 0; k < step; k++) out[to + k] = data[at + k]!;
    const u = fround(fround(fround(fround(a! * x) + fround(b! * y)) + fround(c! * z)) + tx!);
    const v = fround(fround(fround(fround(d! * x) + fround(e! * y)) + fround(f! * z)) + ty!);
    const w = fround(fround(fround(fround(g! * x) + fround(h! * y)) + fround(i! * z)) + tz!);
    into.setFloat32(to + ox, u, little);
    into.setFloat32(to + oy, v, little);
    into.setFloat32(to + oz, w, little);
    to += step;
  }
  counts[0] = finite;
  counts[1] = near;
  return out.subarray(0, to);
}

function filterDouble({ data, layout, settings, counts }: FilterRun, out: Uint8Array): Uint8Array {
  const { count, step, xyz: [ox, oy, oz], intensity } = layout, little = !layout.bigEndian;
  const [a, b, c, d, e, f, g, h, i, tx, ty, tz] = settings as unknown as number[];
  const from = viewOf(data), into = viewOf(out);
  const range2 = settings[SETTING.range2]!, least = settings[SETTING.least]!;
  let finite = 0, near = 0, to = 0;
  for (let at = 0; at < count * step; at += step) {
    const x = from.getFloat64(at + ox, little), y = from.getFloat64(at + oy, little);
    const z = from.getFloat64(at + oz, little);
    const r2 = x * x + y * y + z * z;
    if (r2 < Infinity) finite++;
    if (!(r2 <= range2)) continue;
    near++;
    if (intensity !== undefined && !(numberAt(from, at, intensity, little) >= least)) continue;
    for (let k = 0; k < step; k++) out[to + k] = data[at + k]!;
    into.setFloat64(to + ox, a! * x + b! * y + c! * z + tx!, little);
    into.setFloat64(to + oy, d! * x + e! * y + f! * z + ty!, little);
    into.setFloat64(to + oz, g! * x + h! * y + i! * z + tz!, little);
    to += step;
  }
  counts[0] = finite;
  counts[1] = near;
  return out.subarray(0, to);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** A number of the point that begins at a byte. */
function numberAt(
  view: DataView,
  point: number,
  { offset, datatype }: PointField,
  little: boolean,
): number {
  const at = point + offset;
  switch (datatype) {
    case DATATYPE.int8:
      return view.getInt8(at);
    case DATATYPE.uint8:
      return view.getUint8(at);
    case DATATYPE.int16:
      return view.getInt16(at, little);
    case DATATYPE.uint16:
      return view.getUint16(at, little);
    case DATATYPE.int32:
      return view.getInt32(at, little);
    case DATATYPE.uint32:
      return view.getUint32(at, little);
    case DATATYPE.float32:
      return view.getFloat32(at, little);
    default:
      return view.getFloat64(at, little);
  }
}
