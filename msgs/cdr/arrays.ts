/** Which JavaScript array stands for an array of each primitive. */
import type { Primitive } from "./layout.ts";

/** Typed arrays by name; booleans stay in plain arrays, as all that is no number does. */
export const ELEMENTS: Readonly<Record<Primitive, string | undefined>> = {
  bool: undefined,
  int8: "Int8Array",
  uint8: "Uint8Array",
  int16: "Int16Array",
  uint16: "Uint16Array",
  int32: "Int32Array",
  uint32: "Uint32Array",
  int64: "BigInt64Array",
  uint64: "BigUint64Array",
  float32: "Float32Array",
  float64: "Float64Array",
};
