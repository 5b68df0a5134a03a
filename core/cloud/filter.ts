/** Range and intensity filter with a rigid transform: what a cloud's consumers want of it first. */
import { filterKernel, isForKernel } from "./filter/kernel.ts";
import { type FilterOptions, filterSettings, SETTING } from "./filter/settings.ts";
import { type FilterRun, filterTwin } from "./filter/twin.ts";
import { layoutOf, type PointCloud } from "./layout.ts";

/** What is left of a cloud: every field of the kept points, x, y and z transformed. */
export interface FilteredCloud {
  /** The kept points, in their order; bytes of its own. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** Points in it. */
  readonly count: number;
  /** Points left out, each counted once, by the first reason that holds. */
  readonly dropped: {
    /** A coordinate is NaN or infinite, or so large that its square is. */
    readonly notFinite: number;
    /** Beyond the range. */
    readonly far: number;
    /** Below the least intensity, or of an intensity that is NaN. */
    readonly dim: number;
  };
}

/**
 * Filters and transforms clouds. Its buffers are made once and grow; a run allocates only the
 * bytes that it returns.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { CloudFilter } from "./filter.ts";
 * const field = (name: string, offset: number) => ({ name, offset, datatype: 7, count: 1 });
 * const points = new Float32Array([1, 0, 0, 30, 0, 0]);
 * const { count, data } = new CloudFilter().run({
 *   ...{ height: 1, width: 2, is_bigendian: false, point_step: 12, row_step: 24 },
 *   fields: [field("x", 0), field("y", 4), field("z", 8)],
 *   data: new Uint8Array(points.buffer),
 * }, { maxRange: 10, translation: [0, 0, 2] });
 * assert.equal(count, 1);
 * assert.deepEqual([...new Float32Array(data.buffer)], [1, 0, 2]);
 * ```
 */
export class CloudFilter {
  #scratch = new Uint8Array(0);
  readonly #settings = new Float64Array(SETTING.length);
  readonly #counts = new Int32Array(2);
  readonly #twinOnly: boolean;

  /** `twinOnly`: never the kernel, for comparison and where SIMD is missing. */
  constructor({ twinOnly = false }: { readonly twinOnly?: boolean } = {}) {
    this.#twinOnly = twinOnly;
  }

  /**
   * Filters one cloud, which is not changed.
   *
   * @throws {CloudError} the cloud can't be read
   * @throws {RangeError} an option is out of range
   */
  run(cloud: PointCloud, options: FilterOptions): FilteredCloud {
    const layout = layoutOf(cloud);
    const { count, step } = layout;
    filterSettings(this.#settings, layout, options);
    const { data } = cloud, settings = this.#settings, counts = this.#counts;
    const run: FilterRun = { data, layout, settings, counts };
    const bytes = !this.#twinOnly && isForKernel(layout)
      ? filterKernel(run)
      : filterTwin(run, this.#room(count * step));
    const kept = bytes.length / step || 0; // no points: 0 / 0
    const finite = counts[0]!, near = counts[1]!;
    return {
      data: new Uint8Array(bytes),
      count: kept,
      dropped: { notFinite: count - finite, far: finite - near, dim: near - kept },
    };
  }

  #room(size: number): Uint8Array {
    if (this.#scratch.length < size) this.#scratch = new Uint8Array(Math.ceil(size * 1.25));
    return this.#scratch;
  }
}
