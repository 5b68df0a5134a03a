/** The WASM filter: chunk by chunk through its memory, which stays in the processor's cache. */
import * as kernel from "../../kernels/cloud.wasm";
import type { TwinRun } from "./twin.ts";
import type { CloudLayout } from "../layout.ts";

const memory = new Uint8Array(kernel.memory.buffer);
const settings = new Float32Array(kernel.memory.buffer, kernel.settings(), 14);
const counted = new Int32Array(kernel.memory.buffer, kernel.counts(), 2);
const INPUT = kernel.input();
const OUTPUT = kernel.output();
const CAPACITY = kernel.capacity();
const LONGEST = kernel.longest();

/** Whether the kernel reads a layout: x, y, z side by side, float32, little endian. */
export function isForKernel({ step, bigEndian, double, xyz }: CloudLayout): boolean {
  return !bigEndian && !double && step <= LONGEST && xyz[1] === xyz[0] + 4 && xyz[2] === xyz[0] + 8;
}

/** As `filterTwin`, for layouts of {@linkcode isForKernel}, to the same bytes. */
export function filterKernel({ data, layout, settings: wanted, out, counts }: TwinRun): number {
  const { count, step, xyz, intensity } = layout;
  settings.set(wanted); // rounds each
  const most = Math.floor(CAPACITY / step);
  let finite = 0, near = 0, to = 0;
  for (let i = 0; i < count; i += most) {
    const now = Math.min(most, count - i);
    memory.set(data.subarray(i * step, (i + now) * step), INPUT);
    const kept = kernel.filter(now, step, xyz[0], intensity?.offset ?? 0, intensity?.datatype ?? 0);
    out.set(memory.subarray(OUTPUT, OUTPUT + kept * step), to);
    to += kept * step;
    finite += counted[0]!;
    near += counted[1]!;
  }
  counts[0] = finite;
  counts[1] = near;
  return to / step;
}
