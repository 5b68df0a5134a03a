/** The real-time half: an IMU's rate and specific force without their fast changes. */
import { LowPass } from "../../core/math/low_pass.ts";
import type { MessageOf } from "../../msgs/message.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";

type Imu = MessageOf<"sensor_msgs/msg/Imu">;

/** Why a message is left out. */
export type Refusal =
  | "no plausible number"
  | "stamp of another time"
  | "stamp not after the last"
  | "stamp far ahead";

/** A stamp so far back is of another time, not late: the filter begins anew. So it does after a gap. */
const JUMP: Nanos = SECOND;

/** A stamp so far after its receipt is none of this clock. */
const AHEAD: Nanos = SECOND;

/** No robot feels more, in rad/s or m/s²; sums of what is larger could overflow. */
const PLAUSIBLE = 1e6;

/** See the module's text. */
export class Motion {
  /** Times that it began anew after a jump or a gap. */
  restarts = 0;
  readonly #filter: LowPass;
  readonly #sample = new Float64Array(6);
  #last: Nanos | undefined;

  /** Damps what is faster than this. */
  constructor(cutoffHz: number) {
    this.#filter = new LowPass(6, cutoffHz);
  }

  /** From the next message on, Hz. */
  set cutoffHz(next: number) {
    this.#filter.cutoffHz = next;
  }

  /**
   * The same message, its rate and specific force damped; or why it is left out. `stamp` is
   * undefined where it is no time of this run.
   */
  step(message: Imu, { stamp, now }: { stamp: Nanos | undefined; now: Nanos }): Imu | Refusal {
    const { angular_velocity: w, linear_acceleration: f } = message;
    const sample = this.#sample;
    sample.set([w.x, w.y, w.z, f.x, f.y, f.z]);
    if (!sample.every((value) => Math.abs(value) <= PLAUSIBLE)) return "no plausible number";
    if (stamp === undefined) return "stamp of another time";
    if (stamp > now + AHEAD) return "stamp far ahead";
    const passed = this.#last === undefined ? 0 : stamp - this.#last;
    if (this.#last !== undefined && passed <= 0 && passed > -JUMP) {
      return "stamp not after the last";
    }
    if (passed < 0 || passed > JUMP) {
      this.restarts++;
      this.#filter.reset();
    }
    this.#last = stamp;
    const [wx, wy, wz, fx, fy, fz] = this.#filter.step(sample, passed / SECOND);
    return {
      ...message,
      angular_velocity: { x: wx!, y: wy!, z: wz! },
      linear_acceleration: { x: fx!, y: fy!, z: fz! },
    };
  }
}
