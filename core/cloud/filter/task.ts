/** The cloud filter over a part of a cloud in shared memory: what a worker is asked to do. */
import type { CloudLayout } from "../layout.ts";
import { filterKernel, isForKernel } from "./kernel.ts";
import { filterTwin } from "./twin.ts";

/** A part of a cloud: its points begin at the same byte of input and output. */
export interface FilterPart {
  /** All of the cloud's points. */
  readonly input: SharedArrayBuffer;
  /** At least as long. */
  readonly output: SharedArrayBuffer;
  /** Bytes from the start of both. */
  readonly offset: number;
  /** How the points lie; `count` is those of the part. */
  readonly layout: CloudLayout;
  /** Of `filterSettings`. */
  readonly settings: Float64Array;
}

/** Points of a part that were kept, are finite, are in range. */
export type FilterCounts = readonly [kept: number, finite: number, near: number];

const counts = new Int32Array(2);

/** Filters a part: its kept points are one behind the other from its offset in the output. */
export function filterPart(part: FilterPart): FilterCounts {
  const { layout, settings, offset } = part;
  const size = layout.count * layout.step;
  const run = { data: new Uint8Array(part.input, offset, size), layout, settings, counts };
  const out = new Uint8Array(part.output, offset, size);
  let kept = 0;
  if (isForKernel(layout)) {
    const bytes = filterKernel(run);
    out.set(bytes);
    kept = bytes.length;
  } else kept = filterTwin(run, out).length;
  return [kept / layout.step, counts[0]!, counts[1]!];
}
