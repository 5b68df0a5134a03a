/** Disjoint sets of the numbers 0 … n − 1, each as a tree in `parents`: union-find. */

/**
 * Each number a set of its own.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { joinSets, rootOf, singles } from "./disjoint.ts";
 * const parents = singles(new Int32Array(4), 4);
 * joinSets(parents, 3, 1);
 * assert.deepEqual([0, 1, 2, 3].map((k) => rootOf(parents, k)), [0, 1, 2, 1]);
 * ```
 */
export function singles(parents: Int32Array, count: number): Int32Array {
  for (let k = 0; k < count; k++) parents[k] = k;
  return parents;
}

/** The root of a number's set, its least number; paths are halved on the way. */
export function rootOf(parents: Int32Array, k: number): number {
  let parent = parents[k]!;
  while (parent !== k) {
    const above = parents[parent]!;
    parents[k] = above;
    k = above;
    parent = parents[k]!;
  }
  return k;
}

/** Makes one set of those that hold two numbers. */
export function joinSets(parents: Int32Array, a: number, b: number): void {
  const rootA = rootOf(parents, a), rootB = rootOf(parents, b);
  if (rootA < rootB) parents[rootB] = rootA;
  else parents[rootA] = rootB;
}
