/** Lidar values, each from where its line says. */

/** What data sheets don't say: how soft the limit of detection is, and the speckle. */
const RECEIVER = { detection_spread: 0.25, intensity_noise: 0.05, range_snr_sd_m: 0.3 } as const;

const OUSTER = {
  ...RECEIVER,
  columns: 1024,
  beam_us: 0, // all rows of a column at once
  range_min_m: 0.3,
  range_sd_m: 0.015, // 1.5 cm at SNR > 250, 3 cm at 100, 10 cm at 12: 0.3 / √SNR
  range_resolution_m: 0.001,
  intensity: "signal",
  intensity_gain: 12_000, // the real OS-1-32 frame: 280 to 3600 photons a 1/m² from floor to walls
  intensity_noise: 0.1,
} as const;

const OS0 = { ...OUSTER, range_max_m: 50, range_10_percent_m: 15, divergence_mrad: 6.1 };
const OS1 = { ...OUSTER, range_max_m: 120, range_10_percent_m: 45, divergence_mrad: 3.1 };
const OS2 = { ...OUSTER, range_max_m: 240, range_10_percent_m: 80, divergence_mrad: 1.6 };

const OUSTER_SOURCE = "Ouster data sheets, gen 2: range at 10 % reflectivity, divergence; " +
  "precision by SNR: OS1 hardware user guide; beams: core/models/beam_tables.ts";

/** Named lidars. */
export const LIDAR_PRESETS: Readonly<
  Record<string, { source: string; values: Readonly<Record<string, unknown>> }>
> = {
  ideal: {
    source: "no error at all, over the VLP-16's beams",
    values: {},
  },
  vlp16: {
    source: "Velodyne VLP-16 user manual 63-9243 rev D: 55.296 µs a firing, 2.304 µs a laser, " +
      "range to 100 m, accuracy ±3 cm taken as two deviations, 2 mm a step, divergence 3 mrad",
    values: {
      ...RECEIVER,
      model: "vlp16",
      columns: 1808,
      column_us: 55.296,
      beam_us: 2.304,
      range_min_m: 0.5,
      range_sd_m: 0.015,
      range_resolution_m: 0.002,
      range_10_percent_m: 50,
    },
  },
  os0_32: { source: OUSTER_SOURCE, values: { ...OS0, model: "os0_32" } },
  os0_128: { source: OUSTER_SOURCE, values: { ...OS0, model: "os0_128" } },
  os1_32: { source: OUSTER_SOURCE, values: { ...OS1, model: "os1_32" } },
  os1_128: { source: OUSTER_SOURCE, values: { ...OS1, model: "os1_128" } },
  os2_32: { source: OUSTER_SOURCE, values: { ...OS2, model: "os2_32" } },
  os2_128: { source: OUSTER_SOURCE, values: { ...OS2, model: "os2_128" } },
  utm30lx: {
    source: "Hokuyo UTM-30LX specification: 270°, 0.25° a step, 25 ms a scan, 0.1 to 30 m, " +
      "±30 mm to 10 m taken as two deviations",
    values: {
      ...RECEIVER,
      model: "plane",
      output: "scan",
      rate_hz: 40,
      columns: 1081,
      fov_deg: 270,
      beam_us: 0,
      range_min_m: 0.1,
      range_max_m: 30,
      range_sd_m: 0.015,
      range_resolution_m: 0.001,
      range_10_percent_m: 30,
    },
  },
};
