/**
 * Part values from data sheets and measurements, converted to rad, m and s as each line shows.
 * Typical values are taken as they are; a data sheet's ± tolerance is taken as two standard
 * deviations, its noise density as Kalibr's, two-sided, as is the custom (were it one-sided, the
 * noise would be √2 smaller).
 */

/** Values over the defaults of an IMU, and where they are from. */
export interface Preset {
  readonly source: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** rad in a degree. */
const DEG = Math.PI / 180;
/** m/s² in a g. */
const G = 9.80665;
/** rad/s in a degree an hour. */
const DEG_H = Math.PI / 180 / 3600;

/** Named IMUs. */
export const IMU_PRESETS: Readonly<Record<string, Preset>> = {
  ideal: { source: "no error at all", values: {} },

  adis16448: {
    source: "densities: ADIS16448 data sheet as quoted in github.com/ethz-asl/kalibr/issues/63; " +
      "bandwidth: github.com/gazebosim/gz-sensors/issues/7; random walks: Kalibr's example for " +
      "the part (wiki, Yaml-formats); turn-on biases: RotorS and PX4 (imu plugin); " +
      "resolution: Linux, drivers/iio/imu/adis16400.c",
    values: {
      rate_hz: 200,
      gyroscope_noise_density: 0.0135 * DEG, // 0.0135 °/s/√Hz = 2.356e-4 rad/s/√Hz
      gyroscope_random_walk: 4.0e-6, // rad/s²/√Hz, as stated
      gyroscope_turn_on_bias_rad_s: 0.5 * DEG, // 0.5 °/s
      gyroscope_range_rad_s: 1000 * DEG, // ±1000 °/s
      gyroscope_resolution_rad_s: 0.04 * DEG, // 0.04 °/s/LSB
      gyroscope_bandwidth_hz: 330,
      accelerometer_noise_density: 0.23e-3 * G, // 0.23 mg/√Hz = 2.256e-3 m/s²/√Hz
      accelerometer_random_walk: 2.0e-4, // m/s³/√Hz, as stated
      accelerometer_turn_on_bias_m_s2: 20e-3 * G, // 20 mg
      accelerometer_range_m_s2: 18 * G, // ±18 g
      accelerometer_resolution_m_s2: 1 / 1200 * G, // 1200 LSB/g
      accelerometer_bandwidth_hz: 330,
    },
  },

  mpu9250: {
    source: "PS-MPU-9250A-01 rev 1.0, pages 8 and 9; the slow bias is not in it: AirSim's values " +
      "for its sister MPU-6000 (ImuSimpleParams.hpp)",
    values: {
      rate_hz: 200,
      gyroscope_noise_density: 0.01 * DEG, // 0.01 °/s/√Hz = 1.745e-4 rad/s/√Hz
      gyroscope_gauss_markov_rad_s: 4.6 * DEG_H, // 4.6 °/h
      gyroscope_gauss_markov_time_s: 500,
      gyroscope_turn_on_bias_rad_s: 5 / 2 * DEG, // ±5 °/s
      gyroscope_scale_error_sd: 0.03 / 2, // ±3 %
      gyroscope_misalignment_sd: 0.02 / 2, // ±2 % cross-axis
      gyroscope_range_rad_s: 250 * DEG, // ±250 °/s
      gyroscope_resolution_rad_s: 1 / 131 * DEG, // 131 LSB/(°/s)
      gyroscope_bandwidth_hz: 92,
      accelerometer_noise_density: 300e-6 * G, // 300 µg/√Hz = 2.942e-3 m/s²/√Hz
      accelerometer_gauss_markov_m_s2: 36e-6 * G, // 36 µg
      accelerometer_gauss_markov_time_s: 800,
      accelerometer_turn_on_bias_m_s2: [60e-3 / 2 * G, 60e-3 / 2 * G, 80e-3 / 2 * G], // ±60, ±80 mg
      accelerometer_scale_error_sd: 0.03 / 2, // ±3 %
      accelerometer_misalignment_sd: 0.02 / 2, // ±2 % cross-axis
      accelerometer_range_m_s2: 2 * G, // ±2 g
      accelerometer_resolution_m_s2: 1 / 16384 * G, // 16 384 LSB/g
      accelerometer_bandwidth_hz: 94,
    },
  },

  bmi088: {
    source: "BST-BMI088-DS001-13: range and resolution read there (5.5.2, 5.3.4), densities as " +
      "commonly quoted from its table 2; the biases are of the class of its sister BMI055",
    values: {
      rate_hz: 200,
      gyroscope_noise_density: 0.014 * DEG, // 0.014 °/s/√Hz = 2.443e-4 rad/s/√Hz
      gyroscope_gauss_markov_rad_s: 2 * DEG_H, // under 2 °/h
      gyroscope_gauss_markov_time_s: 500,
      gyroscope_turn_on_bias_rad_s: 1 / 2 * DEG, // ±1 °/s
      gyroscope_range_rad_s: 2000 * DEG, // ±2000 °/s
      gyroscope_resolution_rad_s: 2000 / 32767 * DEG, // 32 767 LSB for 2000 °/s
      accelerometer_noise_density: [160e-6 * G, 160e-6 * G, 190e-6 * G], // 160, 160, 190 µg/√Hz
      accelerometer_gauss_markov_m_s2: 36e-6 * G, // 36 µg, as the MPU-6000
      accelerometer_gauss_markov_time_s: 800,
      accelerometer_turn_on_bias_m_s2: 20e-3 / 2 * G, // ±20 mg
      accelerometer_range_m_s2: 24 * G, // ±24 g
      accelerometer_resolution_m_s2: 24 / 32768 * G, // 32 768 LSB for 24 g
    },
  },

  mpu6050: {
    source: "PS-MPU-6000A-00 rev 3.4, pages 12 and 13; the slow bias: AirSim's values for " +
      "MPU-6000 (ImuSimpleParams.hpp)",
    values: {
      rate_hz: 200,
      gyroscope_noise_density: 0.005 * DEG, // 0.005 °/s/√Hz = 8.727e-5 rad/s/√Hz
      gyroscope_gauss_markov_rad_s: 4.6 * DEG_H, // 4.6 °/h
      gyroscope_gauss_markov_time_s: 500,
      gyroscope_turn_on_bias_rad_s: 20 / 2 * DEG, // ±20 °/s
      gyroscope_scale_error_sd: 0.03 / 2, // ±3 %
      gyroscope_misalignment_sd: 0.02 / 2, // ±2 % cross-axis
      gyroscope_g_sensitivity_s_m: [ // 0.1 °/s/g along the axis itself
        [0.1 * DEG / G, 0, 0],
        [0, 0.1 * DEG / G, 0],
        [0, 0, 0.1 * DEG / G],
      ],
      gyroscope_range_rad_s: 250 * DEG, // ±250 °/s
      gyroscope_resolution_rad_s: 1 / 131 * DEG, // 131 LSB/(°/s)
      gyroscope_bandwidth_hz: 256,
      accelerometer_noise_density: 400e-6 * G, // 400 µg/√Hz = 3.923e-3 m/s²/√Hz
      accelerometer_gauss_markov_m_s2: 36e-6 * G, // 36 µg
      accelerometer_gauss_markov_time_s: 800,
      accelerometer_turn_on_bias_m_s2: [50e-3 / 2 * G, 50e-3 / 2 * G, 80e-3 / 2 * G], // ±50, ±80 mg
      accelerometer_scale_error_sd: 0.03 / 2, // ±3 %
      accelerometer_misalignment_sd: 0.02 / 2, // ±2 % cross-axis
      accelerometer_range_m_s2: 2 * G, // ±2 g
      accelerometer_resolution_m_s2: 1 / 16384 * G, // 16 384 LSB/g
      accelerometer_bandwidth_hz: 260,
    },
  },

  mpu6050_measured: {
    source: "one part at rest (sunsided/sensor-fusion @c1d36b2, 655 s at 99.3 Hz): N²/τ + K²τ/3 " +
      "fitted per axis to the Allan variance of the first 300 s, see " +
      "tests/sim/sensors/imu/static_log.ts. Its noise is white up to 50 Hz, so no bandwidth is " +
      "set. The accelerometer's bias can't be told from tilt and is left 0",
    values: {
      rate_hz: 99.317,
      // 0.012621, 0.009142, 0.009951 °/s/√Hz
      gyroscope_noise_density: [0.012621 * DEG, 0.009142 * DEG, 0.009951 * DEG],
      // 0.002131, 0.000525, 0.000203 °/s²/√Hz
      gyroscope_random_walk: [0.002131 * DEG, 0.000525 * DEG, 0.000203 * DEG],
      gyroscope_bias_rad_s: [4.5408 * DEG, 0.0446 * DEG, 1.1221 * DEG], // mean, °/s
      gyroscope_range_rad_s: 250 * DEG, // ±250 °/s
      gyroscope_resolution_rad_s: 1 / 131 * DEG, // 131 LSB/(°/s)
      // 305.4, 312.2, 499.5 µg/√Hz
      accelerometer_noise_density: [305.4e-6 * G, 312.2e-6 * G, 499.5e-6 * G],
      // 0, 2.42, 49.4 µg/s/√Hz
      accelerometer_random_walk: [0, 2.42e-6 * G, 49.4e-6 * G],
      accelerometer_range_m_s2: 8 * G, // ±8 g
      accelerometer_resolution_m_s2: 1 / 4096 * G, // 4096 LSB/g
    },
  },
};
