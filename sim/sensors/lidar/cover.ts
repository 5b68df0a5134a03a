/** What stands on a lidar's cover: firings through it meet nothing. */
import { atan2 } from "../../../core/math/scalar.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { Occlusion, Scene } from "../../contract.ts";
import type { Beams } from "./beams.ts";

/** The cover of one lidar. */
export class Cover {
  readonly #occlusions: readonly Occlusion[];
  readonly #beams: Beams;
  readonly #name: string;
  /** Blocked firings of each occlusion, drawn when it first matters. */
  readonly #blocked = new Map<Occlusion, readonly number[]>();

  constructor(scene: Scene | undefined, beams: Beams, name: string) {
    this.#occlusions = scene?.occlusions ?? [];
    this.#beams = beams;
    this.#name = name;
  }

  /** Of a turn that ends at `at`: sets blocked firings to a way without end. */
  block(at: Nanos, way: Float64Array, reflected: Float64Array): void {
    for (const occlusion of this.#occlusions) {
      if (at < occlusion.span.from || at >= occlusion.span.to) continue;
      for (const firing of this.#firings(occlusion)) {
        way[firing] = Infinity;
        reflected[firing] = 0;
      }
    }
  }

  #firings(occlusion: Occlusion): readonly number[] {
    const known = this.#blocked.get(occlusion);
    if (known !== undefined) return known;
    const { from, width, share, rng } = occlusion, draws = rng.at(this.#name);
    const { directions, count, columns } = this.#beams, turn = 2 * Math.PI;
    const firings: number[] = [];
    for (let firing = 0; firing < count * columns; firing++) {
      const angle = atan2(directions[3 * firing + 1]!, directions[3 * firing]!) - from;
      const inside = angle - turn * Math.floor(angle / turn) <= width;
      if (draws.uniform() < share && inside) firings.push(firing);
    }
    this.#blocked.set(occlusion, firings);
    return firings;
  }
}
