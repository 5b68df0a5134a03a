/** Which JavaScript array stands for an array of each primitive. */
import type { Primitive } from "./layout.ts";

/** Makes the array of a number of elements, all zero. */
export type ArrayType = new (length: number) => ArrayLike<number | bigint>;

/** Typed arrays; booleans stay in plain arrays, as all that is no number does. */
export const ARRAYS: Readonly<Record<Primitive, ArrayType | undefined>> = {
  bool: undefined,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};
