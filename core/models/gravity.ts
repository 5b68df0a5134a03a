/** Gravity, positive downwards. */
import { DEG, sin } from "../math/scalar.ts";

/** The standard acceleration of free fall, m/s² (3rd CGPM, 1901). */
export const STANDARD_GRAVITY = 9.80665;

/**
 * Normal gravity of the WGS84 ellipsoid, m/s², at a geodetic latitude (degrees) and a height above
 * the ellipsoid (m): Somigliana's formula and its second-order height term (NIMA TR8350.2,
 * equations 4-1 and 4-3). Heights up to some 20 km.
 */
export function normalGravity(latDeg: number, altM = 0): number {
  const EQUATOR = 9.7803253359, SOMIGLIANA = 0.00193185265241;
  const SEMI_MAJOR = 6_378_137, FLATTENING = 1 / 298.257223563;
  const ECCENTRICITY_SQUARED = 0.00669437999013;
  /** ω² a² b / GM. */
  const CENTRIFUGAL = 0.00344978650684;
  const s = sin(latDeg * DEG);
  const surface = EQUATOR * (1 + SOMIGLIANA * s * s) / Math.sqrt(1 - ECCENTRICITY_SQUARED * s * s);
  const h = altM / SEMI_MAJOR;
  return surface *
    (1 - 2 * (1 + FLATTENING + CENTRIFUGAL - 2 * FLATTENING * s * s) * h + 3 * h * h);
}
