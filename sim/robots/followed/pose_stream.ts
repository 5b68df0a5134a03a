/** Poses as somebody tells them, in the order of their stamps: only as many as a fit still needs. */
import type { Nanos } from "../../../msgs/time.ts";

/** A pose: x y z, then the quaternion w x y z, normalised. */
export interface StampedPose {
  readonly at: Nanos;
  readonly pose: Float64Array;
}

/** A fit through a cubic needs so many. */
const LEAST = 4;

/** See the module's text. */
export class PoseStream {
  /** Poses that came too late, or were none. */
  refused = 0;
  /** Poses that were taken. */
  count = 0;
  readonly #poses: StampedPose[] = [];

  /** Takes a pose, unless its stamp does not come after the one before or it isn't finite. */
  add(at: Nanos, pose: Float64Array): boolean {
    const sound = Number.isFinite(at) && at > this.last && pose.every(Number.isFinite);
    if (!sound) {
      this.refused++;
      return false;
    }
    this.count++;
    this.#poses.push({ at, pose: pose.slice() });
    return true;
  }

  /** The stamp of the newest; -Infinity: there is none. */
  get last(): Nanos {
    return this.#poses.at(-1)?.at ?? -Infinity;
  }

  /** The stamp of the oldest that is kept; Infinity: there is none. */
  get first(): Nanos {
    return this.#poses[0]?.at ?? Infinity;
  }

  /** Forgets what no fit at or after `at` looks at; keeps what a fit of few poses would. */
  forget(at: Nanos, half: Nanos): void {
    const wanted = this.#poses.findIndex((one) => one.at >= at - half);
    const gone = Math.min(wanted < 0 ? Infinity : wanted, this.#poses.length) - LEAST;
    if (gone > 0) this.#poses.splice(0, gone);
  }

  /** Poses within `half` of `at`; where those are fewer than a cubic needs, the nearest ones. */
  near(at: Nanos, half: Nanos): readonly StampedPose[] {
    const within = this.#poses.filter((one) => Math.abs(one.at - at) <= half);
    if (within.length >= LEAST) return within;
    return [...this.#poses].sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))
      .slice(0, LEAST).sort((a, b) => a.at - b.at);
  }
}
