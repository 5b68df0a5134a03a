import assert from "#assert";
import fc from "fast-check";
import { chi2Quantile } from "../../../../core/math/chi2.ts";
import { inverseRotate } from "../../../../core/math/quaternion.ts";
import { magneticFieldEnu } from "../../../../core/models/wmm.ts";
import { truthState } from "../../../../sim/robots/knot_truth.ts";
import { mag, magSchema } from "../../../../sim/sensors/mag/mag.ts";
import { SimulatedWorld, worldSchema } from "../../../../sim/world/world.ts";
import { emissionsOf, type Rig, robotOf, settingsOf, stampOf, steady } from "../rig.ts";

/** Readings of a magnetometer, tesla. */
function readings(settings: object, rig: Rig): number[][] {
  return emissionsOf({ type: "mag", ...settings }, rig).map(({ message }) => {
    const { x, y, z } = message.magnetic_field;
    return [x, y, z];
  });
}

/** A world with no field of its own but this one, ENU, tesla. */
const uniform = (field: readonly number[]) => ({
  gravity: 9.8,
  magneticField: (_place: Float64Array, _at: number, out: Float64Array) => out.set(field),
});

function close(got: ArrayLike<number>, want: ArrayLike<number>, within: number, what = "") {
  for (let i = 0; i < want.length; i++) {
    assert.ok(Math.abs(got[i]! - want[i]!) < within, `${what} ${i}: ${got[i]}, not ${want[i]}`);
  }
}

/** Asserts a variance of values with mean 0, 1 in 10⁵ wrong. */
function sameVariance(values: number[], variance: number, what: string): void {
  const sum = values.reduce((total, value) => total + value * value, 0) / variance;
  const low = chi2Quantile(5e-6, values.length), high = chi2Quantile(1 - 5e-6, values.length);
  assert.ok(sum > low && sum < high, `${what}: ${sum} of ${low} to ${high}`);
}

Deno.test("a level magnetometer that faces east reads the field of place and date, forward left up", () => {
  // The WMM2025 report's test values, 2025.0, 0 km: nT north, east, down.
  const rows = [
    { lat_deg: 80, lon_deg: 0, north: 6521.6, east: 145.9, down: 54791.5 },
    { lat_deg: 0, lon_deg: 120, north: 39677.8, east: -109.6, down: -10580.2 },
    { lat_deg: -80, lon_deg: 240, north: 6117.5, east: 15751.9, down: -52022.5 },
  ];
  for (const { lat_deg, lon_deg, north, east, down } of rows) {
    const world = new SimulatedWorld(
      worldSchema.parse({ origin: { lat_deg, lon_deg }, date: "2025-01-01" }),
    );
    const read = (orientation: number[]) =>
      readings({}, { truth: steady({ orientation }), seconds: 0.02, world })[0]!;
    close(read([1, 0, 0, 0]), [east * 1e-9, north * 1e-9, -down * 1e-9], 1e-10, "facing east");
    const half = Math.SQRT1_2;
    close(read([half, 0, 0, half]), [north * 1e-9, -east * 1e-9, -down * 1e-9], 1e-10, "north");
    // Nose down by 90°: forward is down, up is forward.
    close(read([half, 0, half, 0]), [down * 1e-9, north * 1e-9, east * 1e-9], 1e-10, "nose down");
  }
});

Deno.test("on a tumbling robot, at its mount, it reads what the rotation makes of the field", () => {
  const waves = ["roll", "pitch", "yaw"].map((axis, i) => ({
    axis,
    amplitude_deg: 50 + 20 * i,
    frequency_hz: 0.3 + 0.2 * i,
  }));
  const truth = robotOf({ type: "free", waves });
  const place = { lat_deg: 48, lon_deg: 11, alt_m: 500 };
  const { east, north, up } = magneticFieldEnu({ ...place, year: 2026 });
  const emitted = emissionsOf({ type: "mag", rotation_deg: [0, 0, 90] }, { truth, seconds: 4 });
  const state = truthState(), body = [0, 0, 0];
  for (const one of emitted) {
    truth.at(one.at, state);
    inverseRotate(body, state.orientation, [east, north, up]);
    // The sensor's x axis is the robot's y axis, its y axis the robot's −x axis.
    const { x, y, z } = one.message.magnetic_field;
    close([x, y, z], [body[1]!, -body[0]!, body[2]!], 1e-18, `at ${one.at}`);
    assert.equal(stampOf(one), one.at);
  }
  assert.equal(emitted.length, 200);
});

Deno.test("soft and hard iron are S B + b, in the sensor's axes", () => {
  const element = fc.double({ min: -0.3, max: 0.3, noNaN: true });
  const row = fc.tuple(element, element, element);
  const orientation = [0.5, -0.5, 0.5, 0.5];
  const field = [18e-6, -7e-6, 43e-6], b = [0, 0, 0];
  inverseRotate(b, orientation, field);
  fc.assert(
    fc.property(fc.tuple(row, row, row), row, (soft, hard) => {
      const hardIron = hard.map((value) => value * 1e-4);
      const settings = { soft_iron: soft, hard_iron_t: hardIron };
      const rig = { truth: steady({ orientation }), seconds: 0.02, world: uniform(field) };
      const want = soft.map((s, i) =>
        b[i]! + s[0]! * b[0]! + s[1]! * b[1]! + s[2]! * b[2]! + hardIron[i]!
      );
      close(readings(settings, rig)[0]!, want, 1e-19);
    }),
    { numRuns: 50, seed: 1 },
  );
});

Deno.test("drawn iron is of its deviation, once a run, each element its own", () => {
  const hard: number[] = [], diagonal: number[] = [], aside: number[] = [];
  let product = 0;
  const still = steady(), along = uniform([1e-5, 0, 0]), runs = 1500;
  const sd = [1e-6, 2e-6, 3e-6];
  for (let seed = 1; seed <= runs; seed++) {
    const base = { truth: still, seconds: 0.04, seed };
    const [a, b] = readings({ hard_iron_sd_t: sd }, { ...base, world: along });
    assert.deepEqual(a, b, "constant over a run");
    const bias = [(a![0]! - 1e-5) / 1e-6, a![1]! / 2e-6, a![2]! / 3e-6];
    hard.push(...bias);
    product += bias[0]! * bias[1]!;
    const [soft] = readings({ soft_iron_sd: 0.01 }, { ...base, world: along });
    diagonal.push((soft![0]! - 1e-5) / 1e-7);
    aside.push(soft![1]! / 1e-7, soft![2]! / 1e-7);
  }
  sameVariance(hard, 1, "hard iron");
  sameVariance(diagonal, 1, "diagonal");
  sameVariance(aside, 1, "beside it");
  assert.ok(Math.abs(product / runs) < 4.5 / Math.sqrt(runs), "axes are independent");
});

Deno.test("the mean over a second is as noisy at 10, 50 and 200 Hz: the density is the noise", () => {
  const density = [1e-7, 2e-7, 0];
  for (const rate_hz of [10, 50, 200]) {
    const rig = { truth: steady(), seconds: 400, world: uniform([0, 0, 0]) };
    const settings = { noise_density_t_sqrt_hz: density, rate_hz };
    const emitted = emissionsOf({ type: "mag", ...settings }, rig);
    const rows = emitted.map(({ message: { magnetic_field: { x, y, z } } }) => [x, y, z]);
    assert.equal(rows.length, 400 * rate_hz);
    for (let axis = 0; axis < 2; axis++) {
      const values = rows.map((row) => row[axis] as number);
      sameVariance(values, density[axis]! ** 2 * rate_hz, `samples at ${rate_hz} Hz`);
      const means = Array.from(
        { length: 400 },
        (_, s) =>
          values.slice(s * rate_hz, (s + 1) * rate_hz).reduce((sum, v) => sum + v / rate_hz, 0),
      );
      sameVariance(means, density[axis]! ** 2, `seconds at ${rate_hz} Hz`);
      const covariance = emitted[0]!.message.magnetic_field_covariance;
      assert.ok(Math.abs(covariance[4 * axis] / (density[axis]! ** 2 * rate_hz) - 1) < 1e-12);
    }
    assert.ok(rows.every((row) => row[2] === 0), "an axis without noise has none");
    const mixed = rows.reduce((sum, [x, y]) => sum + x! / 1e-7 * y! / 2e-7 / rate_hz, 0);
    assert.ok(Math.abs(mixed / rows.length) < 4.5 / Math.sqrt(rows.length), "axes independent");
  }
});

Deno.test("silencing one axis changes no other", () => {
  const rig = { truth: steady(), seconds: 1, world: uniform([0, 0, 0]) };
  const all = readings({ noise_density_t_sqrt_hz: [1e-7, 1e-7, 1e-7] }, rig);
  const some = readings({ noise_density_t_sqrt_hz: [0, 1e-7, 0] }, rig);
  assert.deepEqual(some.map((row) => row[1]), all.map((row) => row[1]));
  assert.ok(some.every(([x, , z]) => x === 0 && z === 0));
});

Deno.test("readings are whole steps of the converter within its range, of error q²/12", () => {
  const resolution = 0.15e-6, stream = { truth: steady(), seconds: 100 };
  const world = uniform([3.3e-6, 4.79e-3, -5e-3]);
  const settings = {
    resolution_t: resolution,
    range_t: 4.8e-3,
    noise_density_t_sqrt_hz: [1e-6, 0, 0],
  };
  const emitted = emissionsOf({ type: "mag", ...settings }, { ...stream, world });
  const plain = readings({ noise_density_t_sqrt_hz: [1e-6, 0, 0] }, { ...stream, world });
  const errors = emitted.map(({ message: { magnetic_field: { x, y, z } } }, n) => {
    for (const value of [x, y, z]) {
      const steps = value / resolution;
      assert.ok(Math.abs(steps - Math.round(steps)) < 1e-9 && Math.abs(value) <= 4.8e-3);
    }
    assert.ok(Math.abs(y - 4.79e-3) <= resolution / 2 && Math.abs(z + 4.8e-3) < 1e-15);
    assert.ok(Math.abs(x - plain[n]![0]!) <= resolution / 2 * (1 + 1e-9));
    return x - plain[n]![0]!;
  });
  const variance = errors.reduce((sum, e) => sum + e * e, 0) / errors.length;
  const sd = Math.sqrt((1 / 80 - 1 / 144) / errors.length) * resolution ** 2; // q⁴/80 − (q²/12)²
  assert.ok(Math.abs(variance - resolution ** 2 / 12) < 4.5 * sd, `${variance}`);
  const { magnetic_field_covariance: stated } = emitted[0]!.message;
  assert.ok(Math.abs(stated[0] / (1e-12 * 50 + resolution ** 2 / 12) - 1) < 1e-12);
  assert.ok(Math.abs(stated[4] / (resolution ** 2 / 12) - 1) < 1e-12);
  // A range that is no whole number of steps ends with the last that fits.
  const odd = readings({ resolution_t: 1e-6, range_t: 2.5e-6 }, {
    ...stream,
    seconds: 0.02,
    world,
  });
  close(odd[0]!, [2e-6, 2e-6, -2e-6], 1e-18);
});

Deno.test("averages are means of instants in the second half of the interval", () => {
  // A field that grows with time: 1 T/s.
  const world = {
    gravity: 9.8,
    magneticField: (_place: Float64Array, at: number, out: Float64Array) =>
      out.set([at * 1e-9, 0, 0]),
  };
  for (const averages of [1, 2, 4, 16]) {
    const rig = { truth: steady(), seconds: 1, world };
    const [first, second] = readings({ averages, rate_hz: 10 }, rig);
    // Instants end − n (period / 2) / averages, n from 0: their mean lies that much before the end.
    const early = 0.05 / averages * (averages - 1) / 2;
    assert.ok(
      Math.abs(first![0]! - (0.1 - early)) < 1e-9 && Math.abs(second![0]! - 0.2 + early) < 1e-9,
    );
  }
});

Deno.test("driving past a magnet it reads the dipole where the sensor is, not the robot", () => {
  const magnet = { position_m: [2, 0.5, 0], moment_a_m2: [0, 0, 60], from_s: 0.5, to_s: 3.5 };
  const world = new SimulatedWorld(worldSchema.parse({ magnets: [magnet] }));
  const bare = new SimulatedWorld(worldSchema.parse({}));
  // The robot faces north and drives east; the sensor is turned back, so that its axes are the
  // world's, and sits 0.1 m ahead of the robot's middle: north of it.
  const half = Math.SQRT1_2;
  const truth = steady({ velocity: [1, 0, 0], orientation: [half, 0, 0, half] });
  const mount = { position_m: [0.1, 0, 0.4], rotation_deg: [0, 0, -90] };
  const with_ = readings(mount, { truth, seconds: 4, world });
  const without = readings(mount, { truth, seconds: 4, world: bare });
  let strongest = 0, when = 0;
  with_.forEach((row, n) => {
    const at = (n + 1) / 50, difference = row.map((value, i) => value - without[n]![i]!);
    const r = [at - 2, 0.1 - 0.5, 0.4], d = Math.hypot(...r);
    const there = at >= 0.5 && at < 3.5 ? 1 : 0;
    const want = r.map((x, i) =>
      there * 1e-7 * (3 * x * 60 * r[2]! / d ** 5 - (i === 2 ? 60 : 0) / d ** 3)
    );
    close(difference, want, 1e-17, `at ${at} s`);
    if (Math.hypot(...difference) > strongest) [strongest, when] = [Math.hypot(...difference), at];
  });
  assert.ok(strongest > 20e-6 && Math.abs(when - 2) < 0.05, `${strongest} T at ${when} s`);
});

Deno.test("covariances can be left out, unknown or wrong; topics and frames follow the name", () => {
  const covariance = (settings: object) => {
    const noisy = { type: "mag", noise_density_t_sqrt_hz: 1e-7, rate_hz: 100, ...settings };
    const [first] = emissionsOf(noisy, { truth: steady(), seconds: 0.02 });
    return [...first!.message.magnetic_field_covariance as Float64Array];
  };
  assert.deepEqual(covariance({ covariance: "zero" }), Array(9).fill(0));
  assert.deepEqual(covariance({ covariance: "unknown" }), [-1, ...Array(8).fill(0)]);
  close(covariance({ covariance_factor: 4 }), [4e-12, 0, 0, 0, 4e-12, 0, 0, 0, 4e-12], 1e-24);
  const where = (settings: object, name: string) => {
    const config = settingsOf({ type: "mag", ...settings });
    const { topic, frame } = mag.outputs(config as never, name).field!;
    return `${topic} ${frame}`;
  };
  assert.equal(where({}, "mag"), "/imu/mag mag_link");
  assert.equal(where({}, "compass"), "/compass/mag compass_link");
  assert.equal(where({ topic: "/m", frame_id: "imu_link" }, "compass"), "/m imu_link");
});

Deno.test("settings say what is wrong; one number stands for three axes", () => {
  const parse = (settings: object) => magSchema.safeParse({ type: "mag", ...settings });
  assert.deepEqual(parse({ hard_iron_t: 2e-6 }).data?.hard_iron_t, [2e-6, 2e-6, 2e-6]);
  const bad = [
    { noise_density_t_sqrt_hz: -1 },
    { range_t: 0 },
    { averages: 0 },
    { averages: 1.5 },
    { soft_iron: [[1, 0], [0, 1]] },
    { topic: "imu/mag" },
    { resolution: 1 },
  ];
  for (const settings of bad) {
    assert.equal(parse(settings).success, false, JSON.stringify(settings));
  }
});
