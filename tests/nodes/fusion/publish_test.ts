import assert from "#assert";
import { createState } from "../../../core/fusion/kernel/layout.ts";
import * as quaternion from "../../../core/math/quaternion.ts";
import { RandomTree } from "../../../core/math/random.ts";
import {
  innovationOf,
  odometryOf as messageOf,
  stateOf,
  transformOf,
} from "../../../nodes/fusion/publish.ts";
import { fusionParams } from "../../../nodes/fusion/params.ts";
import type { Float64MultiArray, Odometry } from "../../../msgs/types.ts";
import type { TestHost } from "../../../runtime/test_host.ts";
import { randomize } from "../../core/fusion/fixtures.ts";
import { drive, feed, fusionHost, imu, odometryOf, oriented } from "./messages.ts";

/** The last odom of a banked start, known better in tilt than in yaw, and the state beside it. */
async function driven(): Promise<{ host: TestHost; odometry: Odometry; state: Float64Array }> {
  const host = await fusionHost({
    publish_debug: true,
    initial_velocity: [1, 0.6, -0.3],
    initial_velocity_sd: 0.3,
    attitude_mode: false,
  });
  await host.send("imu", oriented(imu(0), [0.4, -0.3, 0.7]));
  await feed(host, drive({ seconds: 1, rest: 0, inputs: ["imu"] }));
  const state = host.received("state", "std_msgs/msg/Float64MultiArray").at(-1)!.data;
  return { host, odometry: odometryOf(host).at(-1)!, state };
}

const worldFromBody = ({ pose }: Odometry) => {
  const { w, x, y, z } = pose.pose.orientation;
  return Float64Array.of(w, x, y, z);
};

/** 12 × n Jacobian by central differences of what `error` makes of an error of p v θ ω. */
function jacobian(n: number, error: (e: Float64Array) => number[]): number[][] {
  const step = 1e-6;
  return Array.from({ length: 12 }, (_, k) => {
    const e = new Float64Array(12);
    e[k] = step;
    const plus = error(e);
    e[k] = -step;
    const minus = error(e);
    return Array.from({ length: n }, (_, i) => (plus[i]! - minus[i]!) / (2 * step));
  });
}

function congruent(J: number[][], P: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let a = 0; a < 12; a++) {
        for (let b = 0; b < 12; b++) sum += J[a]![i]! * P[12 * a + b]! * J[b]![j]!;
      }
      out[n * i + j] = sum;
    }
  }
  return out;
}

function near(found: ArrayLike<number>, wanted: ArrayLike<number>, n: number): void {
  for (let i = 0; i < n * n; i++) {
    const [a, b] = [Math.floor(i / n), i % n];
    const scale = Math.sqrt(wanted[n * a + a]! * wanted[n * b + b]!);
    assert.ok(Math.abs(found[i]! - wanted[i]!) < 1e-6 * scale, `${a},${b}: ${found[i]}`);
  }
}

/** World from body of the state with the body error δθ. */
function turned(q: Float64Array, e: Float64Array): Float64Array {
  const out = new Float64Array(4);
  quaternion.fromRotationVector(out, e.subarray(6, 9));
  quaternion.multiply(out, q, out);
  return out;
}

Deno.test("pose covariance is the state's, mapped from the body to the fixed axes of odom", async () => {
  const { host, odometry, state } = await driven();
  const q = worldFromBody(odometry), back = new Float64Array(4), turn = new Float64Array(3);
  quaternion.conjugate(back, q);
  const J = jacobian(6, (e) => {
    // A rotation about fixed axes comes first from the left: q_true = Exp(φ) q.
    const left = new Float64Array(4);
    quaternion.multiply(left, turned(q, e), back);
    quaternion.toRotationVector(turn, left);
    return [e[0]!, e[1]!, e[2]!, ...turn];
  });
  near(odometry.pose.covariance, congruent(J, state.subarray(12), 6), 6);
  // And the mapping matters here: left out, the matrix is another.
  const body = state[12 + 12 * 6 + 7]!, fixed = odometry.pose.covariance[6 * 3 + 4]!;
  assert.ok(Math.abs(body - fixed) > 0.1 * state[12 + 13 * 6]!, `${body} against ${fixed}`);
  await host.close();
});

Deno.test("twist and its covariance are in the child frame", async () => {
  const { host, odometry, state } = await driven();
  const q = worldFromBody(odometry), v = new Float64Array(3);
  const twistOf = (e: Float64Array) => {
    quaternion.inverseRotate(v, turned(q, e), state.subarray(3, 6).map((x, i) => x + e[3 + i]!));
    return [...v, ...[0, 1, 2].map((i) => state[9 + i]! + e[9 + i]!)];
  };
  const { linear, angular } = odometry.twist.twist;
  const said = [linear.x, linear.y, linear.z, angular.x, angular.y, angular.z];
  for (const [i, x] of twistOf(new Float64Array(12)).entries()) {
    assert.ok(Math.abs(x - said[i]!) < 1e-12);
  }
  near(odometry.twist.covariance, congruent(jacobian(6, twistOf), state.subarray(12), 6), 6);
  await host.close();
});

Deno.test("fusion/state: one an odom at its time; p v θ ω, then a symmetric 12 × 12", async () => {
  const { host, odometry, state } = await driven();
  const times = (output: string) => host.published.filter((p) => p.output === output);
  assert.deepEqual(times("state").map(({ at }) => at), times("odom").map(({ at }) => at));
  const { layout } = host.received("state", "std_msgs/msg/Float64MultiArray")[0]!;
  assert.deepEqual([state.length, layout.dim[0]!.size, layout.data_offset], [156, 156, 0]);
  const { x, y, z } = odometry.pose.pose.position;
  assert.deepEqual([...state.subarray(0, 3)], [x, y, z]);
  const q = new Float64Array(4);
  quaternion.fromRotationVector(q, state.subarray(6, 9));
  const given = worldFromBody(odometry);
  for (let i = 0; i < 4; i++) assert.ok(Math.abs(Math.abs(q[i]!) - Math.abs(given[i]!)) < 1e-12);
  for (let i = 0; i < 12; i++) {
    assert.ok(state[12 + 13 * i]! > 0);
    for (let j = 0; j < i; j++) assert.equal(state[12 + 12 * i + j], state[12 + 12 * j + i]);
  }
  await host.close();
});

Deno.test("fusion/innovation: dimension, accepted, ν, S, with the sensor as its label", async () => {
  const host = await fusionHost({ publish_debug: true });
  await feed(host, drive({ seconds: 6 }));
  const told = host.received("innovation", "std_msgs/msg/Float64MultiArray");
  const of = (sensor: string) => told.filter(({ layout }) => layout.dim[0]!.label === sensor);
  for (
    const sensor of ["wheel_speed", "mag", "lateral", "vertical", "zero_velocity", "zero_rate"]
  ) {
    assert.ok(of(sensor).length > 0, sensor);
  }
  assert.ok(of("wheel_speed").length <= 120 && of("wheel_speed").length > 110);
  for (const { data, layout } of told) {
    const [m, accepted, nu, variance] = data;
    assert.equal(m, 1);
    assert.equal(data.length, 1 + 1 + m! + m! * m!);
    assert.deepEqual([layout.dim[0]!.size, layout.dim[0]!.stride], [1, 4]);
    assert.ok(accepted === 0 || accepted === 1);
    assert.ok(Number.isFinite(nu!) && variance! > 0);
  }
  await host.close();
});

Deno.test("debug topics are silent unless asked for, also while it runs", async () => {
  const host = await fusionHost();
  const sends = drive({ seconds: 4 });
  await feed(host, sends.filter(({ at }) => at <= 3e9));
  assert.deepEqual([host.outputs.state, host.outputs.innovation], [[], []]);
  await host.setParams({ publish_debug: true });
  await feed(host, sends.filter(({ at }) => at > 3e9));
  assert.equal(host.outputs.state!.length, 100);
  assert.ok(host.outputs.innovation!.length > 0);
  await host.close();
});

Deno.test("a published message owns its arrays", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  randomize(s, RandomTree.root(1).at("state"));
  const params = fusionParams.parse({}), stamp = { sec: 3, nanosec: 4 };
  const odometry = messageOf(s, stamp, params), state: Float64MultiArray = stateOf(s);
  const kept = structuredClone([odometry, state, transformOf(odometry)]);
  const transform = transformOf(odometry);
  randomize(s, RandomTree.root(2).at("state"));
  const other = messageOf(s, stamp, params);
  stateOf(s);
  assert.deepEqual([odometry, state, transform], kept);
  assert.notDeepEqual(other.pose, odometry.pose);
  const innovation = innovationOf("mag", 0.5, 2, false);
  assert.deepEqual([...innovation.data], [1, 0, 0.5, 2]);
});
