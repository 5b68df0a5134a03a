/**
 * The earth's magnetic field by the World Magnetic Model, degree 12 (Chulliat et al., The US/UK
 * World Magnetic Model for 2025-2030, section 1.2; equation numbers are theirs).
 */
import { atan2, cos, DEG, hypot, sin } from "../math/scalar.ts";
import { type MagneticModel, WMM2020, WMM2025 } from "./wmm_table.ts";

/** Where and when. */
export interface MagneticPlace {
  /** Geodetic (WGS84) latitude, degrees, [-90, 90]. */
  readonly lat_deg: number;
  /** Longitude, degrees, east positive. */
  readonly lon_deg: number;
  /** Height above the WGS84 ellipsoid, m. */
  readonly alt_m: number;
  /** Decimal year, [2020, 2030]; see {@linkcode decimalYear}. */
  readonly year: number;
}

/** The field there, tesla and radians. */
export interface MagneticField {
  /** Tesla. */
  readonly east: number;
  /** Tesla, towards geodetic north. */
  readonly north: number;
  /** Tesla, along the ellipsoid's normal. */
  readonly up: number;
  /** Angle of the horizontal field from north, positive eastward, rad. */
  readonly declination: number;
  /** Angle of the field below the horizon, rad. */
  readonly inclination: number;
  /** Magnitude, tesla. */
  readonly intensity: number;
}

const DEGREE = 12;
/** The geomagnetic reference radius, m. */
const REFERENCE_RADIUS = 6_371_200;
/** WGS84: semi-major axis (m) and first eccentricity squared. */
const SEMI_MAJOR = 6_378_137;
const ECCENTRICITY_SQUARED = 0.00669437999014;
const TESLA_PER_NANOTESLA = 1e-9;

/**
 * The magnetic field at a place and time.
 *
 * @example
 * ```ts
 * import { magneticFieldEnu } from "./wmm.ts";
 * const field = magneticFieldEnu({ lat_deg: 80, lon_deg: 0, alt_m: 0, year: 2025 });
 * field.north; // 6521.6e-9 T
 * ```
 * @throws {RangeError} outside the earth's latitudes or the years of the models
 */
export function magneticFieldEnu(place: MagneticPlace): MagneticField {
  const { lat_deg: lat, lon_deg: lon, alt_m: alt, year } = place;
  if (!(lat >= -90 && lat <= 90)) throw new RangeError(`Latitude ${lat}° must be in [-90, 90]`);
  if (!Number.isFinite(lon)) throw new RangeError(`Longitude ${lon}° must be finite`);
  if (!(alt > -10_000 && alt < 1e7)) throw new RangeError(`Height ${alt} m isn't near the earth`);
  const sum = synthesize(modelFor(year), place);
  const north = sum.north * TESLA_PER_NANOTESLA;
  const east = sum.east * TESLA_PER_NANOTESLA;
  const down = sum.down * TESLA_PER_NANOTESLA;
  const horizontal = hypot(north, east);
  return {
    east,
    north,
    up: -down,
    declination: atan2(east, north),
    inclination: atan2(down, horizontal),
    intensity: hypot(horizontal, down),
  };
}

/**
 * The decimal year of a date "YYYY-MM-DD" at its beginning, as the model counts it.
 *
 * @throws {RangeError} where there is no such date
 */
export function decimalYear(date: string): number {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  const [year, month, day] = parts ? parts.slice(1).map(Number) : [];
  if (year === undefined || month === undefined || day === undefined) {
    throw new RangeError(`A date is written YYYY-MM-DD, not "${date}"`);
  }
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = lengths[month - 1];
  if (length === undefined || day < 1 || day > length) {
    throw new RangeError(`There is no date ${date}`);
  }
  const before = lengths.slice(0, month - 1).reduce((days, each) => days + each, 0);
  return year + (before + day - 1) / (leap ? 366 : 365);
}

function modelFor(year: number): MagneticModel {
  if (year >= 2025 && year <= 2030) return WMM2025;
  if (year >= 2020 && year < 2025) return WMM2020;
  throw new RangeError(`Year ${year} is outside the magnetic models' 2020 to 2030`);
}

/** Spherical place of a geodetic one: radius, m, sine and cosine of the geocentric latitude. */
function geocentric(place: MagneticPlace): { radius: number; sine: number; cosine: number } {
  const sine = sin(place.lat_deg * DEG), cosine = cos(place.lat_deg * DEG);
  const normal = SEMI_MAJOR / Math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine);
  const outward = (normal + place.alt_m) * cosine;
  const upward = (normal * (1 - ECCENTRICITY_SQUARED) + place.alt_m) * sine;
  const radius = hypot(outward, upward);
  return { radius, sine: upward / radius, cosine: outward / radius };
}

/** North, east and down in the ellipsoid's frame, nT: equations 10 to 12, then 17. */
function synthesize(
  model: MagneticModel,
  place: MagneticPlace,
): { north: number; east: number; down: number } {
  const { radius, sine, cosine } = geocentric(place);
  const { legendre, slope, overCosine } = legendreFunctions(sine, cosine);
  const years = place.year - model.epoch;
  const ratio = REFERENCE_RADIUS / radius;
  let power = ratio * ratio;
  let north = 0, east = 0, down = 0;
  for (let n = 1, row = 0; n <= DEGREE; n++) {
    power *= ratio;
    for (let m = 0; m <= n; m++, row++) {
      const [g0, h0, gDot, hDot] = model.coefficients.slice(4 * row, 4 * row + 4);
      const g = g0! + years * gDot!, h = h0! + years * hDot!;
      const c = cos(m * place.lon_deg * DEG), s = sin(m * place.lon_deg * DEG);
      const i = n * (DEGREE + 1) + m;
      north -= power * (g * c + h * s) * slope[i]!;
      east += power * m * (g * s - h * c) * overCosine[i]!;
      down -= power * (n + 1) * (g * c + h * s) * legendre[i]!;
    }
  }
  // Turn by the angle between geocentric and geodetic latitude.
  const geodeticSine = sin(place.lat_deg * DEG), geodeticCosine = cos(place.lat_deg * DEG);
  const turnSine = sine * geodeticCosine - cosine * geodeticSine;
  const turnCosine = cosine * geodeticCosine + sine * geodeticSine;
  return {
    north: north * turnCosine - down * turnSine,
    east,
    down: north * turnSine + down * turnCosine,
  };
}

/**
 * Schmidt semi-normalised associated Legendre functions of the sine of the latitude, at [n 13 + m]:
 * P, dP/dlatitude, and for m ≥ 1 P / cos(latitude), which stays finite at the poles.
 */
function legendreFunctions(
  sine: number,
  cosine: number,
): { legendre: Float64Array; slope: Float64Array; overCosine: Float64Array } {
  const width = DEGREE + 1;
  const legendre = new Float64Array(width * width);
  const slope = new Float64Array(width * width);
  const overCosine = new Float64Array(width * width);
  legendre[0] = 1;
  for (let n = 1; n <= DEGREE; n++) {
    for (let m = 0; m <= n; m++) {
      const i = n * width + m;
      if (m === n) {
        const k = n === 1 ? 1 : Math.sqrt((2 * n - 1) / (2 * n));
        overCosine[i] = k * legendre[i - width - 1]!;
        legendre[i] = overCosine[i]! * cosine;
        continue;
      }
      const root = Math.sqrt(n * n - m * m);
      const before = Math.sqrt((n - 1) * (n - 1) - m * m);
      const twoUp = Math.max(i - 2 * width, 0); // has weight 0 where n = 1
      const step = (p: Float64Array) =>
        ((2 * n - 1) * sine * p[i - width]! - before * p[twoUp]!) / root;
      legendre[i] = step(legendre);
      if (m > 0) overCosine[i] = step(overCosine);
    }
  }
  // cos φ dP(n,m)/dφ = √(n² − m²) P(n−1,m) − n sin φ P(n,m), divided by the cosine termwise.
  for (let n = 1; n <= DEGREE; n++) {
    for (let m = 1; m <= n; m++) {
      const i = n * width + m;
      const below = m < n ? Math.sqrt(n * n - m * m) * overCosine[i - width]! : 0;
      slope[i] = below - n * sine * overCosine[i]!;
    }
    slope[n * width] = Math.sqrt(n * (n + 1) / 2) * legendre[n * width + 1]!;
  }
  return { legendre, slope, overCosine };
}
