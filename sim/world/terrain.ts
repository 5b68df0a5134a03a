/**
 * The ground: flat but for ramps, z = h(x, y) with continuous third derivatives, so that a robot
 * on it has continuous angular acceleration. A ramp's slope along its axis rises and falls by the
 * quintic smoothstep 6t⁵ − 15t⁴ + 10t³ over `edge_m`; its sides fall by the septic one.
 */
import { z } from "zod";
import { cos, DEG, sin } from "../../core/math/scalar.ts";

/** Up, a level top, and the same way down. Heights add where ramps overlap. */
export interface RampConfig {
  position_m: [number, number];
  yaw_deg: number;
  length_m: number;
  rise_m: number;
  top_m: number;
  width_m: number;
  edge_m: number;
}

/** A ramp as a scenario states it. */
export const rampSchema: z.ZodType<RampConfig> = z.strictObject({
  position_m: z.tuple([z.number(), z.number()])
    .describe("where the way up begins, middle of its width"),
  yaw_deg: z.number().default(0).describe("direction of the way up, 0 is east"),
  length_m: z.number().positive().default(4).describe("way up, seen from above; as much down"),
  rise_m: z.number().min(-20).max(20).describe("height of the top"),
  top_m: z.number().min(0).default(2).describe("length of the level top"),
  width_m: z.number().positive().default(4).describe("across"),
  edge_m: z.number().positive().default(0.8).describe("over which slope and sides are rounded"),
}).superRefine((ramp, context) => {
  if (2 * ramp.edge_m > ramp.length_m) {
    context.addIssue({
      code: "custom",
      path: ["edge_m"],
      message: `at most half of length_m (${ramp.length_m}) since both ends are rounded`,
    });
  }
  if (2 * ramp.edge_m > ramp.width_m) {
    context.addIssue({
      code: "custom",
      path: ["edge_m"],
      message: `at most half of width_m (${ramp.width_m}) since both sides are rounded`,
    });
  }
});

/** Height and its partial derivatives: h, hx hy, hxx hxy hyy, hxxx hxxy hxyy hyyy. */
export type HeightJet = Float64Array;

/** The ground of a world. */
export class Terrain {
  readonly #ramps: readonly Ramp[];

  constructor(ramps: readonly RampConfig[]) {
    this.#ramps = ramps.map((ramp) => new Ramp(ramp));
  }

  /** No ramp anywhere. */
  get flat(): boolean {
    return this.#ramps.length === 0;
  }

  /** Fills `out` (10) with the height at (x, y), m, and its partial derivatives. */
  at(x: number, y: number, out: HeightJet): void {
    out.fill(0);
    for (const ramp of this.#ramps) ramp.addTo(x, y, out);
  }
}

class Ramp {
  readonly #c: number;
  readonly #s: number;
  readonly #config: RampConfig;
  /** Along the axis, then across: value and three derivatives. */
  readonly #along = new Float64Array(4);
  readonly #across = new Float64Array(4);

  constructor(config: RampConfig) {
    this.#config = config;
    this.#c = cos(config.yaw_deg * DEG);
    this.#s = sin(config.yaw_deg * DEG);
  }

  addTo(x: number, y: number, out: HeightJet): void {
    const { position_m, length_m, top_m, width_m } = this.#config;
    const c = this.#c, s = this.#s;
    const dx = x - position_m[0], dy = y - position_m[1];
    const u = c * dx + s * dy, w = c * dy - s * dx;
    if (u <= 0 || u >= 2 * length_m + top_m || Math.abs(w) >= width_m / 2) return;
    this.#profile(u);
    this.#sides(w);
    const p = this.#along, q = this.#across;
    const hu = p[1]! * q[0]!, hw = p[0]! * q[1]!;
    const huu = p[2]! * q[0]!, huw = p[1]! * q[1]!, hww = p[0]! * q[2]!;
    const huuu = p[3]! * q[0]!, huuw = p[2]! * q[1]!, huww = p[1]! * q[2]!, hwww = p[0]! * q[3]!;
    // ∂x = c ∂u − s ∂w and ∂y = s ∂u + c ∂w, multiplied out.
    const cc = c * c, cs = c * s, ss = s * s;
    out[0]! += p[0]! * q[0]!;
    out[1]! += c * hu - s * hw;
    out[2]! += s * hu + c * hw;
    out[3]! += cc * huu - 2 * cs * huw + ss * hww;
    out[4]! += cs * (huu - hww) + (cc - ss) * huw;
    out[5]! += ss * huu + 2 * cs * huw + cc * hww;
    out[6]! += cc * c * huuu - 3 * cc * s * huuw + 3 * c * ss * huww - ss * s * hwww;
    out[7]! += cc * s * huuu + c * (cc - 2 * ss) * huuw + s * (ss - 2 * cc) * huww +
      c * ss * hwww;
    out[8]! += c * ss * huuu + s * (2 * cc - ss) * huuw + c * (cc - 2 * ss) * huww -
      cc * s * hwww;
    out[9]! += ss * s * huuu + 3 * ss * c * huuw + 3 * s * cc * huww + cc * c * hwww;
  }

  /** Height along the axis: four rounded changes of slope. */
  #profile(u: number): void {
    const { length_m, rise_m, top_m, edge_m } = this.#config;
    const slope = rise_m / (length_m - edge_m);
    const out = this.#along;
    out.fill(0);
    addBend(u, edge_m, slope, out);
    addBend(u - (length_m - edge_m), edge_m, -slope, out);
    addBend(u - (length_m + top_m), edge_m, -slope, out);
    addBend(u - (2 * length_m + top_m - edge_m), edge_m, slope, out);
  }

  /** 1 in the middle, 0 at the sides: 35t⁴ − 84t⁵ + 70t⁶ − 20t⁷. */
  #sides(w: number): void {
    const { width_m, edge_m } = this.#config;
    const t = Math.min(1, (width_m / 2 - Math.abs(w)) / edge_m);
    const inward = (w < 0 ? 1 : -1) / edge_m;
    const r = t * (1 - t);
    const out = this.#across;
    out[0] = t * t * t * t * (35 + t * (-84 + t * (70 - 20 * t)));
    out[1] = 140 * r * r * r * inward;
    out[2] = 420 * r * r * (1 - 2 * t) * inward * inward;
    out[3] = 840 * r * (1 - 5 * r) * inward * inward * inward;
  }
}

/** Adds a bend of slope by `slope` over [0, edge]: height and three derivatives. */
function addBend(u: number, edge: number, slope: number, out: Float64Array): void {
  if (u <= 0) return;
  if (u >= edge) {
    out[0]! += slope * (u - edge / 2);
    out[1]! += slope;
    return;
  }
  const t = u / edge, tt = t * t, r = t * (1 - t);
  out[0]! += slope * edge * tt * tt * (2.5 + t * (t - 3));
  out[1]! += slope * tt * t * (10 + t * (6 * t - 15));
  out[2]! += slope / edge * 30 * r * r;
  out[3]! += slope / (edge * edge) * 60 * r * (1 - 2 * t);
}
