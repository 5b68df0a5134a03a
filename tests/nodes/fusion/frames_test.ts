import assert from "#assert";
import { SECOND } from "../../../msgs/time.ts";
import { Frames, orientationToBase, toBase } from "../../../nodes/fusion/frames.ts";
import { fusionParams } from "../../../nodes/fusion/params.ts";
import type { Io, StaticTransform } from "../../../runtime/node.ts";
import type { TestHost } from "../../../runtime/test_host.ts";
import * as quaternion from "../../../core/math/quaternion.ts";
import type { Imu, MagneticField, TwistStamped } from "../../../msgs/types.ts";
import {
  complaints,
  DEG,
  drive,
  feed,
  fusionHost,
  imu,
  lastState,
  odometryOf,
  oriented,
  type Send,
  statusOf,
  type Triple,
  UNTURNED,
  xyz,
} from "./messages.ts";

/** A mount of roll, pitch, yaw in degrees and a lever arm. */
function mount(rpy: Triple, translation: Triple = [0, 0, 0]): StaticTransform {
  const q = new Float64Array(4);
  quaternion.fromEuler(q, rpy[0] * DEG, rpy[1] * DEG, rpy[2] * DEG);
  return { rotation: [q[0]!, q[1]!, q[2]!, q[3]!], translation };
}

/** Whoever needs nothing but transforms, a clock and a log. */
function frames(params: Record<string, unknown> = {}) {
  const known = new Map<string, StaticTransform>(), said: string[] = [];
  const clock = { now: 0 };
  const say = (text: string, key?: string) => void said.push(`${key}: ${text}`);
  const io = {
    now: () => clock.now,
    tf: { static: (to: string, from: string) => known.get(`${to} ${from}`) },
    log: { debug: say, info: say, warn: say, error: say },
  } as unknown as Io;
  return { frames: new Frames(io, fusionParams.parse(params)), known, said, clock };
}

Deno.test("of(): the base frame, with or without a slash, and no frame at all need no transform", () => {
  const { frames: f } = frames({ base_frame: "robot" });
  for (const frame of ["", "robot", "/robot"]) assert.deepEqual(f.of(frame, "imu"), UNTURNED);
  assert.equal(f.of("base_link", "imu"), "wait");
});

Deno.test("of(): unknown for 1 s it waits, then it is the base frame, with one warning", () => {
  const { frames: f, said, clock } = frames();
  clock.now = 5 * SECOND;
  assert.equal(f.of("imu_link", "imu"), "wait");
  clock.now = 6 * SECOND - 1;
  assert.equal(f.of("imu_link", "imu"), "wait");
  assert.deepEqual(said, []);
  clock.now = 6 * SECOND;
  assert.deepEqual(f.of("imu_link", "imu"), UNTURNED);
  assert.deepEqual(f.of("imu_link", "imu"), UNTURNED);
  assert.deepEqual(said, [
    'frame imu_link: imu: no static transform relates frame "imu_link" to "base_link" within ' +
    "1 s; it is taken as base_link",
  ]);
});

Deno.test("of(): with require_tf it is refused until a transform comes", () => {
  const { frames: f, known, said, clock } = frames({ require_tf: true });
  assert.equal(f.of("imu_link", "imu"), "wait");
  clock.now = SECOND;
  assert.equal(f.of("imu_link", "imu"), "refused");
  assert.match(said[0]!, /its messages are refused \(require_tf\)/);
  const transform = mount([0, 0, 90]);
  known.set("base_link imu_link", transform);
  assert.equal(f.of("imu_link", "imu"), transform);
});

Deno.test("toBase() turns a vector, orientationToBase() takes the mount off an orientation", () => {
  const out = new Float64Array(8), turned = mount([0, 0, 90]);
  toBase(out, 1, turned, xyz([1, 2, 3]));
  for (const [i, x] of [-2, 1, 3].entries()) assert.ok(Math.abs(out[1 + i]! - x) < 1e-12);
  const world = new Float64Array(4), q = new Float64Array(4);
  quaternion.fromEuler(world, 0.1, -0.2, 0.3);
  quaternion.multiply(q, world, mount([10, 20, 30]).rotation);
  out.set(q, 4);
  orientationToBase(out, 4, mount([10, 20, 30]));
  for (let i = 0; i < 4; i++) assert.ok(Math.abs(out[4 + i]! - world[i]!) < 1e-12);
});

/** The frame in which wheels may speak: their x axis is the one along which they roll. */
const BACKWARD = mount([0, 0, 180]);

/** The same drive as seen by an IMU and a magnetometer that are mounted so; wheels: backward. */
function mounted(sends: readonly Send[], { rotation }: StaticTransform): Send[] {
  const back = ({ x, y, z }: { x: number; y: number; z: number }, by = rotation) => {
    const out = new Float64Array(3);
    quaternion.inverseRotate(out, by, [x, y, z]);
    return xyz(out);
  };
  return sends.map(({ input, message, at }) => {
    const { header } = message as Imu;
    const framed = { ...header, frame_id: `${input}_link` };
    if (input === "imu") {
      const { angular_velocity: w, linear_acceleration: f } = message as Imu;
      const edited = { angular_velocity: back(w), linear_acceleration: back(f) };
      return { input, at, message: { ...message, header: framed, ...edited } };
    }
    if (input === "mag") {
      const magnetic_field = back((message as MagneticField).magnetic_field);
      return { input, at, message: { ...message, header: framed, magnetic_field } };
    }
    const { linear, angular } = (message as TwistStamped).twist;
    const twist = { linear: back(linear, BACKWARD.rotation), angular };
    return { input, at, message: { header: framed, twist } };
  });
}

async function sayMounts(host: TestHost, transform: StaticTransform): Promise<void> {
  await host.transform("base_link", "imu_link", transform);
  await host.transform("base_link", "mag_link", transform);
  await host.transform("base_link", "wheel_link", BACKWARD);
}

Deno.test("sensors mounted askew end where level ones do, once tf says how they are mounted", async () => {
  const sends = drive({ seconds: 8 });
  const level = await fusionHost({ publish_debug: true });
  await feed(level, sends);
  for (const rpy of [[0, 0, 90], [180, 0, 0], [30, -20, 140]] as Triple[]) {
    const transform = mount(rpy), host = await fusionHost({ publish_debug: true });
    await sayMounts(host, transform);
    await feed(host, mounted(sends, transform));
    const [a, b] = [lastState(host), lastState(level)];
    for (let i = 0; i < 12; i++) assert.ok(Math.abs(a[i]! - b[i]!) < 1e-6, `${rpy}: state ${i}`);
    assert.deepEqual(complaints(host), []);
    await host.close();
  }
  await level.close();
});

Deno.test("the lever arm's acceleration is taken off: turning on the spot is no motion", async () => {
  const end = async (arm: Triple | undefined) => {
    const host = await fusionHost({ zero_velocity: false, zero_rate: false });
    await host.transform("base_link", "imu_link", mount([0, 0, 0], arm));
    // Turning at 1.5 rad/s, 0.4 m ahead of the axis: 0.9 m/s² towards it.
    for (let k = 0; k <= 500; k++) {
      const at = k * 1e7;
      const message = imu(at, {
        rate: [0, 0, 1.5],
        force: [-1.5 * 1.5 * 0.4, 0, 9.80665],
        frame: "imu_link",
      });
      await feed(host, [{ input: "imu", message: oriented(message, [0, 0, 0.015 * k]), at }]);
      if (k % 5 !== 0) continue;
      const twist = { linear: xyz([0, 0, 0]), angular: xyz([0, 0, 1.5]) };
      await host.send("wheel", { header: { ...message.header, frame_id: "base_link" }, twist });
    }
    const { twist } = odometryOf(host).at(-1)!;
    await host.close();
    return Math.abs(twist.twist.linear.x);
  };
  const [known, ignored] = [await end([0.4, 0, 0]), await end([0, 0, 0])];
  assert.ok(known < 2e-3, `${known}`);
  assert.ok(ignored > 5 * known + 5e-3, `${ignored}: else this test shows nothing`);
});

Deno.test("a wheel's own lever arm counts: beside the axis it sees the turning", async () => {
  const host = await fusionHost();
  await host.transform("base_link", "left_link", mount([0, 0, 0], [0, 0.3, 0]));
  for (let k = 0; k <= 300; k++) {
    const at = k * 1e7, message = imu(at, { rate: [0, 0, 0.5], force: [0, 0.5, 9.80665] });
    await feed(host, [{ input: "imu", message: oriented(message, [0, 0, 0.005 * k]), at }]);
    // v = 1 m/s at the base, 0.85 m/s at the left wheel.
    const header = { ...message.header, frame_id: "left_link" };
    const twist = { linear: xyz([0.85, 0, 0]), angular: xyz([0, 0, 0.5]) };
    if (k % 5 === 0) await host.send("wheel", { header, twist });
  }
  assert.ok(Math.abs(odometryOf(host).at(-1)!.twist.twist.linear.x - 1) < 0.01);
  await host.close();
});

Deno.test("messages wait for a late transform in their order; none is lost", async () => {
  const transform = mount([0, 0, 90]);
  const sends = mounted(drive({ seconds: 4 }), transform);
  const [early, late] = [{ at: 0 }, { at: 0.6 * SECOND }];
  const ends = await Promise.all([early, late].map(async ({ at: comes }) => {
    const host = await fusionHost({ publish_debug: true });
    await feed(host, sends.filter(({ at }) => at <= comes));
    assert.equal(odometryOf(host).length, 0);
    await sayMounts(host, transform);
    await feed(host, sends.filter(({ at }) => at > comes));
    assert.equal(odometryOf(host).length, 400);
    const state = lastState(host);
    await host.close();
    return state;
  }));
  assert.deepEqual(ends[1], ends[0]);
});

Deno.test("a frame that nothing relates: base_link after 1 s with one warning, all messages used", async () => {
  const host = await fusionHost();
  const sends = drive({ seconds: 3 }).map((send) => {
    const { header } = send.message as Imu;
    return { ...send, message: { ...send.message, header: { ...header, frame_id: "nowhere" } } };
  });
  await feed(host, sends.filter(({ at }) => at < SECOND));
  assert.equal(odometryOf(host).length, 0);
  await feed(host, sends.filter(({ at }) => at >= SECOND));
  assert.equal(odometryOf(host).length, 300);
  assert.equal(complaints(host).length, 1);
  assert.match(complaints(host)[0]!, /no static transform relates frame "nowhere" to "base_link"/);
  await host.close();

  const strict = await fusionHost({ require_tf: true });
  await feed(strict, sends);
  assert.equal(odometryOf(strict).length, 0);
  assert.equal(complaints(strict).length, 1);
  assert.equal(statusOf(strict, "imu").values["rejected: unknown frame"], "300");
  await strict.setParams({ require_tf: false });
  await feed(strict, sends.slice(-1).map((send) => ({ ...send, at: 4 * SECOND })));
  assert.match(complaints(strict)[1]!, /it is taken as base_link/);
  await strict.close();
});
