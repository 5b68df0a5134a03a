/** Named wheel odometry. */
export const WHEEL_PRESETS: Readonly<
  Record<string, { source: string; values: Readonly<Record<string, unknown>> }>
> = {
  ideal: { source: "no error at all", values: {} },
  indoor_robot: {
    source: "an estimate, no data sheet: quadrature encoders behind a gear, a radius known to " +
      "1 %, and 1 cm of random slip over 1 m on a smooth floor",
    values: { ticks_per_revolution: 4096, radius_error_sd: 0.01, slip_noise_m_sqrt_m: 0.01 },
  },
};
