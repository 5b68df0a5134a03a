/**
 * The WASM filter: chunk by chunk through its memory, which stays in the processor's cache; what is
 * kept lies behind, one chunk's after the other's.
 */
import * as kernel from "../../kernels/cloud.wasm";
import type { FilterRun } from "./twin.ts";
import { CloudError, type CloudLayout } from "../layout.ts";

let memory = new Uint8Array(kernel.memory.buffer);
let settings = new Float32Array(kernel.memory.buffer, kernel.settings(), 14);
let counted = new Int32Array(kernel.memory.buffer, kernel.counts(), 2);
const INPUT = kernel.input();
const CAPACITY = kernel.capacity();
const LONGEST = kernel.longest();
/** Bytes of memory that a processor finds by one look-up. */
const PAGE = 4096;
const touched = new Uint8Array(1);

/** Whether the kernel reads a layout: x, y, z side by side, float32, little endian. */
export function isForKernel({ step, bigEndian, double, xyz }: CloudLayout): boolean {
  return !bigEndian && !double && step <= LONGEST && xyz[1] === xyz[0] + 4 && xyz[2] === xyz[0] + 8;
}

/**
 * As `filterTwin`, for layouts of {@linkcode isForKernel}, to the same bytes: they lie in the
 * kernel's memory until the next run.
 *
 * @throws {CloudError} the cloud is larger than the kernel's memory can be
 */
export function filterKernel({ data, layout, settings: wanted, counts }: FilterRun): Uint8Array {
  const { count, step, xyz, intensity } = layout;
  const begin = reserve(count * step);
  settings.set(wanted); // rounds each
  const most = Math.floor(CAPACITY / step);
  const field = intensity?.offset ?? 0, kind = intensity?.datatype ?? 0;
  let finite = 0, near = 0, to = begin;
  for (let i = 0; i < count; i += most) {
    const now = Math.min(most, count - i);
    memory.set(data.subarray(i * step, (i + now) * step), INPUT);
    touch(data, (i + now) * step, (i + now + most) * step);
    to = kernel.filter(now, step, xyz[0], field, kind, to);
    finite += counted[0]!;
    near += counted[1]!;
  }
  counts[0] = finite;
  counts[1] = near;
  return memory.subarray(begin, to);
}

/** Reads a byte of each page: the processor looks them up and fetches while the kernel computes. */
function touch(data: Uint8Array, from: number, end: number) {
  for (let i = from; i < end && i < data.length; i += PAGE) touched[0]! ^= data[i]!;
}

function reserve(size: number): number {
  const begin = size < 0x7f000000 ? kernel.reserve(size) : 0;
  if (begin === 0) throw new CloudError(`${size} bytes of points, expected less than 2 GB`);
  const { buffer } = kernel.memory;
  if (memory.buffer !== buffer) {
    memory = new Uint8Array(buffer);
    settings = new Float32Array(buffer, kernel.settings(), 14);
    counted = new Int32Array(buffer, kernel.counts(), 2);
  }
  return begin;
}
