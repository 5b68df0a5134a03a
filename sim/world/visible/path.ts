/** Where something that moves is: along straight legs at one speed, facing the way it goes. */
import { z } from "zod";
import { atan2 } from "../../../core/math/scalar.ts";

/** A path as a scenario states it. */
export interface PathConfig {
  points_m: [number, number][];
  speed_m_s: number;
  start_s: number;
  loop: boolean;
}

/** A path of an object; the object stands at its first point until it starts. */
export const pathSchema: z.ZodType<PathConfig> = z.strictObject({
  points_m: z.array(z.tuple([z.number(), z.number()])).min(2).max(1000)
    .describe("corners, x and y"),
  speed_m_s: z.number().positive().max(100).default(1.2).describe("all the way"),
  start_s: z.number().min(0).default(0).describe("until then it stands at the first point"),
  loop: z.boolean().default(true).describe("back to the first point and on; else it stays"),
}).refine(({ points_m }) => legs(points_m).some((length) => length > 0), {
  error: "two different points",
  path: ["points_m"],
});

/** Place and heading at an instant. */
export interface PathPose {
  x: number;
  y: number;
  yaw: number;
}

function legs(points: readonly [number, number][]): number[] {
  return points.map(([x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length]!;
    return Math.sqrt((nx - x) * (nx - x) + (ny - y) * (ny - y));
  });
}

/** A path, ready to be asked. */
export class Path {
  readonly #config: PathConfig;
  /** Length of the leg after each point, the way back included. */
  readonly #legs: number[];
  readonly #yaws: number[];
  readonly #whole: number;

  constructor(config: PathConfig) {
    const { points_m, loop } = config;
    this.#config = config;
    this.#legs = legs(points_m);
    if (!loop) this.#legs.pop();
    this.#whole = this.#legs.reduce((sum, leg) => sum + leg, 0);
    let yaw = 0;
    this.#yaws = this.#legs.map((leg, i) => {
      const [x, y] = points_m[i]!, [nx, ny] = points_m[(i + 1) % points_m.length]!;
      return yaw = leg > 0 ? atan2(ny - y, nx - x) : yaw;
    });
  }

  /** Fills `out` with the pose at a time, s. */
  at(seconds: number, out: PathPose): void {
    const { points_m, speed_m_s, start_s, loop } = this.#config;
    let way = Math.max(0, seconds - start_s) * speed_m_s;
    way = loop ? way - Math.floor(way / this.#whole) * this.#whole : Math.min(way, this.#whole);
    let leg = 0;
    while (leg < this.#legs.length - 1 && way >= this.#legs[leg]!) way -= this.#legs[leg++]!;
    const [x, y] = points_m[leg]!, [nx, ny] = points_m[(leg + 1) % points_m.length]!;
    const share = this.#legs[leg]! > 0 ? Math.min(1, way / this.#legs[leg]!) : 0;
    out.x = x + share * (nx - x);
    out.y = y + share * (ny - y);
    out.yaw = this.#yaws[leg]!;
  }
}
