import assert from "#assert";
import { decimalYear, magneticFieldEnu } from "../../../core/models/wmm.ts";

const DATA = new URL("../../../../shared/data/wmm/", import.meta.url);

function rowsOf(name: string): number[][] | undefined {
  try {
    return Deno.readTextFileSync(new URL(name, DATA)).split("\n")
      .filter((line) => line.trim() !== "" && !line.startsWith("#"))
      .map((line) => line.trim().split(/\s+/).map(Number));
  } catch {
    console.log("skipped: ../shared/data/wmm is absent");
    return undefined;
  }
}

/** Columns of X Y Z H F (nT), I D (degrees) in the two files. */
const FILES = [
  {
    name: "WMM2025_WMM2025_TEST_VALUES.txt",
    columns: { X: 4, Y: 5, Z: 6, H: 7, F: 8, I: 9, D: 10 },
  },
  {
    name: "WMM2020_WMM2020_TEST_VALUES.txt",
    columns: { X: 7, Y: 8, Z: 9, H: 6, F: 10, I: 5, D: 4 },
  },
];

for (const { name, columns } of FILES) {
  Deno.test(`magneticFieldEnu() gives every official value of ${name}`, () => {
    const rows = rowsOf(name);
    if (!rows) return;
    let worst = 0;
    for (const row of rows) {
      const [year, km, lat, lon] = row;
      const field = magneticFieldEnu({
        year: year!,
        alt_m: km! * 1000,
        lat_deg: lat!,
        lon_deg: lon!,
      });
      const got = {
        X: field.north * 1e9,
        Y: field.east * 1e9,
        Z: -field.up * 1e9,
        H: Math.hypot(field.north, field.east) * 1e9,
        F: field.intensity * 1e9,
      };
      for (const [key, value] of Object.entries(got)) {
        worst = Math.max(worst, Math.abs(value - row[columns[key as keyof typeof got]]!));
      }
      const printed = (angle: number, column: number) =>
        assert.ok(Math.abs(angle * 180 / Math.PI - row[column]!) < 0.00501, `${angle}, ${row}`);
      printed(field.inclination, columns.I);
      printed(field.declination, columns.D);
    }
    console.log(`${name}: ${rows.length} rows, at most ${worst.toFixed(4)} nT off`);
    assert.ok(worst < 0.1);
    assert.ok(rows.length >= 12);
  });
}

Deno.test("magneticFieldEnu() is continuous over the poles and round the globe", () => {
  const at = (lat_deg: number, lon_deg: number) =>
    magneticFieldEnu({ lat_deg, lon_deg, alt_m: 100, year: 2026.3 });
  for (const pole of [90, -90]) {
    const there = at(pole, 20), near = at(pole * (1 - 1e-9), 20);
    for (const key of ["east", "north", "up"] as const) {
      assert.ok(Math.abs(there[key] - near[key]) < 1e-12);
    }
  }
  assert.ok(Math.abs(at(10, 180).east - at(10, -180).east) < 1e-18);
  // Across the pole, north becomes south and east west.
  const here = at(90, 0), beyond = at(90, 180);
  assert.ok(Math.abs(here.north + beyond.north) < 1e-17);
  assert.ok(Math.abs(here.east + beyond.east) < 1e-17);
});

Deno.test("magneticFieldEnu()'s angles and intensity are those of its components", () => {
  const field = magneticFieldEnu({ lat_deg: 48, lon_deg: 11, alt_m: 500, year: 2026 });
  assert.ok(Math.abs(Math.hypot(field.east, field.north, field.up) - field.intensity) < 1e-18);
  assert.ok(Math.abs(Math.tan(field.declination) - field.east / field.north) < 1e-15);
  assert.ok(Math.abs(Math.sin(field.inclination) + field.up / field.intensity) < 1e-15);
});

Deno.test("magneticFieldEnu() refuses places off the earth and years off the models", () => {
  const good = { lat_deg: 0, lon_deg: 0, alt_m: 0, year: 2025 };
  const bad = [{ lat_deg: 90.1 }, { lat_deg: NaN }, { lon_deg: Infinity }, { alt_m: -2e4 }];
  for (const change of [...bad, { year: 2019.9 }, { year: 2030.1 }, { year: NaN }]) {
    assert.throws(() => magneticFieldEnu({ ...good, ...change }), RangeError);
  }
});

Deno.test("decimalYear() counts days, leap years too, and refuses what isn't a date", () => {
  assert.equal(decimalYear("2025-01-01"), 2025);
  assert.equal(decimalYear("2027-07-02"), 2027 + 182 / 365);
  assert.equal(decimalYear("2028-12-31"), 2028 + 365 / 366);
  assert.equal(decimalYear("2028-02-29"), 2028 + 59 / 366);
  for (const bad of ["2027-02-29", "2027-13-01", "2027-00-10", "2027-1-1", "today", "2027-01-00"]) {
    assert.throws(() => decimalYear(bad), RangeError);
  }
});
