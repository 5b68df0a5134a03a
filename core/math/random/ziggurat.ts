/**
 * The layers of the normal density f(x) = exp(−x²/2), x ≥ 0: 256 pieces of equal area, of which
 * the lowest also holds the tail (Marsaglia and Tsang, "The Ziggurat Method", 2000).
 */
import { exp, log } from "../scalar.ts";

const LAYERS = 256;

/** Where the tail begins: the root that makes the top layer end at f = 1, to double precision. */
export const TAIL = 3.6541528853610088;

/** The area of a layer: TAIL f(TAIL) + ∫ f from TAIL to ∞. */
const AREA = 0.00492867323397465524;

function density(x: number): number {
  return exp(-0.5 * x * x);
}

/**
 * EDGE[i] is the width of layer i (m), layer 0 as if its tail were part of its rectangle, and
 * EDGE[i + 1] the part of it that lies wholly under the density; 257 values, the last 0.
 */
export const EDGE: Float64Array = new Float64Array(LAYERS + 1);

/** HEIGHT[i] = f(EDGE[i]), the bottom of layer i, and HEIGHT[i + 1] its top; HEIGHT[256] = 1. */
export const HEIGHT: Float64Array = new Float64Array(LAYERS + 1);

EDGE[0] = AREA / density(TAIL);
EDGE[1] = TAIL;
HEIGHT[1] = density(TAIL);
for (let i = 2; i < LAYERS; i++) {
  HEIGHT[i] = HEIGHT[i - 1]! + AREA / EDGE[i - 1]!;
  EDGE[i] = Math.sqrt(-2 * log(HEIGHT[i]!));
}
HEIGHT[LAYERS] = 1;
EDGE[LAYERS] = 0;
