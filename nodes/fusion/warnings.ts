/** What the node says once: a stated covariance that isn't believed, two clocks that differ. */
import { isPlausible } from "../../core/fusion/covariance_policy.ts";
import { EV, IMU, MAG, WHEEL } from "../../core/fusion/event.ts";
import type { FusionSettings } from "../../core/fusion/settings.ts";
import type { Log } from "../../runtime/node.ts";
import type { InputName } from "./diagnostics.ts";

/** See the file's head. */
export class Warnings {
  readonly #log: Log;
  readonly #settings: FusionSettings;
  readonly #judged = new Set<string>();
  #lastImu = NaN;

  constructor(log: Log, settings: FusionSettings) {
    this.#log = log;
    this.#settings = settings;
  }

  /** Says it where a stated variance in the record of `input` isn't used, once a topic. */
  covariance(input: InputName, r: Float64Array): void {
    if (this.#settings.imu.covariance !== "auto" || this.#judged.has(input)) return;
    if (input === "imu") this.#imu(r);
    else {
      this.#judged.add(input);
      const { wheel, heading } = this.#settings;
      if (input === "wheel") this.#judge(input, "speed", r[WHEEL.variance]!, square(wheel.speedSd));
      else this.#judge(input, "magnetic field", r[MAG.variance]!, square(heading.magNoise));
    }
  }

  /** The second message knows the rate, which a density's variance goes by. */
  #imu(r: Float64Array): void {
    const dt = (r[EV.time]! - this.#lastImu) * 1e-9;
    this.#lastImu = r[EV.time]!;
    if (!(dt > 0)) return;
    this.#judged.add("imu");
    const { imu, attitude, heading } = this.#settings;
    this.#judge("imu", "angular velocity", r[IMU.rateVariance]!, square(imu.gyroNoise) / dt);
    this.#judge("imu", "acceleration", r[IMU.forceVariance]!, square(imu.accelNoise) / dt);
    this.#judge("imu", "roll and pitch", r[IMU.tiltVariance]!, square(attitude.orientationSd));
    this.#judge("imu", "yaw", r[IMU.yawVariance]!, square(heading.floor));
  }

  #judge(input: InputName, what: string, stated: number, parameter: number): void {
    if (!(stated > 0) || isPlausible(stated, parameter)) return;
    this.#log.info(
      `${input}: the stated variance of ${what}, ${
        stated.toPrecision(3)
      }, is not within a factor ` +
        `100 of the parameter's, ${parameter.toPrecision(3)}, which is used instead`,
      `covariance ${input} ${what}`,
    );
  }

  /** A Twist has the time of its receipt: says so where that is another clock than the IMU's. */
  clocks(receivedAt: number, imu: number): void {
    if (imu === -Infinity || this.#judged.has("clocks")) return;
    const apart = Math.abs(receivedAt - imu) * 1e-9;
    if (apart <= this.#settings.history) return;
    this.#judged.add("clocks");
    this.#log.warn(
      `wheel_velocity has no stamp, so the node's clock counts: ${
        (receivedAt * 1e-9).toFixed(3)
      } ` +
        `s; imu/data is stamped ${(imu * 1e-9).toFixed(3)} s. Two clocks, ${apart.toFixed(1)} s ` +
        "apart: wheel messages can't be placed",
    );
  }
}

function square(x: number): number {
  return x * x;
}
