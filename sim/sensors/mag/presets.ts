/** Magnetometer values, converted to tesla as each comment shows. */

/** Named magnetometers. */
export const MAG_PRESETS: Readonly<
  Record<string, { source: string; values: Readonly<Record<string, unknown>> }>
> = {
  ideal: { source: "no error at all", values: {} },
  ak8963: {
    source:
      "the magnetometer in MPU-9250: PS-MPU-9250A-01 rev 1.0 section 3.3; noise as measured " +
      "on a moving BROAD log with its filter's part of the motion",
    values: {
      range_t: 4.8e-3, // ±4800 µT
      resolution_t: 0.15e-6, // 0.15 µT/LSB, 16 bit output
      noise_density_t_sqrt_hz: 0.07e-6, // 0.70 µT rms at 100 Hz: 0.70e-6 / √100
    },
  },
  hmc5883l: {
    source: "measured on two sphere logs and one at rest: 1.37 to 1.60 mG rms at 76.9 Hz, " +
      "0.917 mG/LSB, hard iron up to 0.21 G",
    values: {
      range_t: 0.19e-3, // ±1.9 G at 0.917 mG/LSB
      resolution_t: 0.0917e-6, // 0.917 mG · 1e-7 T/mG
      noise_density_t_sqrt_hz: 0.017e-6, // 1.49 mG · 1e-7 / √76.9
      hard_iron_sd_t: 10e-6, // half of 0.21 G
    },
  },
};
