/** Units of columns, and what they are in SI: one line here adds a unit. */

/** What a unit is in SI: value · times / per, so that decimal units stay correctly rounded. */
export interface Unit {
  readonly times: number;
  readonly per: number;
}

/** What is in SI already. */
export const SI: Unit = { times: 1, per: 1 };

/** Every unit by the name that column maps use. */
export const UNITS: Readonly<Record<string, Unit>> = {
  "1": SI,
  "rad": SI,
  "deg": { times: Math.PI, per: 180 },
  "rad/s": SI,
  "deg/s": { times: Math.PI, per: 180 },
  "m": SI,
  "m/s": SI,
  "km/h": { times: 1, per: 3.6 },
  "m/s^2": SI,
  // the standard acceleration of gravity, exact by definition (CGPM 1901)
  "g": { times: 9.80665, per: 1 },
  "T": SI,
  "mT": { times: 1, per: 1e3 },
  "uT": { times: 1, per: 1e6 },
  "nT": { times: 1, per: 1e9 },
  "gauss": { times: 1, per: 1e4 },
  "mgauss": { times: 1, per: 1e7 },
};

/** Decimal digits between a time unit and nanoseconds. */
export const TIME_UNITS: Readonly<Record<string, number>> = { "s": 9, "ms": 6, "us": 3, "ns": 0 };
