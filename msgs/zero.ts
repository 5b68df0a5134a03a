/** The message of a type in which every field is zero. */
import { ARRAYS } from "./cdr/arrays.ts";
import { type Element, type Field, layoutOf } from "./cdr/layout.ts";
import { definitionsOf } from "./definitions.ts";
import type { MessageOf, TypeName } from "./message.ts";

/**
 * A new message with every number 0 (a quaternion's w too), every text and sequence empty; fixed
 * arrays have their length.
 *
 * @example
 * ```ts
 * import { zeroOf } from "./zero.ts";
 * const imu = zeroOf("sensor_msgs/msg/Imu");
 * imu.orientation_covariance.length; // 9
 * ```
 * @throws {TypeError} the type is unknown
 */
export function zeroOf<T extends TypeName>(type: T): MessageOf<T> {
  const struct = layoutOf(type, definitionsOf(type));
  return zeroElement({ kind: "struct", struct }) as MessageOf<T>;
}

function zeroElement(element: Element): unknown {
  if (element.kind === "string") return "";
  if (element.kind === "struct") {
    return Object.fromEntries(element.struct.fields.map((f) => [f.name, zeroField(f)]));
  }
  if (element.primitive === "bool") return false;
  return element.primitive.endsWith("int64") ? 0n : 0;
}

function zeroField({ array, count, element }: Field): unknown {
  if (array === "none") return zeroElement(element);
  const length = array === "fixed" ? count : 0;
  const typed = element.kind === "primitive" ? ARRAYS[element.primitive] : undefined;
  if (typed !== undefined) return new typed(length);
  return Array.from({ length }, () => zeroElement(element));
}
