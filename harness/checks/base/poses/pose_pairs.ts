/** Poses of a topic beside the reference's: what every check of a trajectory collects. */
import { associate } from "../../../../core/evaluation/associate.ts";
import { select, type Trajectory } from "../../../../core/evaluation/trajectory.ts";
import { type Nanos, SECOND } from "../../../../msgs/time.ts";
import type { CheckSetup, Seen } from "../../../contract.ts";
import { poseOf, readPose, stampOf } from "../message.ts";
import { newTruthState, truthAt } from "../truth_state.ts";
import { obstacle } from "../verdict.ts";
import { NumberLog } from "./number_log.ts";

/** Where the poses come from. */
export interface PoseSource {
  readonly topic: string;
  /** A topic that holds the reference; absent: the run's truth, at the very stamps. */
  readonly reference?: string | undefined;
  /** Poses with earlier stamps are left out, seconds since the run's start. */
  readonly settle_s: number;
}

/** The absolute topics of a source. */
export function poseTopics({ topic, reference }: PoseSource): string[] {
  return reference === undefined ? [topic] : [topic, reference];
}

/** Collects poses; a pair of trajectories of equal length comes out. */
export class PosePairs {
  /** Why there is nothing to compare in this run. */
  readonly obstacle: string | undefined;
  /** The first thing that makes the comparison void, with its time. */
  problem: string | undefined;
  readonly #source: PoseSource;
  readonly #setup: CheckSetup;
  readonly #estimate = new PoseRows();
  readonly #reference = new PoseRows();
  readonly #truth = newTruthState();
  readonly #pose = new Float64Array(7);

  constructor(source: PoseSource, setup: CheckSetup) {
    this.#source = source;
    this.#setup = setup;
    const truth = source.reference === undefined;
    this.obstacle = obstacle(setup, { topics: poseTopics(source), truth });
  }

  /** Poses of the estimate that are held. */
  get length(): number {
    return this.#estimate.length;
  }

  /** Forgets the poses so far. */
  forget(): void {
    this.#estimate.clear();
    this.#reference.clear();
  }

  /** Takes a message in; other types than poses, and NaN, are a problem. */
  see(seen: Seen): void {
    if (this.obstacle !== undefined || this.problem !== undefined) return;
    const at = stampOf(seen.message, this.#setup.epoch);
    const pose = poseOf(seen);
    if (at === undefined || !pose) {
      this.problem = `${seen.topic} is ${seen.type}, which holds no stamped pose`;
      return;
    }
    if (at < this.#source.settle_s * SECOND) return;
    if (!readPose(this.#pose, pose)) {
      this.problem = `the pose on ${seen.topic} stamped ${at / SECOND} s is not finite`;
    } else if (seen.topic === this.#source.reference) this.#reference.push(at, this.#pose);
    else this.#add(at, seen.topic);
  }

  #add(at: Nanos, topic: string): void {
    const { truth } = this.#setup;
    if (this.#source.reference === undefined) {
      if (!truth || !truthAt(truth, at, this.#truth)) {
        this.problem = `${topic} is stamped ${at / SECOND} s, where truth is not defined`;
        return;
      }
      this.#reference.pushTruth(at, this.#truth.position, this.#truth.orientation);
    }
    this.#estimate.push(at, this.#pose);
  }

  /** Estimate and reference, pose by pose; associated by stamp (0.01 s) if a topic is both. */
  pairs(): { estimate: Trajectory; reference: Trajectory } {
    const estimate = this.#estimate.trajectory();
    const reference = this.#reference.trajectory();
    if (this.#source.reference === undefined) return { estimate, reference };
    const { first, second } = associate(reference.stamps, estimate.stamps);
    return { estimate: select(estimate, second), reference: select(reference, first) };
  }
}

/** Rows that grow. */
class PoseRows {
  readonly #stamps = new NumberLog();
  readonly #positions = new NumberLog();
  readonly #orientations = new NumberLog();

  get length(): number {
    return this.#stamps.length;
  }

  push(at: Nanos, pose: Float64Array): void {
    this.#stamps.push(at / SECOND);
    for (let i = 0; i < 3; i++) this.#positions.push(pose[i]!);
    for (let i = 3; i < 7; i++) this.#orientations.push(pose[i]!);
  }

  pushTruth(at: Nanos, p: Float64Array, q: Float64Array): void {
    this.#stamps.push(at / SECOND);
    for (let i = 0; i < 3; i++) this.#positions.push(p[i]!);
    for (let i = 0; i < 4; i++) this.#orientations.push(q[i]!);
  }

  trajectory(): Trajectory {
    return {
      stamps: this.#stamps.values(),
      positions: this.#positions.values(),
      orientations: this.#orientations.values(),
    };
  }

  clear(): void {
    this.#stamps.clear();
    this.#positions.clear();
    this.#orientations.clear();
  }
}
