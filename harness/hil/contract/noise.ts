/**
 * White noise of an IMU at rest, from differences of successive samples (von Neumann 1941: half the
 * mean square of the differences), which bias and slow drift don't touch.
 */
import type { Imu, Vector3 } from "../../../msgs/types.ts";

/** Noise densities, rad/s/√Hz and m/s²/√Hz. */
export interface ImuNoise {
  readonly gyro: number;
  readonly accel: number;
}

/** Faster than this, beyond a bias, is no rest: rad/s, and m/s² of deviation. */
const STILL_RATE = 0.1;
const STILL_RATE_SD = 0.05;
const STILL_FORCE_SD = 0.5;

/** So many samples are needed. */
const LEAST = 20;

/** One sensor of three axes. */
class Triad {
  count = 0;
  #squares = 0;
  readonly #sum = [0, 0, 0];
  readonly #sumSquares = [0, 0, 0];
  #last: readonly number[] | undefined;

  add({ x, y, z }: Vector3): void {
    const now = [x, y, z];
    this.count++;
    now.forEach((value, i) => {
      this.#sum[i]! += value;
      this.#sumSquares[i]! += value * value;
      if (this.#last) this.#squares += (value - this.#last[i]!) * (value - this.#last[i]!);
    });
    this.#last = now;
  }

  /** Deviation of one axis's white noise, the mean of the three. */
  get white(): number {
    return Math.sqrt(this.#squares / 2 / 3 / (this.count - 1));
  }

  /** The largest mean and deviation of an axis. */
  get spread(): { mean: number; deviation: number } {
    const means = this.#sum.map((sum) => sum / this.count);
    const deviations = this.#sumSquares.map((sum, i) =>
      Math.sqrt(Math.max(0, sum / this.count - means[i]! * means[i]!))
    );
    return { mean: Math.max(...means.map(Math.abs)), deviation: Math.max(...deviations) };
  }
}

/** See the module's text. */
export class NoiseMeter {
  readonly #gyro = new Triad();
  readonly #accel = new Triad();

  add({ angular_velocity, linear_acceleration }: Imu): void {
    this.#gyro.add(angular_velocity);
    this.#accel.add(linear_acceleration);
  }

  /** Densities at a rate; a text says why there are none. */
  noise(hz: number): ImuNoise | string {
    if (this.#gyro.count < LEAST) return `${this.#gyro.count} samples are too few`;
    const { mean, deviation } = this.#gyro.spread;
    const still = mean < STILL_RATE && deviation < STILL_RATE_SD &&
      this.#accel.spread.deviation < STILL_FORCE_SD;
    if (!still) return "it moves";
    const root = Math.sqrt(hz);
    return { gyro: this.#gyro.white / root, accel: this.#accel.white / root };
  }
}
