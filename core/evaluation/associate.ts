/**
 * Which pose of one trajectory belongs to which of another: the nearest stamp within a limit, as
 * `evo.core.sync.associate_trajectories` of evo 1.38 has it. Each pose of the shorter trajectory
 * looks for its nearest in the longer one; the longer may give one pose twice.
 */

/** Index lists of equal length: `first[k]` belongs to `second[k]`. */
export interface Association {
  /** Indices into the first list. */
  readonly first: number[];
  /** Indices into the second list. */
  readonly second: number[];
}

/**
 * Associates two lists of sorted stamps, in seconds.
 *
 * @param options.maxDifference largest |difference| of stamps, seconds, default 0.01
 * @param options.offset added to `second` before the comparison, seconds, default 0
 */
export function associate(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: { maxDifference?: number; offset?: number } = {},
): Association {
  const { maxDifference = 0.01, offset = 0 } = options;
  const secondLonger = second.length > first.length;
  const [short, long] = secondLonger ? [first, second] : [second, first];
  const shift = secondLonger ? offset : -offset;
  const inShort: number[] = [];
  const inLong: number[] = [];
  for (let i = 0; i < short.length; i++) {
    const j = nearest(long, short[i]!, shift);
    if (j >= 0 && Math.abs(long[j]! + shift - short[i]!) <= maxDifference) {
      inShort.push(i);
      inLong.push(j);
    }
  }
  return secondLonger ? { first: inShort, second: inLong } : { first: inLong, second: inShort };
}

/** Index of the stamp nearest to `stamp`, the earlier of two equally near; -1 in an empty list. */
function nearest(stamps: ArrayLike<number>, stamp: number, shift: number): number {
  let low = 0;
  let high = stamps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stamps[middle]! + shift <= stamp) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return stamps.length > 0 ? 0 : -1;
  if (low === stamps.length) return low - 1;
  const above = stamps[low]! + shift - stamp;
  const below = stamp - (stamps[low - 1]! + shift);
  return above < below ? low : low - 1;
}
