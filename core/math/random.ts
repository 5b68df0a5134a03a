/**
 * Named random streams: a stream is made by hashing seed and path, so that none depends on which
 * others exist or on how much they have drawn. Generator: xoshiro128** (Blackman and Vigna,
 * arXiv 1805.01407), its 128 bits of state from SHA-256. Only integer arithmetic, + − × ÷ and
 * core/math/scalar.ts, hence the same numbers on every machine.
 */
import { sha256 } from "./random/sha256.ts";
import { exp, log } from "./scalar.ts";
import { EDGE, HEIGHT, TAIL } from "./random/ziggurat.ts";

const TWO_TO_MINUS_53 = 1 / 0x20000000000000;

/** The names of a seed's streams. Paths are names joined by "/": "imu/gyro/white". */
export class RandomTree {
  readonly #seed: number;
  readonly #prefix: string;

  private constructor(seed: number, prefix: string) {
    this.#seed = seed;
    this.#prefix = prefix;
  }

  /**
   * All streams of a seed, an integer of magnitude up to 2^53 − 1.
   *
   * @example
   * ```ts
   * import { RandomTree } from "./random.ts";
   * const noise = RandomTree.root(7).under("imu").at("gyro/white");
   * noise.gaussian(); // the first of the stream that `.at("imu/gyro/white")` gives too
   * ```
   * @throws {RangeError} on any other seed
   */
  static root(seed: number): RandomTree {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(`A seed is an integer between -(2^53 - 1) and 2^53 - 1, not ${seed}`);
    }
    return new RandomTree(seed === 0 ? 0 : seed, ""); // −0 is 0
  }

  /** A new stream, at its beginning, for this path below here. @throws {RangeError} on a bad path */
  at(path: string): RandomStream {
    const text = `dryrun random 1\n${this.#seed}\n${this.#prefix}${checked(path)}`;
    return new RandomStream(sha256(new TextEncoder().encode(text)));
  }

  /** The tree whose paths begin with this name. @throws {RangeError} on a bad name */
  under(name: string): RandomTree {
    return new RandomTree(this.#seed, `${this.#prefix}${checked(name)}/`);
  }
}

function checked(path: string): string {
  if (!path.split("/").includes("")) return path;
  throw new RangeError(`A random stream's path is names joined by "/", not "${path}"`);
}

/** One stream of random numbers; made by {@linkcode RandomTree.at}. */
export class RandomStream {
  readonly #state: Int32Array;

  /** A stream from at least four words of state, not all zero. */
  constructor(words: Int32Array) {
    this.#state = words.slice(0, 4);
    if (this.#state.every((word) => word === 0)) this.#state[0] = 1; // the only forbidden state
  }

  /** An integer, uniform on [0, 2^32). */
  next(): number {
    return draw(this.#state) >>> 0;
  }

  /** Fills `out` with the next integers, as {@linkcode RandomStream.next} would give them. */
  fill(out: Uint32Array): void {
    // In variables: an array of state is written back at every step.
    let [s0, s1, s2, s3] = this.#state as unknown as [number, number, number, number];
    for (let i = 0; i < out.length; i++) {
      const scrambled = Math.imul(s1, 5);
      out[i] = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
    }
    this.#state.set([s0, s1, s2, s3]);
  }

  /** A multiple of 2^-53, uniform on [0, 1). */
  uniform(): number {
    return uniform(this.#state);
  }

  /** A standard normal deviate. */
  gaussian(): number {
    return gaussian(this.#state);
  }
}

/** One step of xoshiro128**: 32 bits as a signed integer. */
function draw(state: Int32Array): number {
  const s1 = state[1]!;
  const scrambled = Math.imul(s1, 5);
  const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
  const s2 = state[2]! ^ state[0]!;
  const s3 = state[3]! ^ s1;
  state[1] = s1 ^ s2;
  state[0] = state[0]! ^ s3;
  state[2] = s2 ^ (s1 << 9);
  state[3] = (s3 << 11) | (s3 >>> 21);
  return result;
}

function uniform(state: Int32Array): number {
  const high = draw(state) >>> 5;
  return (high * 0x4000000 + (draw(state) >>> 6)) * TWO_TO_MINUS_53;
}

/**
 * Marsaglia and Tsang's ziggurat (2000) with 256 layers, where, after Doornik (2005), the layer
 * and the 53 bits of the position come from different bits.
 */
function gaussian(state: Int32Array): number {
  for (;;) {
    const bits = draw(state);
    const layer = bits & 0xff;
    const sign = (bits & 0x100) === 0 ? 1 : -1;
    const position = ((bits >>> 11) * 0x100000000 + (draw(state) >>> 0)) * TWO_TO_MINUS_53;
    const x = position * EDGE[layer]!;
    if (x < EDGE[layer + 1]!) return sign * x;
    if (layer === 0) return sign * tail(state);
    const low = HEIGHT[layer]!, high = HEIGHT[layer + 1]!;
    if (low + uniform(state) * (high - low) < exp(-0.5 * x * x)) return sign * x;
  }
}

/** A normal deviate above the last layer's edge (Marsaglia 1964). */
function tail(state: Int32Array): number {
  for (;;) {
    const x = -log(1 - uniform(state)) / TAIL;
    const y = -log(1 - uniform(state));
    if (2 * y >= x * x) return TAIL + x;
  }
}
