/** The cloud filter over parts of a cloud at once: the same bytes as `CloudFilter`, in its order. */
import type { RunTasks } from "../tasks.ts";
import type { FilteredCloud } from "./filter.ts";
import { type FilterOptions, filterSettings, SETTING } from "./filter/settings.ts";
import type { FilterPart } from "./filter/task.ts";
import { layoutOf, type PointCloud } from "./layout.ts";

/** Points of a part, whatever the number of workers. */
const PART = 32768;

/** Filters clouds by tasks; its shared buffers are made once and grow. */
export class ParallelFilter {
  #input = new SharedArrayBuffer(0);
  #output = new SharedArrayBuffer(0);
  readonly #run: RunTasks;
  readonly #settings = new Float64Array(SETTING.length);

  /** `run`: where the tasks are run. */
  constructor(run: RunTasks) {
    this.#run = run;
  }

  /**
   * Filters one cloud, which is not changed. One at a time: the next waits for the one before.
   * Points that lie in shared memory from its first byte on are read where they are.
   *
   * @throws {CloudError} the cloud can't be read
   * @throws {RangeError} an option is out of range
   */
  async run(cloud: PointCloud, options: FilterOptions): Promise<FilteredCloud> {
    const layout = layoutOf(cloud), { count, step } = layout;
    filterSettings(this.#settings, layout, options);
    const size = count * step, { data } = cloud;
    if (this.#output.byteLength < size) {
      this.#output = new SharedArrayBuffer(Math.ceil(1.25 * size));
    }
    const input = this.#shared(data, size), output = this.#output, settings = this.#settings;
    const parts: FilterPart[] = [];
    for (let first = 0; first < count; first += PART) {
      const part = { ...layout, count: Math.min(PART, count - first) };
      parts.push({ input, output, offset: first * step, layout: part, settings });
    }
    const results = await this.#run("cloud/filter", parts);
    let kept = 0, finite = 0, near = 0;
    for (const result of results) {
      kept += result[0];
      finite += result[1];
      near += result[2];
    }
    const bytes = new Uint8Array(kept * step);
    let to = 0;
    results.forEach(([points], i) => {
      bytes.set(new Uint8Array(output, parts[i]!.offset, points * step), to);
      to += points * step;
    });
    const dropped = { notFinite: count - finite, far: finite - near, dim: near - kept };
    return { data: bytes, count: kept, dropped };
  }

  #shared(data: Uint8Array, size: number): SharedArrayBuffer {
    const { buffer } = data;
    if (buffer instanceof SharedArrayBuffer && data.byteOffset === 0) return buffer;
    if (this.#input.byteLength < size) {
      this.#input = new SharedArrayBuffer(Math.ceil(1.25 * size));
    }
    new Uint8Array(this.#input).set(data.subarray(0, size));
    return this.#input;
  }
}
