/** Camera values, each from where its line says. */

/** Named cameras. */
export const CAMERA_PRESETS: Readonly<
  Record<string, { source: string; values: Readonly<Record<string, unknown>> }>
> = {
  ideal: {
    source: "no error at all: a global shutter without noise",
    values: {},
  },
  vga: {
    source: "an estimate of a small rolling-shutter module, 640 × 480: 14.4 ms of readout",
    values: {
      line_time_us: 30,
      noise: { shot: true, dark_current_e_s: 2, read_noise_e: 6, dsnu_e: 2, prnu: 0.008 },
    },
  },
  imx273: {
    source: "Teledyne FLIR, EMVA 1288 test results of BFS-U3-16S2M (Sony IMX273, global " +
      "shutter): saturation capacity 10,813 e⁻, temporal dark noise 2.29 e⁻",
    values: {
      noise: { shot: true, full_well_e: 10_813, read_noise_e: 2.29, dsnu_e: 0.5, prnu: 0.005 },
    },
  },
};
