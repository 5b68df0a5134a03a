/** Truth from a topic: its poses in the run's time, and how far it is behind. */
import type { Message } from "../../../msgs/message.ts";
import { type Nanos, SECOND, type Time } from "../../../msgs/time.ts";
import type { Pose } from "../../../msgs/types.ts";
import { type FollowedBody, followedBody, halfWindow, PoseStream } from "../../../sim/mod.ts";
import type { WheelGeometry } from "../../../sim/contract.ts";
import { readPose, stampOf } from "../../checks/base/message.ts";

/** Types of which poses are taken. */
export const POSE_TYPES = ["nav_msgs/msg/Odometry", "geometry_msgs/msg/PoseStamped"] as const;

/** Poses that are kept before a run begins. */
const KEPT: Nanos = 5 * SECOND;

/** See the module's text. It listens before a run, and through several. */
export class FollowedTruth {
  /** Poses that came too late, or were none. */
  refused = 0;
  readonly #base: Time;
  readonly #window: number;
  #recent: { at: Nanos; pose: Float64Array }[] = [];
  #run: { poses: PoseStream; body: FollowedBody; start: Nanos } | undefined;

  /** @param base what moment 0 of {@linkcode add}'s time is as a stamp */
  constructor(base: Time, windowS: number) {
    this.#base = base;
    this.#window = windowS;
  }

  /** Takes a message of one of {@linkcode POSE_TYPES}. */
  add(message: Message): void {
    const row = new Float64Array(7);
    const at = stampOf(message, this.#base) ?? NaN;
    const pose = poseIn(message);
    if (pose === undefined || !Number.isFinite(at) || !readPose(row, pose) || at <= this.last) {
      this.refused++;
      return;
    }
    this.#recent.push({ at, pose: row });
    if (this.#recent[0]!.at < at - KEPT) this.#recent.shift();
    this.#run?.poses.add(at - this.#run.start, row);
  }

  /** The newest pose's moment; -Infinity: there is none. */
  get last(): Nanos {
    return this.#recent.at(-1)?.at ?? -Infinity;
  }

  /** The newest moment from which on a run can know its truth; undefined: no poses reach one. */
  get startable(): Nanos | undefined {
    const at = this.last - halfWindow(this.#window);
    return this.#recent.some((one) => one.at <= at) ? at : undefined;
  }

  /** A body that follows from `start` on. @throws {RangeError} no poses around the start */
  begin(start: Nanos, wheels: WheelGeometry | undefined): FollowedBody {
    const poses = new PoseStream();
    for (const { at, pose } of this.#recent) poses.add(at - start, pose);
    const body = followedBody(poses, this.#window, wheels);
    this.#run = { poses, body, start };
    return body;
  }

  /** The run is over. */
  end(): void {
    this.#run = undefined;
  }
}

function poseIn(message: Message): Pose | undefined {
  const { pose } = message as { pose?: Pose | { pose: Pose } };
  return pose === undefined || "position" in pose ? pose as Pose | undefined : pose.pose;
}
