import assert from "#assert";
import { fromRotationVector, rotate } from "../../../../core/math/quaternion.ts";
import { SECOND } from "../../../../msgs/time.ts";
import { imu } from "../../../../sim/sensors/imu/imu.ts";
import { happens, hasVariance, isNormal } from "./statistics.ts";
import { AT_REST, GRAVITY, imuConfig, imuSetup, imuStream, truthOf } from "./streams.ts";

const MS = 1e6;

/** Turns about z at 1 + 2 t³ rad/s and rises at 3 t² m/s². */
const RISING = truthOf((t, out) => {
  AT_REST.at(0, out);
  out.angularVelocity[2] = 1 + 2 * t ** 3;
  out.acceleration[2] = 3 * t * t;
  fromRotationVector(out.orientation, [0, 0, t + t ** 4 / 2]);
});

const near = (actual: number, expected: number, tolerance: number, what = "") =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what} ${actual}, not ${expected}`);

Deno.test("imu: one stream of sensor_msgs/Imu, in its own frame, best effort", () => {
  const outputs = (values: object) => imu.outputs(imuConfig({ ...values }), "front");
  assert.deepEqual(outputs({})["data"], {
    topic: "/front/data",
    type: "sensor_msgs/msg/Imu",
    qos: { reliability: "best_effort", durability: "volatile", depth: 10 },
    frame: "front_link",
  });
  const named = outputs({ topic: "/a", frame_id: "b" })["data"]!;
  assert.deepEqual([named.topic, named.frame], ["/a", "b"]);
  const { messages } = imuStream({}, { seconds: 0.1 });
  assert.ok(
    messages.length === 10 && messages.every((each) => each.header.frame_id === "imu_link"),
  );
});

Deno.test("imu: a message is stamped at the end of the interval whose means it carries", () => {
  const { stamps, ends, rate, force } = imuStream({ rate_hz: 8 }, { seconds: 2, truth: RISING });
  assert.deepEqual(stamps, Array.from({ length: 16 }, (_, k) => (k + 1) * SECOND / 8));
  assert.deepEqual(stamps, ends);
  stamps.forEach((stamp, k) => {
    const t = stamp / SECOND, s = t - 1 / 8;
    near(rate[2][k]!, 1 + (t ** 4 - s ** 4) / 2 * 8, 1e-12);
    near(force[2][k]!, GRAVITY + (t ** 3 - s ** 3) * 8, 1e-12);
  });
});

Deno.test("imu: instant sampling carries the values at the stamp, also of a filtered neighbour", () => {
  for (const filter of [{}, { gyroscope_bandwidth_hz: 5 }, { accelerometer_bandwidth_hz: 5 }]) {
    const values = { rate_hz: 8, sampling: "instant", ...filter };
    const { stamps, rate, force } = imuStream(values, { seconds: 2, truth: RISING });
    stamps.forEach((stamp, k) => {
      const t = stamp / SECOND;
      if (!("gyroscope_bandwidth_hz" in filter)) near(rate[2][k]!, 1 + 2 * t ** 3, 1e-12);
      else assert.ok(rate[2][k]! < 1 + 2 * t ** 3);
      if (!("accelerometer_bandwidth_hz" in filter)) near(force[2][k]!, GRAVITY + 3 * t * t, 1e-12);
      else assert.ok(force[2][k]! < GRAVITY + 3 * t * t);
    });
  }
});

Deno.test("imu: on an arm and turned it feels what a sensor there feels, in its own axes", () => {
  // On a turntable of 2 rad/s, 0.5 m out, its x inwards and its z down.
  const turning = truthOf((t, out) => {
    AT_REST.at(0, out);
    out.angularVelocity[2] = 2;
    fromRotationVector(out.orientation, [0, 0, 2 * t]);
  });
  const values = { position_m: [0.5, 0, 0.1], rotation_deg: [180, 0, 180] };
  const { rate, force } = imuStream(values, { seconds: 1, truth: turning });
  for (let k = 0; k < 100; k++) {
    [0, 0, -2].forEach((w, i) => near(rate[i]![k]!, w, 1e-12));
    [4 * 0.5, 0, -GRAVITY].forEach((f, i) => near(force[i]![k]!, f, 1e-12));
  }
});

Deno.test("imu: a low-pass starts as if the robot had always been as it is at the start", () => {
  const tilt = [0.3, -0.2, 0], up = [0, 0, 0];
  const tilted = truthOf((_, out) => {
    AT_REST.at(0, out);
    fromRotationVector(out.orientation, tilt);
    out.angularVelocity[0] = 0.7; // as on a treadmill: the rate alone matters here
  });
  for (const order of [1, 2]) {
    const values = {
      accelerometer_bandwidth_hz: 0.5,
      accelerometer_filter_order: order,
      gyroscope_bandwidth_hz: 0.5,
      gyroscope_filter_order: order,
    };
    const { rate, force } = imuStream(values, { seconds: 0.5, truth: tilted });
    const inverse = [0, 0, 0, 0];
    fromRotationVector(inverse, tilt.map((x) => -x));
    rotate(up, inverse, [0, 0, GRAVITY]);
    for (let k = 0; k < 50; k++) {
      up.forEach((f, i) => near(force[i]![k]!, f, 1e-12, `order ${order}`));
      near(rate[0][k]!, 0.7, 1e-12);
    }
  }
});

Deno.test("imu: g-sensitivity adds G f to the rate, before scale and misalignment", () => {
  const sensitivity = [[0.01, 0.02, 0.03], [0.04, 0.05, 0.06], [0.07, 0.08, 0.09]];
  const values = { gyroscope_g_sensitivity_s_m: sensitivity, gyroscope_scale_error: [0, 0, 1] };
  const { rate } = imuStream(values, { seconds: 0.1 });
  [0.03, 0.06, 2 * 0.09].forEach((g, i) => near(rate[i]![3]!, g * GRAVITY, 1e-14));
  const turned = imuStream({ ...values, rotation_deg: [180, 0, 0] }, { seconds: 0.1 });
  [0.03, 0.06, 2 * 0.09].forEach((g, i) => near(turned.rate[i]![3]!, -g * GRAVITY, 1e-14));
});

Deno.test("imu: a message arrives the latency and a half-normal jitter after its capture", () => {
  const values = { rate_hz: 100, latency_ms: 3, latency_jitter_ms: 0.4 };
  const { arrivals, ends } = imuStream(values, { seconds: 60 });
  const late = arrivals.map((arrival, k) => arrival - ends[k]! - 3 * MS);
  assert.ok(late.every((each) => each >= 0 && Number.isInteger(each)));
  hasVariance(late, (0.4 * MS) ** 2, "jitter");
  const fixed = imuStream({ latency_ms: 3, latency_jitter_ms: 0 }, { seconds: 1 });
  assert.ok(fixed.arrivals.every((arrival, k) => arrival - fixed.ends[k]! === 3 * MS));
});

Deno.test("imu: arrivals keep their order, however large the jitter", () => {
  const { arrivals, ends } = imuStream({ latency_jitter_ms: 40, latency_ms: 1 }, { seconds: 20 });
  let held = 0;
  arrivals.forEach((arrival, k) => {
    assert.ok(arrival >= ends[k]! + MS);
    if (k > 0) assert.ok(arrival >= arrivals[k - 1]!);
    if (k > 0 && arrival === arrivals[k - 1]!) held++;
  });
  assert.ok(held > 500, `${held}`);
});

Deno.test("imu: a clock that runs fast by s captures every period/(1 + s), stamped by itself", () => {
  for (const ppm of [200, -200, 1e5]) {
    const { stamps, ends } = imuStream({ rate_hz: 50, clock_skew_ppm: ppm }, { seconds: 10 });
    assert.equal(ends.length, Math.floor(10 * 50 * (1 + ppm * 1e-6) + 1e-6));
    ends.forEach((end, k) => {
      assert.equal(stamps[k], (k + 1) * 20 * MS);
      assert.equal(end, Math.round((k + 1) * 20 * MS / (1 + ppm * 1e-6)));
    });
  }
});

Deno.test("imu: noise keeps its density in true time where the clock is skewed", () => {
  const values = { gyroscope_noise_density: 0.01, rate_hz: 100, clock_skew_ppm: 1e5 };
  const { rate, ends } = imuStream(values, { seconds: 60 });
  near(ends[99]! / SECOND, 1 / 1.1, 1e-9);
  hasVariance(rate.flat(), 0.01 ** 2 * 110, "white noise");
});

Deno.test("imu: errors of stamps are normal, and stamps still increase", () => {
  const { stamps, ends } = imuStream({ stamp_jitter_ms: 0.5 }, { seconds: 60 });
  const errors = stamps.map((stamp, k) => stamp - ends[k]!);
  isNormal(errors, { mean: 0, sd: 0.5 * MS }, "stamps");
  const wild = imuStream({ stamp_jitter_ms: 30 }, { seconds: 20 });
  wild.stamps.forEach((stamp, k) => assert.ok(k === 0 || stamp > wild.stamps[k - 1]!));
});

Deno.test("imu: losses begin with their probability and last as long as said", () => {
  for (const [probability, mean_length] of [[0.02, 4], [0.1, 1]] as const) {
    const values = { rate_hz: 100, dropout: { probability, mean_length } };
    const { stamps, ends } = imuStream(values, { seconds: 300 });
    const heard = new Set(stamps);
    const lost = ends.map((end) => !heard.has(end));
    let begun = 0, could = 0, ended = 0, during = 0;
    lost.forEach((now, k) => {
      const before = k > 0 && lost[k - 1]!;
      if (before) {
        during++;
        if (!now) ended++;
      } else {
        could++;
        if (now) begun++;
      }
    });
    happens(begun, could, probability, "a loss begins");
    if (mean_length > 1) happens(ended, during, 1 / mean_length, "a loss ends");
    else assert.equal(ended, during);
  }
});

Deno.test("imu: an orientation is put out where asked for, at the stamp; else it is marked absent", () => {
  const [absent] = imuStream({}, { seconds: 0.1 }).messages;
  assert.deepEqual([...absent!.orientation_covariance], [-1, 0, 0, 0, 0, 0, 0, 0, 0]);
  const orientation = { roll_pitch_sd_rad: 0, yaw_sd_rad: 0, yaw_offset_rad: 0.1 };
  for (const sampling of ["mean", "instant"]) {
    const values = { rate_hz: 8, sampling, orientation, rotation_deg: [0, 0, 90] };
    const { messages, stamps } = imuStream(values, { seconds: 1, truth: RISING });
    messages.forEach((message, k) => {
      const t = stamps[k]! / SECOND, yaw = t + t ** 4 / 2 + Math.PI / 2 + 0.1;
      near(message.orientation.z, Math.sin(yaw / 2), 1e-14);
      near(message.orientation.w, Math.cos(yaw / 2), 1e-14);
    });
  }
});

const STATED = {
  rate_hz: 200,
  gyroscope_noise_density: [1e-3, 2e-3, 3e-3],
  gyroscope_resolution_rad_s: 0.01,
  accelerometer_noise_density: 0.02,
  orientation: { roll_pitch_sd_rad: 0.01, yaw_sd_rad: 0.2 },
};

/** Diagonals that an IMU with these settings states. */
function diagonals(values: object): number[][] {
  const [message] = imuStream({ ...STATED, ...values }, { seconds: 0.1 }).messages;
  const { angular_velocity_covariance: rate, linear_acceleration_covariance: force } = message!;
  const matrices = [rate, force, message!.orientation_covariance] as unknown as number[][];
  return matrices.map((matrix) => {
    const { length } = matrix;
    assert.equal(length, 9);
    for (const i of [1, 2, 3, 5, 6, 7]) assert.equal(matrix[i], 0);
    return [matrix[0]!, matrix[4]!, matrix[8]!];
  });
}

Deno.test("imu: the honest covariance is that of the samples; factor, zero and unknown lie", () => {
  const true_ = [
    [1, 2, 3].map((n) => (n * 1e-3) ** 2 * 200 + 0.01 ** 2 / 12),
    [1, 1, 1].map(() => 0.02 ** 2 * 200),
    [0.01 ** 2, 0.01 ** 2, 0.2 ** 2],
  ];
  const isClose = (stated: number[][], factor: number) =>
    stated.forEach((row, m) =>
      row.forEach((x, i) => near(x, factor * true_[m]![i]!, 1e-15 + 1e-12 * x))
    );
  isClose(diagonals({}), 1);
  isClose(diagonals({ covariance_factor: 0.01 }), 0.01);
  assert.deepEqual(diagonals({ covariance: "zero" }), [[0, 0, 0], [0, 0, 0], [0, 0, 0]]);
  assert.deepEqual(diagonals({ covariance: "unknown" }), [[-1, 0, 0], [-1, 0, 0], [-1, 0, 0]]);
  const { rate, force } = imuStream(STATED, { seconds: 30 });
  rate.forEach((axis, i) => hasVariance(axis, true_[0]![i]!, `rate ${i}`));
  force.forEach((axis, i) =>
    hasVariance(axis.map((x) => x - (i === 2 ? GRAVITY : 0)), true_[1]![i]!, `force ${i}`)
  );
});

Deno.test("imu: a capture ends at integers of nanoseconds that are counted, not added up", () => {
  const config = imuConfig({ rate_hz: 99.317 });
  const state = imu.init(config, imuSetup(config, 1));
  let from = 0;
  for (let k = 1; k <= 5000; k++) {
    const to = imu.next(state);
    assert.equal(to, Math.round(k * (1e9 / 99.317)));
    imu.sample(state, AT_REST, from, to, () => {});
    from = to;
  }
});
