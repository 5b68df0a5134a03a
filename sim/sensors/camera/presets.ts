/** Camera values, each from where its line says. */

/** Named cameras. */
export const CAMERA_PRESETS: Readonly<
  Record<string, { source: string; values: Readonly<Record<string, unknown>> }>
> = {
  ideal: {
    source: "no error at all: a global shutter without noise",
    values: { noise: { enabled: false }, line_time_us: 0, latency_jitter_ms: 0 },
  },
  imx273: {
    source: "Teledyne FLIR, EMVA 1288 test results of BFS-U3-16S2M (Sony IMX273, global " +
      "shutter): saturation capacity 10,813 e⁻, temporal dark noise 2.29 e⁻",
    values: {
      line_time_us: 0,
      noise: { full_well_e: 10_813, read_noise_e: 2.29, dsnu_e: 0.5, prnu: 0.005 },
    },
  },
};
