import assert from "#assert";
import { EV, IMU, KIND, MAG, RECORD, WHEEL } from "../../../core/fusion/event.ts";
import { hasNegativeVariance, readImu, readMag, readWheel } from "../../../nodes/fusion/read.ts";
import type { Imu, MagneticField, TwistWithCovarianceStamped } from "../../../msgs/types.ts";
import {
  DEG,
  drive,
  feed,
  fusionHost,
  imu,
  mag,
  odometryOf,
  oriented,
  twist,
  UNTURNED,
} from "./messages.ts";

const diagonal = (...values: number[]) =>
  Float64Array.from({ length: 9 }, (_, i) => i % 4 === 0 ? values[i / 4]! : 0);
const record = () => new Float64Array(RECORD).fill(7);
const unset = (r: Float64Array, from: number) =>
  assert.ok(r.subarray(from).every((x) => x === 0), "nothing is left of the record before");

/** A covariance of three axes, and the variance that comes of it; Infinity: not measured. */
const FIELDS: [string, Float64Array, number][] = [
  ["all zero: unknown", diagonal(0, 0, 0), NaN],
  ["stated", diagonal(1e-4, 2e-4, 3e-4), 2e-4],
  ["first element -1: absent", diagonal(-1, 0, 0), Infinity],
  ["NaN: absent", diagonal(NaN, 1, 1), Infinity],
  ["1e5 or more: not measured", diagonal(1e-4, 1e5, 1e-4), Infinity],
  ["NaN in another place: not measured", diagonal(1e-4, NaN, 1e-4), Infinity],
  ["negative: no variance", diagonal(-0.5, 1e-4, 1e-4), -0.5],
  ["negative in another place", diagonal(1e-4, 1e-4, -2), -2],
];

for (const [what, covariance, variance] of FIELDS) {
  Deno.test(`a covariance of an angular velocity, acceleration and field: ${what}`, () => {
    const r = record();
    const rate: Imu = { ...imu(5), angular_velocity_covariance: covariance };
    assert.equal(readImu(r, rate, 5, UNTURNED), variance === Infinity ? "not measured" : undefined);
    if (variance !== Infinity) assert.equal(r[IMU.rateVariance], variance);

    const force: Imu = { ...imu(5), linear_acceleration_covariance: covariance };
    assert.equal(readImu(r, force, 5, UNTURNED), undefined);
    assert.equal(r[IMU.hasForce], variance === Infinity ? 0 : 1);
    assert.equal(r[IMU.forceVariance], variance === Infinity ? NaN : variance);

    const field: MagneticField = { ...mag(5), magnetic_field_covariance: covariance };
    const read = readMag(r, field, 5, UNTURNED);
    assert.equal(read, variance === Infinity ? "not measured" : undefined);
    if (variance !== Infinity) assert.equal(r[MAG.variance], variance);
  });
}

/** An orientation's covariance, and whether tilt and yaw are measured with which variances. */
const ORIENTATIONS: [string, Float64Array, number | undefined, number | undefined][] = [
  ["unknown", diagonal(0, 0, 0), NaN, NaN],
  ["stated", diagonal(0.25, 0.75, 0.125), 0.5, 0.125],
  ["absent", diagonal(-1, 0, 0), undefined, undefined],
  ["NaN", diagonal(NaN, 0, 0), undefined, undefined],
  ["a yaw of 1 rad² is not measured", diagonal(0.1, 0.1, 1), 0.1, undefined],
  ["a yaw of 1e6 either", diagonal(0.1, 0.1, 1e6), 0.1, undefined],
  ["a roll of 1 rad² is not measured", diagonal(1, 0.1, 0.1), undefined, 0.1],
  ["negative", diagonal(-0.2, 0.1, -3), -0.2, -3],
];

for (const [what, covariance, tilt, yaw] of ORIENTATIONS) {
  Deno.test(`a covariance of an orientation: ${what}`, () => {
    const r = record();
    const message = { ...oriented(imu(5), [0.1, 0.2, 0.3]), orientation_covariance: covariance };
    assert.equal(readImu(r, message, 5, UNTURNED), undefined);
    assert.deepEqual([r[IMU.hasTilt], r[IMU.hasYaw]], [
      +(tilt !== undefined),
      +(yaw !== undefined),
    ]);
    assert.deepEqual([r[IMU.tiltVariance], r[IMU.yawVariance]], [tilt ?? NaN, yaw ?? NaN]);
  });
}

Deno.test("readImu(): rate, force, stamp; without an orientation that is set there is none", () => {
  const r = record();
  const message = imu(5, { rate: [1, 2, 3], force: [4, 5, 6] });
  assert.equal(readImu(r, message, 123, UNTURNED), undefined);
  assert.deepEqual([r[EV.time], r[EV.stamp], r[EV.kind]], [123, 123, KIND.imu]);
  assert.deepEqual([...r.subarray(IMU.rate, IMU.force + 3)], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([r[IMU.hasTilt], r[IMU.hasYaw]], [0, 0], "the null quaternion");
  unset(r, IMU.yawVariance + 1);
  const scaled = oriented(message, [0, 0, 90 * DEG]);
  for (const key of ["w", "x", "y", "z"] as const) scaled.orientation[key] *= 0.95;
  readImu(r, scaled, 5, UNTURNED);
  assert.ok(Math.abs(r[IMU.q]! - Math.SQRT1_2) < 1e-12, "nearly unit is normalized");
  for (const w of [2, NaN, 0.3]) {
    readImu(r, { ...message, orientation: { w, x: 0, y: 0, z: 0 } }, 5, UNTURNED);
    assert.equal(r[IMU.hasYaw], 0, `w ${w} is no rotation`);
  }
});

Deno.test("what is not finite makes a message unusable, unless it isn't measured anyway", () => {
  const r = record();
  for (const value of [NaN, Infinity, -Infinity]) {
    assert.equal(readImu(r, imu(5, { rate: [0, value, 0] }), 5, UNTURNED), "not finite");
    const force = imu(5, { force: [value, 0, 0] });
    assert.equal(readImu(r, force, 5, UNTURNED), "not finite");
    force.linear_acceleration_covariance[0] = -1;
    assert.equal(readImu(r, force, 5, UNTURNED), undefined);
    assert.equal(r[IMU.hasForce], 0);
    assert.equal(readMag(r, mag(5, { field: [0, 0, value] }), 5, UNTURNED), "not finite");
    assert.equal(readWheel(r, twist(value), undefined, 5, UNTURNED), "not finite");
  }
});

Deno.test("readWheel(): a Twist states nothing, a covariance its forward speed and yaw rate", () => {
  const r = record(), covariance = new Float64Array(36);
  assert.equal(readWheel(r, twist(1.5, 0.2), undefined, 9, UNTURNED), undefined);
  assert.deepEqual([r[WHEEL.linear], r[WHEEL.yawRate], r[EV.kind]], [1.5, 0.2, KIND.wheel]);
  assert.deepEqual([r[WHEEL.variance], r[WHEEL.yawRateVariance]], [NaN, NaN]);
  assert.equal(readWheel(r, twist(1), covariance, 9, UNTURNED), undefined);
  assert.equal(r[WHEEL.variance], NaN, "all zero is unknown");
  covariance[0] = 0.01;
  covariance[35] = 0.02;
  assert.equal(readWheel(r, twist(1), covariance, 9, UNTURNED), undefined);
  assert.deepEqual([r[WHEEL.variance], r[WHEEL.yawRateVariance]], [0.01, 0.02]);
  for (const first of [-1, NaN, 1e5, 1e6]) {
    covariance[0] = first;
    assert.equal(readWheel(r, twist(1), covariance, 9, UNTURNED), "not measured");
  }
});

Deno.test("readWheel(): a yaw rate that is none leaves the speed; one of another frame is turned", () => {
  const r = record();
  assert.equal(readWheel(r, twist(1, NaN), undefined, 9, UNTURNED), undefined);
  assert.deepEqual([r[WHEEL.linear], r[WHEEL.yawRate]], [1, NaN]);
  const upsideDown = { rotation: [0, 1, 0, 0], translation: [0, 0, 0] } as const;
  readWheel(r, twist(1, 0.5), undefined, 9, upsideDown);
  assert.deepEqual([r[WHEEL.linear], r[WHEEL.yawRate]], [1, -0.5]);
});

Deno.test("hasNegativeVariance() by kind of record", () => {
  const r = record();
  const negative = diagonal(-0.5, 0, 0);
  readImu(r, imu(5), 5, UNTURNED);
  assert.equal(hasNegativeVariance(r), false);
  readImu(r, { ...imu(5), linear_acceleration_covariance: negative }, 5, UNTURNED);
  assert.equal(hasNegativeVariance(r), true);
  readMag(r, mag(5), 5, UNTURNED);
  assert.equal(hasNegativeVariance(r), false);
  readMag(r, { ...mag(5), magnetic_field_covariance: negative }, 5, UNTURNED);
  assert.equal(hasNegativeVariance(r), true);
  const covariance = new Float64Array(36);
  covariance[35] = -1;
  readWheel(r, twist(1), covariance, 5, UNTURNED);
  assert.equal(hasNegativeVariance(r), true);
});

/** Yaw's deviation, rad, and forward speed's, m/s, after a drive with stated covariances. */
async function deviations(covariance: string, stated: { rate: number; speed: number }) {
  const host = await fusionHost({ covariance }, { wheel: "TwistWithCovarianceStamped" });
  for (const send of drive({ seconds: 3, rest: 0, inputs: ["imu", "wheel"], wheel: "covered" })) {
    const { input, message } = send;
    if (input === "wheel") {
      (message as TwistWithCovarianceStamped).twist.covariance[0] = stated.speed;
    } else {(message as Imu).angular_velocity_covariance.set(
        diagonal(...Array(3).fill(stated.rate)),
      );}
    await feed(host, [send]);
  }
  const { pose, twist } = odometryOf(host).at(-1)!;
  await host.close();
  return [Math.sqrt(pose.covariance[35]!), Math.sqrt(twist.covariance[0]!)] as const;
}

Deno.test("auto takes what is plausible, message what is stated, parameter neither", async () => {
  // The parameters' are 9e-6 (rad/s)² at 100 Hz and 2.5e-3 (m/s)².
  const unknown = { rate: 0, speed: 0 }, plausible = { rate: 2e-4, speed: 0.1 };
  const fiction = { rate: 1, speed: 3 };
  const plain = await deviations("parameter", unknown);
  assert.deepEqual(await deviations("parameter", plausible), plain);
  assert.deepEqual(await deviations("parameter", fiction), plain);
  assert.deepEqual(await deviations("auto", unknown), plain);
  assert.deepEqual(await deviations("auto", fiction), plain);
  assert.deepEqual(await deviations("message", unknown), plain);
  const taken = await deviations("auto", plausible);
  assert.deepEqual(await deviations("message", plausible), taken);
  const believed = await deviations("message", fiction);
  for (const i of [0, 1] as const) {
    assert.ok(
      plain[i] < taken[i] && taken[i] < believed[i],
      `${plain[i]} ${taken[i]} ${believed[i]}`,
    );
  }
});
