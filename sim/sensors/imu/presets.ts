/** Part values from data sheets, converted to rad, m and s as each comment shows. */

/** Values over the defaults of an IMU, and where they are from. */
export interface Preset {
  readonly source: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const DEG = Math.PI / 180;
/** Standard gravity, m/s². */
const G = 9.80665;

/** Named IMUs. */
export const IMU_PRESETS: Readonly<Record<string, Preset>> = {
  ideal: { source: "no error at all", values: {} },
};
