/** What shapes look like, as flat arrays. */

/** Numbers of a material, a frame and the light in {@linkcode Scenery}. */
export const SCENERY_SIZES = { material: 8, frame: 12, light: 18 } as const;

/** Surfaces and light of a list of shapes. */
export interface Scenery {
  /** Of each shape: the object whose frame its pattern lies in. */
  readonly objectOf: Int32Array;
  /** Of each shape: its material. */
  readonly materialOf: Int32Array;
  /** Of each object: rotation local from world (9, row-major) and origin (3), metres. */
  readonly frames: Float64Array;
  /**
   * Of each material: two colours (linear, 3 each), a pattern (0 plain, 1 checker, 2 stripes along
   * z, 3 noise, 4 brick) that mixes them, and its frequency, 1/m.
   */
  readonly materials: Float64Array;
  /**
   * Direction to the sun (3); light of the sun on what faces it, of the sky on what faces up, of
   * the ground on what faces down; radiance of the zenith and of the horizon (3 each).
   */
  readonly light: Float64Array;
}
