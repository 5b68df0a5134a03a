/** What the node says once: stated covariances that aren't believed, two clocks that differ. */
import { isPlausible } from "../../core/fusion/covariance_policy.ts";
import { EV, IMU, MAG, WHEEL } from "../../core/fusion/event.ts";
import type { FusionSettings } from "../../core/fusion/settings.ts";
import type { Log } from "../../runtime/node.ts";
import type { InputName } from "./diagnostics.ts";

/** A stated variance and that of the parameters. */
type Claim = readonly [what: string, stated: number, parameter: number];

/** See the file's head. */
export class Warnings {
  readonly #log: Log;
  readonly #settings: FusionSettings;
  readonly #judged = new Set<string>();
  #lastImu = NaN;
  /** When the last IMU message was received, by the node's clock, and its stamp. */
  #heardAt = NaN;
  #heardStamp = NaN;

  constructor(log: Log, settings: FusionSettings) {
    this.#log = log;
    this.#settings = settings;
  }

  /** Says once a topic which stated variances in the record of `input` aren't used. */
  covariance(input: InputName, r: Float64Array): void {
    const { wheel, heading } = this.#settings;
    if (this.#settings.imu.covariance === "parameter" || this.#judged.has(input)) return;
    if (input === "imu") this.#imu(r);
    else if (input === "mag") {
      this.#judge(input, [["magnetic field", r[MAG.variance]!, square(heading.magNoise)]]);
    } else {
      const speed: Claim = ["speed", r[WHEEL.variance]!, square(wheel.speedSd)];
      const rate: Claim = ["yaw rate", r[WHEEL.yawRateVariance]!, square(wheel.yawRateSd)];
      this.#judge(input, wheel.useYawRate ? [speed, rate] : [speed]);
    }
  }

  /** The second message knows the rate, which a density's variance goes by. */
  #imu(r: Float64Array): void {
    const dt = (r[EV.time]! - this.#lastImu) * 1e-9;
    this.#lastImu = r[EV.time]!;
    if (!(dt > 0)) return;
    const { imu, attitude, heading } = this.#settings;
    this.#judge("imu", [
      ["angular velocity", r[IMU.rateVariance]!, square(imu.gyroNoise) / dt],
      ["acceleration", r[IMU.forceVariance]!, square(imu.accelNoise) / dt],
      ["roll and pitch", r[IMU.tiltVariance]!, square(attitude.orientationSd)],
      ["yaw", r[IMU.yawVariance]!, square(heading.floor)],
    ]);
  }

  /** The first message of a topic that states something is the one that is judged. */
  #judge(input: InputName, claims: readonly Claim[]): void {
    const stated = claims.filter(([, variance]) => !Number.isNaN(variance));
    if (stated.length === 0) return;
    this.#judged.add(input);
    const everything = this.#settings.imu.covariance === "message";
    const refused = stated.filter(([, variance, parameter]) =>
      variance < 0 || !everything && variance > 0 && !isPlausible(variance, parameter)
    );
    if (refused.length === 0) return;
    const list = refused.map(([what, variance, parameter]) =>
      `${what} ${variance.toPrecision(3)} (${parameter.toPrecision(3)})`
    ).join(", ");
    this.#log.info(
      `${input}: stated variances that are not used, because they are negative or not within a ` +
        `factor 100 of the parameter's, in brackets, which is used instead: ${list}`,
    );
  }

  /** An IMU message with the stamp `stamp` was received. */
  heard(receivedAt: number, stamp: number): void {
    this.#heardAt = receivedAt;
    this.#heardStamp = stamp;
  }

  /** A Twist has the time of its receipt: says so where that is another clock than the IMU's. */
  clocks(receivedAt: number): void {
    const apart = Math.abs(this.#heardAt - this.#heardStamp) * 1e-9;
    if (!(apart > this.#settings.history) || this.#judged.has("clocks")) return;
    this.#judged.add("clocks");
    const seconds = (at: number) => (at * 1e-9).toFixed(3);
    this.#log.warn(
      `wheel_velocity has no stamp, so the node's clock counts, which says ` +
        `${seconds(receivedAt)} s; imu/data that came at ${seconds(this.#heardAt)} s is stamped ` +
        `${seconds(this.#heardStamp)} s. Two clocks, ${apart.toFixed(1)} s apart: wheel messages ` +
        "can't be placed",
    );
  }
}

function square(x: number): number {
  return x * x;
}
