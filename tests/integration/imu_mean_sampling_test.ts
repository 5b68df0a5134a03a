/**
 * An IMU's messages are means over the interval that ends at their stamp: integrated with rotation
 * and sculling compensation (Savage 1998, two-sample forms), a noise-free stream gives back the
 * truth with an error that halving dt makes four times smaller or more. Values of one instant don't.
 */
import assert from "#assert";
import {
  fromRotationVector,
  multiply,
  rotate,
  toRotationVector,
} from "../../core/math/quaternion.ts";
import { SECOND } from "../../msgs/time.ts";
import { freeRobot, freeSchema } from "../../sim/robots/free/robot.ts";
import { truthState } from "../../sim/robots/knot_truth.ts";
import { mountOf } from "../../sim/sensors/timing.ts";
import { GRAVITY, imuConfig, type ImuStream, imuStream } from "../sim/sensors/imu/streams.ts";

const SECONDS = 4;

/** A flight that turns and shakes about every axis, up to 3 rad/s and 10 m/s². */
const FLIGHT = freeRobot(
  freeSchema.parse({
    type: "free",
    step_ms: 1,
    waves: [
      { axis: "x", amplitude_m: 2, frequency_hz: 0.3 },
      { axis: "y", amplitude_m: 1, frequency_hz: 0.4, phase_deg: 50 },
      { axis: "z", amplitude_m: 0.3, frequency_hz: 0.8, phase_deg: 100 },
      { axis: "roll", amplitude_deg: 30, frequency_hz: 0.7, phase_deg: 10 },
      { axis: "pitch", amplitude_deg: 25, frequency_hz: 0.6, phase_deg: 80 },
      { axis: "yaw", amplitude_deg: 60, frequency_hz: 0.4, phase_deg: 150 },
    ],
  }),
  {},
  SECONDS,
);
FLIGHT.advance(SECONDS * SECOND);

type Vector = [number, number, number];

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** Σ of factors times vectors. */
function combine(...terms: [number, Vector][]): Vector {
  const out: Vector = [0, 0, 0];
  for (const [factor, vector] of terms) out.forEach((_, i) => out[i]! += factor * vector[i]!);
  return out;
}

interface Pose {
  p: Vector;
  v: Vector;
  q: number[];
}

/** The true motion of the sensor itself. */
function sensorPose(values: Record<string, unknown>, at: number): Pose {
  const state = truthState(), mount = mountOf(imuConfig(values));
  FLIGHT.at(at, state);
  const arm = mount.translation as unknown as Vector, q = [0, 0, 0, 0];
  const p: Vector = [0, 0, 0], v: Vector = [0, 0, 0];
  rotate(p, state.orientation, arm);
  rotate(v, state.orientation, cross([...state.angularVelocity] as Vector, arm));
  multiply(q, state.orientation, mount.rotation);
  return {
    p: combine([1, p], [1, [...state.position] as Vector]),
    v: combine([1, v], [1, [...state.velocity] as Vector]),
    q,
  };
}

interface Errors {
  attitude: number;
  velocity: number;
  position: number;
}

/** The largest errors of integrating a stream from the true start. */
function integrate(values: Record<string, unknown>, stream: ImuStream, compensate = true): Errors {
  const start = sensorPose(values, 0), turn = [0, 0, 0, 0];
  let { p, v } = start, last = 0;
  const q = start.q;
  let angleBefore: Vector = [0, 0, 0], velocityBefore: Vector = [0, 0, 0];
  const worst = { attitude: 0, velocity: 0, position: 0 };
  stream.stamps.forEach((stamp, k) => {
    const dt = (stamp - last) / SECOND, [x, y, z] = stream.rate, [fx, fy, fz] = stream.force;
    last = stamp;
    const angle: Vector = [x[k]! * dt, y[k]! * dt, z[k]! * dt];
    const thrust: Vector = [fx[k]! * dt, fy[k]! * dt, fz[k]! * dt];
    const twelfth = compensate && k > 0 ? 1 / 12 : 0, half = compensate ? 0.5 : 0;
    const gained = combine(
      [1, thrust],
      [half, cross(angle, thrust)],
      [twelfth, cross(angleBefore, thrust)],
      [twelfth, cross(velocityBefore, angle)],
    );
    const rotation = combine([1, angle], [twelfth, cross(angleBefore, angle)]);
    rotate(gained, q, gained);
    const faster = combine([1, v], [1, gained], [-GRAVITY * dt, [0, 0, 1]]);
    p = combine([1, p], [dt / 2, v], [dt / 2, faster]);
    v = faster;
    fromRotationVector(turn, rotation);
    multiply(q, q, turn);
    [angleBefore, velocityBefore] = [angle, thrust];
    const truth = sensorPose(values, stamp), error = [0, 0, 0, 0], off = [0, 0, 0];
    multiply(error, truth.q.map((each, i) => i === 0 ? each : -each), q);
    toRotationVector(off, error);
    worst.attitude = Math.max(worst.attitude, Math.hypot(...off));
    worst.velocity = Math.max(worst.velocity, Math.hypot(...combine([1, v], [-1, truth.v])));
    worst.position = Math.max(worst.position, Math.hypot(...combine([1, p], [-1, truth.p])));
  });
  return worst;
}

/** By how much each error falls when dt is halved, three times from 25 Hz on, in powers of two. */
function orders(values: Record<string, unknown>, compensate = true): Errors[] {
  const errors = [25, 50, 100, 200].map((rate_hz) => {
    const stream = imuStream({ ...values, rate_hz }, { seconds: SECONDS, truth: FLIGHT });
    return integrate(values, stream, compensate);
  });
  return errors.slice(1).map((finer, n) => {
    const coarser = errors[n]!;
    const order = (of: keyof Errors) => Math.log2(coarser[of] / finer[of]);
    const text = Object.entries(finer).map(([of, error]) =>
      `${of} ${error.toExponential(1)}, order ${order(of as keyof Errors).toFixed(2)}`
    );
    console.log(`${50 * 2 ** n} Hz: ${text.join("; ")}`);
    return {
      attitude: order("attitude"),
      velocity: order("velocity"),
      position: order("position"),
    };
  });
}

const MOUNTS = {
  "at base_link": {},
  "on an arm, turned": { position_m: [0.5, -0.3, 0.2], rotation_deg: [170, -40, 75] },
};

for (const [where, mount] of Object.entries(MOUNTS)) {
  Deno.test(`IMU ${where}: means give back the truth to O(dt²)`, () => {
    for (const order of orders(mount)) {
      for (const each of Object.values(order)) assert.ok(each > 1.9, `order ${each}`);
    }
  });

  Deno.test(`IMU ${where}: instants, or means without compensation, are only of first order`, () => {
    const [, , instants] = orders({ ...mount, sampling: "instant" });
    const [, , plain] = orders(mount, false);
    assert.ok(instants!.attitude < 1.2 && instants!.velocity < 1.2 && instants!.position < 1.2);
    assert.ok(plain!.velocity < 1.2, `${plain!.velocity}`);
  });
}
