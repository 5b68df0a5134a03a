/** Units of columns, and what they are in SI: one line here adds a unit. */

/** value in SI = factor · value in the unit. */
export const UNITS: Readonly<Record<string, number>> = {
  "1": 1,
  "rad": 1,
  "deg": Math.PI / 180,
  "rad/s": 1,
  "deg/s": Math.PI / 180,
  "m": 1,
  "m/s": 1,
  "km/h": 1 / 3.6,
  "m/s^2": 1,
  // the standard acceleration of gravity, exact by definition (CGPM 1901)
  "g": 9.80665,
  "T": 1,
  "mT": 1e-3,
  "uT": 1e-6,
  "nT": 1e-9,
  "gauss": 1e-4,
  "mgauss": 1e-7,
};

/** Decimal digits between a time unit and nanoseconds. */
export const TIME_UNITS: Readonly<Record<string, number>> = { "s": 9, "ms": 6, "us": 3, "ns": 0 };
