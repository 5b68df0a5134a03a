/** Quintic Hermite pieces: position, velocity and acceleration given at both ends. */
import type { MutableNumbers, Numbers } from "../vec3.ts";

/**
 * out = x, ẋ, ẍ at time `t` after the start of the one quintic polynomial of duration `h` that
 * begins with x, ẋ, ẍ = `from` and ends with `to`. Pieces that share such ends are C². Allocates
 * nothing; `t` may lie outside [0, h].
 */
export function quinticHermite(
  out: MutableNumbers,
  from: Numbers,
  to: Numbers,
  h: number,
  t: number,
): void {
  const x = from[0]!, v = from[1]! * h, a = from[2]! * h * h / 2;
  // What is left to reach at the end, beside the parabola of the start, in units of h.
  const dx = to[0]! - x - v - a;
  const dv = to[1]! * h - v - 2 * a;
  const da = to[2]! * h * h - 2 * a;
  const c3 = 10 * dx - 4 * dv + da / 2;
  const c4 = -15 * dx + 7 * dv - da;
  const c5 = 6 * dx - 3 * dv + da / 2;
  const u = t / h;
  out[0] = x + u * (v + u * (a + u * (c3 + u * (c4 + u * c5))));
  out[1] = (v + u * (2 * a + u * (3 * c3 + u * (4 * c4 + u * 5 * c5)))) / h;
  out[2] = (2 * a + u * (6 * c3 + u * (12 * c4 + u * 20 * c5))) / (h * h);
}
