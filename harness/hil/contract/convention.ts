/**
 * How a message states its covariances: real drivers leave them zero (unknown, by REP 145 and the
 * habit of ROS), put −1 first (absent), or state them, axis by axis.
 */
import type { Message } from "../../../msgs/message.ts";

/** As a reader has to take it. */
export type Convention = "absent" | "unknown" | "stated" | "not finite";

/** One covariance of a message. */
export interface Stated {
  readonly convention: Convention;
  /** Indices of the axes that are measured: variances above 0 and below 1e5. */
  readonly axes: readonly number[];
  /** Of those axes. */
  readonly variances: readonly number[];
}

/** From here on a variance says "not measured". */
const NOT_MEASURED = 1e5;

/** Every covariance of a message, by its path such as `twist.covariance`. */
export function covariancesOf(message: Message): Map<string, Stated> {
  const found = new Map<string, Stated>();
  const walk = (value: unknown, path: string) => {
    if (typeof value !== "object" || value === null) return;
    if (ArrayBuffer.isView(value)) {
      if (/covariance$/.test(path)) found.set(path, statedBy(value as Float64Array));
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(inner)) walk(inner, path === "" ? key : `${path}.${key}`);
    }
  };
  walk(message, "");
  return found;
}

function statedBy(matrix: Float64Array): Stated {
  const none = { axes: [], variances: [] };
  const size = Math.round(Math.sqrt(matrix.length));
  if (matrix[0] === -1 || Number.isNaN(matrix[0]!)) return { convention: "absent", ...none };
  if (!matrix.every(Number.isFinite)) return { convention: "not finite", ...none };
  if (matrix.every((value) => value === 0)) return { convention: "unknown", ...none };
  const axes: number[] = [], variances: number[] = [];
  for (let i = 0; i < size; i++) {
    const variance = matrix[i * size + i]!;
    if (!(variance > 0 && variance < NOT_MEASURED)) continue;
    axes.push(i);
    variances.push(variance);
  }
  return { convention: "stated", axes, variances };
}
