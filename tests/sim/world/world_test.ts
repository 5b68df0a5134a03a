import assert from "#assert";
import { isInside, SimulatedWorld, worldSchema } from "../../../sim/world/world.ts";

const DATA = new URL("../../../../shared/data/wmm/", import.meta.url);
const world = (settings: object = {}) => new SimulatedWorld(worldSchema.parse(settings));

function field(it: SimulatedWorld, place = [0, 0, 0], at = 0): number[] {
  const out = new Float64Array(3);
  it.magneticField(Float64Array.from(place), at, out);
  return [...out];
}

/** Rows of an official file: numbers. */
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

Deno.test("the world's field is the official one at its origin and date, east north up", () => {
  const files = [
    { name: "WMM2025_WMM2025_TEST_VALUES.txt", x: 4, dates: { 2025: "2025-01-01" } },
    { name: "WMM2020_WMM2020_TEST_VALUES.txt", x: 7, dates: { 2020: "2020-01-01" } },
  ];
  for (const { name, x, dates } of files) {
    const rows = rowsOf(name);
    if (rows === undefined) return;
    let seen = 0;
    for (const row of rows) {
      const [year, km, lat_deg, lon_deg] = row as [number, number, number, number];
      const date = (dates as Record<number, string>)[year];
      if (date === undefined || km > 20) continue; // the world's heights end at 20 km
      const it = world({ origin: { lat_deg, lon_deg, alt_m: km * 1000 }, date });
      const want = [row[x + 1]!, row[x]!, -row[x + 2]!];
      const got = field(it).map((tesla) => tesla * 1e9);
      want.forEach((nT, i) => assert.ok(Math.abs(got[i]! - nT) < 0.1, `${row}: ${got}`));
      seen++;
    }
    assert.ok(seen >= 2, name);
  }
});

Deno.test("in the middle of a year the field is the official one of then", () => {
  const rows = rowsOf("WMM2025_WMM2025_TEST_VALUES.txt");
  if (rows === undefined) return;
  for (const row of rows.filter(([year, km]) => year === 2027.5 && km === 0)) {
    const it = world({ origin: { lat_deg: row[2], lon_deg: row[3] }, date: "2027-07-02" });
    // The second of July is 0.0014 years before: up to 0.16 nT at 120 nT a year.
    const got = field(it).map((tesla) => tesla * 1e9);
    [row[5]!, row[4]!, -row[6]!].forEach((nT, i) => assert.ok(Math.abs(got[i]! - nT) < 0.27));
  }
});

Deno.test("earth's field is the same all over the world; magnets add theirs while they are there", () => {
  const magnets = [
    { position_m: [5, 0, 0], moment_a_m2: [0, 0, 100], from_s: 1, to_s: 2 },
    { position_m: [0, 5, 0], moment_a_m2: [0, 0, -40] },
  ];
  const bare = world(), with_ = world({ magnets });
  const earth = field(bare);
  for (const place of [[40, -40, 3], [0, 0, 100]]) assert.deepEqual(field(bare, place, 5e9), earth);
  assert.ok(Math.hypot(...earth) > 40e-6 && Math.hypot(...earth) < 60e-6, "near Munich");
  // On the equators of both: −μ₀/4π m/r³ along z.
  const added = (place: number[], at: number) =>
    field(with_, place, at).map((value, i) => value - earth[i]!);
  const second = 1e-7 * 40 / 125, first = -1e-7 * 100 / 125;
  assert.ok(Math.abs(added([0, 0, 0], 0)[2]! - second) < 1e-18);
  assert.ok(Math.abs(added([0, 0, 0], 1.5e9)[2]! - second - first) < 1e-18);
  assert.ok(Math.abs(added([0, 0, 0], 2e9)[2]! - second) < 1e-18);
});

Deno.test("gravity is standard, a number, or that of the place on the ellipsoid", () => {
  assert.equal(world().gravity, 9.80665);
  assert.equal(world({ gravity_m_s2: 1.62 }).gravity, 1.62);
  // NIMA TR8350.2, table 3.4; for 45° Moritz (1980), whose ellipsoid has 1.4e-6 more everywhere.
  const local = (lat_deg: number, alt_m = 0) =>
    world({ origin: { lat_deg, lon_deg: 0, alt_m }, gravity_m_s2: "local" }).gravity;
  assert.ok(Math.abs(local(0) - 9.7803253359) < 1e-9);
  assert.ok(Math.abs(local(90) - 9.8321849378) < 1e-9);
  assert.ok(Math.abs(local(-45) - 9.806199203) < 2e-6);
  // Free air: 0.3086 mGal/m.
  assert.ok(Math.abs((local(45) - local(45, 1000)) / 3.086e-3 - 1) < 1e-3);
});

Deno.test("the ground is that of the world's ramps", () => {
  const jet = new Float64Array(10);
  world({ ramps: [{ position_m: [0, 0], rise_m: 0.5 }] }).terrain.at(5, 0, jet);
  assert.ok(Math.abs(jet[0]! - 0.5) < 1e-12 && world().terrain.flat);
});

Deno.test("isInside() takes the border as inside", () => {
  const it = worldSchema.parse({ bounds_m: { min: [-1, -2], max: [3, 4] } });
  const inside = [[0, 0], [-1, -2], [3, 4], [-1, 4]], outside = [[-1.001, 0], [0, 4.001], [9, 9]];
  for (const [x, y] of inside) assert.ok(isInside(it, x!, y!), `${x}, ${y}`);
  for (const [x, y] of outside) assert.ok(!isInside(it, x!, y!), `${x}, ${y}`);
});

Deno.test("a world says what is wrong with it, and never takes today's date", () => {
  const complaint = (settings: object) => {
    const issue = worldSchema.safeParse(settings).error?.issues[0];
    return `${issue?.path.join(".")}: ${issue?.message}`;
  };
  assert.equal(worldSchema.parse({}).date, "2026-01-01");
  for (const date of ["2019-12-31", "2031-01-01", "2026-02-30", "today", "2026-1-1"]) {
    assert.match(complaint({ date }), /^date: a date YYYY-MM-DD from 2020 to 2029/);
  }
  for (const date of ["2020-01-01", "2024-12-31", "2025-01-01", "2029-12-31"]) {
    assert.ok(Number.isFinite(field(world({ date }))[0]), date);
  }
  assert.match(complaint({ origin: { lat_deg: 91, lon_deg: 0 } }), /^origin.lat_deg/);
  assert.match(complaint({ origin: { lat_deg: 9 } }), /^origin.lon_deg/);
  assert.match(complaint({ bounds_m: { min: [0, 0], max: [0, 1] } }), /^bounds_m: min below max/);
  assert.match(complaint({ gravity_m_s2: -9.8 }), /^gravity_m_s2/);
  assert.match(complaint({ ramps: [{ position_m: [0, 0] }] }), /^ramps.0.rise_m/);
  assert.match(complaint({ magnet: [] }), /Unrecognized key/);
});
