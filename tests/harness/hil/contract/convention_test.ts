import assert from "#assert";
import { covariancesOf } from "../../../../harness/hil/contract/convention.ts";
import { zeroOf } from "../../../../msgs/zero.ts";

const imu = (matrix: number[]) => ({
  ...zeroOf("sensor_msgs/msg/Imu"),
  angular_velocity_covariance: Float64Array.from(matrix),
});
const of = (matrix: number[]) => covariancesOf(imu(matrix)).get("angular_velocity_covariance");

Deno.test("a covariance is absent, unknown, stated, or nonsense", () => {
  const none = { axes: [], variances: [] };
  assert.deepEqual(of([0, 0, 0, 0, 0, 0, 0, 0, 0]), { convention: "unknown", ...none });
  assert.deepEqual(of([-1, 0, 0, 0, 0, 0, 0, 0, 0]), { convention: "absent", ...none });
  assert.deepEqual(of([NaN, 0, 0, 0, 1, 0, 0, 0, 1]), { convention: "absent", ...none });
  assert.deepEqual(of([1, 0, 0, 0, Infinity, 0, 0, 0, 1]), { convention: "not finite", ...none });
  assert.deepEqual(of([2, 0, 0, 0, 1e6, 0, 0, 0, 3]), {
    ...{ convention: "stated", axes: [0, 2], variances: [2, 3] },
  });
});

Deno.test("every covariance of a message is found by its path", () => {
  assert.deepEqual([...covariancesOf(zeroOf("sensor_msgs/msg/Imu")).keys()], [
    ...["orientation_covariance", "angular_velocity_covariance", "linear_acceleration_covariance"],
  ]);
  assert.deepEqual([...covariancesOf(zeroOf("nav_msgs/msg/Odometry")).keys()], [
    ...["pose.covariance", "twist.covariance"],
  ]);
  assert.equal(covariancesOf(zeroOf("geometry_msgs/msg/Twist")).size, 0);
});
