/** What an IMU feels of the vibrations that faults have put into the world. */
import { inverseRotate } from "../../../core/math/quaternion.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { Mount, Scene, SensorSetup } from "../../contract.ts";
import { addVibration, type VibrationSampling } from "../../world/scene.ts";
import type { ImuConfig } from "./config.ts";

/** Vibration in the sensor's axes, as its low-pass and sampling leave it. */
export class Shaking {
  /** rad/s over the interval last felt. */
  readonly rate = new Float64Array(3);
  /** m/s². */
  readonly force = new Float64Array(3);
  readonly #scene: Scene;
  readonly #mount: Mount;
  readonly #gyroscope: VibrationSampling;
  readonly #accelerometer: VibrationSampling;

  /** Undefined where nothing ever shakes. */
  static of(config: ImuConfig, { world: { scene }, mount }: SensorSetup): Shaking | undefined {
    if (scene === undefined || scene.vibrations.length === 0) return undefined;
    return new Shaking(config, scene, mount);
  }

  private constructor(config: ImuConfig, scene: Scene, mount: Mount) {
    const mean = config.sampling === "mean";
    this.#scene = scene;
    this.#mount = mount;
    this.#gyroscope = {
      mean,
      bandwidth: config.gyroscope_bandwidth_hz ?? Infinity,
      order: config.gyroscope_filter_order,
    };
    this.#accelerometer = {
      mean,
      bandwidth: config.accelerometer_bandwidth_hz ?? Infinity,
      order: config.accelerometer_filter_order,
    };
  }

  /** Fills `rate` and `force` for the interval [from, to]. */
  feel(from: Nanos, to: Nanos): void {
    const { rate, force } = this, interval = { from, to };
    rate.fill(0);
    force.fill(0);
    addVibration(this.#scene, "rate", interval, this.#gyroscope, rate);
    addVibration(this.#scene, "force", interval, this.#accelerometer, force);
    inverseRotate(rate, this.#mount.rotation, rate);
    inverseRotate(force, this.#mount.rotation, force);
  }
}
