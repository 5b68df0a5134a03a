/**
 * Judging clusters of points: a cluster is right if it and the true thing share more than half of
 * the points that either has (intersection over union, as panoptic quality matches segments:
 * Kirillov et al. 2019). No two disjoint clusters can be right about the same thing, nor one about
 * two: what is merged or in pieces is missed.
 */

/** The point belongs to something that nobody is asked about. */
export const EXCUSED: number = -1;
/** The point belongs to nothing that may be a cluster, such as the ground. */
export const NOTHING: number = -2;
/** The point is of an object, but counts for nothing, such as its foot, hardly told from the ground. */
export const UNCOUNTED: number = -3;

/** Precision and recall; NaN where there is nothing to be a part of. */
export interface SegmentShares {
  /** Of the clusters that are not excused, the part that is right. */
  readonly precision: number;
  /** Of the true things, the part that was found. */
  readonly recall: number;
}

/**
 * Adds up clouds.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { EXCUSED, SegmentScore } from "./segments.ts";
 * const score = new SegmentScore();
 * // Two things of three points each, and a wall; the second thing is in pieces.
 * score.add(Int32Array.of(0, 0, 0, 1, 1, 1, EXCUSED), [[0, 1, 2], [3], [4], [5], [6]]);
 * assert.deepEqual(score.shares(), { precision: 0.25, recall: 0.5 });
 * ```
 */
export class SegmentScore {
  /** True things that were found. */
  found = 0;
  /** True things. */
  things = 0;
  /** Clusters that are of no thing. */
  wrong = 0;

  /**
   * Adds a cloud. `owner` says of each point its thing, counted from 0, {@linkcode EXCUSED},
   * {@linkcode NOTHING} or {@linkcode UNCOUNTED}; a cluster is the list of its points. One whose
   * counted points are for the most part excused, or that has uncounted ones only, counts neither
   * way; one without a point is wrong.
   */
  add(owner: Int32Array, clusters: Iterable<ArrayLike<number>>): void {
    let things = 0;
    for (const thing of owner) things = Math.max(things, thing + 1);
    const sizes = new Int32Array(things), shared = new Int32Array(things);
    for (const thing of owner) if (thing >= 0) sizes[thing]!++;
    const free = new Set(sizes.keys().filter((thing) => sizes[thing]! > 0));
    this.things += free.size;
    for (const cluster of clusters) {
      shared.fill(0);
      let excused = 0, uncounted = 0, best = -1, most = 0;
      for (let i = 0; i < cluster.length; i++) {
        const thing = owner[cluster[i]!]!;
        if (thing === EXCUSED) excused++;
        else if (thing === UNCOUNTED) uncounted++;
        if (thing < 0) continue;
        if (++shared[thing]! > most) {
          most = shared[thing]!;
          best = thing;
        }
      }
      const counted = cluster.length - uncounted;
      const either = counted + (sizes[best] ?? 0) - most;
      if (2 * most > either && free.delete(best)) this.found++;
      else if (counted > 0 ? 2 * excused <= counted : uncounted === 0) this.wrong++;
    }
  }

  /** Precision and recall of all that was added. */
  shares(): SegmentShares {
    const { found, things, wrong } = this;
    return { precision: found / (found + wrong), recall: found / things };
  }
}
