/** For every fault: settings, what it must change, and what comes back after its end. */
import type { Nanos } from "../../msgs/time.ts";
import { SECOND } from "../../msgs/time.ts";

/** One fault in the law suite; `at_s` and `for_s` are the suite's. */
export interface FaultCase {
  readonly config: Record<string, unknown>;
  /** Topics that must come out different. */
  readonly changes: readonly string[];
  /** Topics that return to what they were once it has ended, and how long that may take. */
  readonly returns: readonly string[];
  readonly settlesNs?: Nanos;
  /** Largest difference of a number after its return; absent: the same bytes. */
  readonly tolerance?: number;
  /** Why some topic does not return. */
  readonly keeps?: string;
}

const WHEEL = ["/joint_states", "/wheel/odom", "/wheel_velocity", "/wheel_velocity_stamped"];
const STAMPED = ["/joint_states", "/wheel/odom", "/wheel_velocity_stamped"];
const IMU = ["/imu/data"];
const MAG = ["/imu/mag"];
/** What was captured before the end is still on its way. */
const CAPTURE = { settlesNs: 0.05 * SECOND };
const on = (config: Record<string, unknown>, topics: readonly string[], more = {}): FaultCase => ({
  config,
  changes: topics,
  returns: topics,
  ...more,
});

/** The table; the suite fails where a fault of FAULTS is not in it. */
export const FAULT_CASES: Readonly<Record<string, readonly FaultCase[]>> = {
  bias_step: [
    on({ stream: "imu", quantity: "angular_velocity", add: [0, 0, 0.1] }, IMU),
    on({ stream: "mag", quantity: "magnetic_field", add: 1e-5, ramp_s: 1 }, MAG),
    on({ stream: "wheel", quantity: "linear_velocity", add: 0.3 }, WHEEL.slice(1)),
  ],
  delay: [
    on({ stream: "imu", by_ms: 120, jitter_ms: 20 }, IMU, { settlesNs: 0.4 * SECOND }),
    on({ stream: "/wheel_velocity", by_ms: 50 }, ["/wheel_velocity"], { settlesNs: 0.1 * SECOND }),
  ],
  dropout: [
    on({ stream: "imu" }, IMU),
    on({ stream: "wheel", probability: 0.3, mean_length: 3 }, WHEEL),
  ],
  duplicate: [
    on({ stream: "mag" }, MAG),
    on({ stream: "imu", probability: 0.5, copies: 2, after_ms: 30 }, IMU, {
      settlesNs: 0.1 * SECOND,
    }),
  ],
  frozen_clock: [on({ stream: "imu" }, IMU), on({ stream: "wheel" }, STAMPED)],
  glare: [
    on({}, ["/camera/image"], CAPTURE),
    on({ at: [0, 1], radius: 0.1, veil: 0 }, ["/camera/image"], CAPTURE),
  ],
  magnetic_disturbance: [
    on({ field_t: [1e-5, 0, 2e-5] }, MAG, CAPTURE),
    on({ strength_t: 2e-5 }, MAG, CAPTURE),
  ],
  nan: [
    on({ stream: "imu", quantity: "linear_acceleration", component: "z" }, IMU),
    on({ stream: "wheel", probability: 0.2, value: "infinity" }, WHEEL),
  ],
  occluded_lidar: [
    on({}, ["/points"], CAPTURE),
    on({ from_deg: -20, width_deg: 120, share: 0.5 }, ["/points"], CAPTURE),
  ],
  reorder: [
    on({ stream: "imu", by_ms: 45 }, IMU, { settlesNs: 0.1 * SECOND }),
    on({ stream: "wheel", probability: 0.8, by_ms: 70 }, WHEEL, { settlesNs: 0.1 * SECOND }),
  ],
  saturation: [
    on({ stream: "imu", quantity: "linear_acceleration", limit: [20, 20, 5] }, IMU),
    on({ stream: "/wheel_velocity", quantity: "linear_velocity", limit: 0.1 }, ["/wheel_velocity"]),
  ],
  skewed_clock: [
    on({ stream: "imu", skew_ppm: 20_000 }, IMU),
    on({ stream: "wheel", step_ms: -300 }, STAMPED),
  ],
  stuck: [on({ stream: "imu" }, IMU), on({ stream: "mag", stamps: "stuck" }, MAG)],
  vibration: [
    on({ amplitude_m_s2: 4 }, IMU, CAPTURE),
    on({ frequency_hz: 47, amplitude_m_s2: 0, amplitude_rad_s: 0.2, harmonics: 1 }, IMU, CAPTURE),
  ],
  wheel_slip: [
    on({ ratio: 0.5 }, WHEEL, {
      ...CAPTURE,
      returns: ["/wheel_velocity", "/wheel_velocity_stamped"],
      tolerance: 1e-9,
      keeps: "a pose and an angle that were counted wrong stay so",
    }),
    on({ side: "left", spin_m_s: 0.4 }, WHEEL, {
      ...CAPTURE,
      returns: ["/wheel_velocity", "/wheel_velocity_stamped"],
      tolerance: 1e-9,
      keeps: "a pose and an angle that were counted wrong stay so",
    }),
  ],
  wrong_covariance: [
    on({ stream: "imu", factor: 100 }, IMU),
    on({ stream: "wheel", as: "unknown" }, ["/wheel/odom", "/wheel_velocity_stamped"]),
    on({ stream: "mag", as: "nan" }, MAG),
  ],
};
