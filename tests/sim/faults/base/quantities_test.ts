import assert from "#assert";
import { TYPE_NAMES } from "../../../../msgs/types.ts";
import { zeroOf } from "../../../../msgs/zero.ts";
import {
  covariancesOf,
  isStamped,
  pathsOf,
  stampOf,
  withNumbers,
  withStamp,
} from "../../../../sim/faults/base/quantities.ts";

const at = (message: unknown, path: readonly string[]) =>
  path.reduce((part, key) => (part as Record<string, unknown>)[key], message);

Deno.test("every path of every type leads to numbers; stamps are where they are said to be", () => {
  for (const type of TYPE_NAMES) {
    const zero = zeroOf(type);
    for (const path of pathsOf(type)) {
      const leaf = at(zero, path);
      const numbers = leaf instanceof Float64Array ? [...leaf] : Object.values(leaf as object);
      assert.ok(numbers.every((value) => typeof value === "number"), `${type} ${path}`);
    }
    for (const path of covariancesOf(type)) {
      assert.ok(at(zero, path) instanceof Float64Array, `${type} ${path}`);
    }
    if (isStamped(type)) assert.deepEqual(stampOf(zero), { sec: 0, nanosec: 0 }, type);
    if (type.startsWith("sensor_msgs/")) assert.equal(isStamped(type), "header" in zero, type);
  }
});

Deno.test("withNumbers() and withStamp() copy what they change and share the rest", () => {
  const imu = zeroOf("sensor_msgs/msg/Imu");
  const changed = withNumbers(imu, ["angular_velocity"], (_, i) => i + 1) as typeof imu;
  assert.deepEqual(changed.angular_velocity, { x: 1, y: 2, z: 3 });
  assert.deepEqual(imu.angular_velocity, { x: 0, y: 0, z: 0 });
  assert.equal(changed.linear_acceleration, imu.linear_acceleration);
  const stamped = withStamp(imu, { sec: 7, nanosec: 1 }) as typeof imu;
  assert.deepEqual(stampOf(stamped), { sec: 7, nanosec: 1 });
  assert.equal(imu.header.stamp.sec, 0);
});
