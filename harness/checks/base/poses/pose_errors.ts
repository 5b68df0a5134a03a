/** Errors that each pose has by itself: of a long run they are kept, and not the poses. */
import type { Trajectory } from "../../../../core/evaluation/trajectory.ts";
import type { CheckSetup, Seen } from "../../../contract.ts";
import { NumberLog } from "./number_log.ts";
import { PosePairs, type PoseSource } from "./pose_pairs.ts";

/** Poses and what they are judged by, one to one. */
export interface Paired {
  readonly estimate: Trajectory;
  readonly reference: Trajectory;
}

/** One error a pose, which depends on no other pose. */
export type Measure = (pairs: Paired) => Float64Array;

/** So many poses are measured at once. */
const BATCH = 1024;

/** Collects the errors of poses: 8 bytes a pose, where the poses themselves are 128. */
export class PoseErrors {
  readonly poses: PosePairs;
  readonly #measure: Measure;
  readonly #errors = new NumberLog();
  /** Where both come as topics, which belong together is known at the end only. */
  readonly #early: boolean;

  constructor(source: PoseSource, setup: CheckSetup, measure: Measure) {
    this.poses = new PosePairs(source, setup);
    this.#measure = measure;
    this.#early = source.reference === undefined;
  }

  see(seen: Seen): void {
    this.poses.see(seen);
    if (this.#early && this.poses.length >= BATCH) this.#settle();
  }

  /** Of every pose so far, in their order. */
  errors(): Float64Array {
    if (!this.#early) return this.#measure(this.poses.pairs());
    this.#settle();
    return this.#errors.values();
  }

  #settle(): void {
    for (const error of this.#measure(this.poses.pairs())) this.#errors.push(error);
    this.poses.forget();
  }
}
