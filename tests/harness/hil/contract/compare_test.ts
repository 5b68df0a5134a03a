import assert from "#assert";
import {
  accepted,
  compareStream,
  stopLines,
  type StreamContract,
  WHAT,
} from "../../../../harness/hil/contract/compare.ts";
import type { Stated } from "../../../../harness/hil/contract/convention.ts";
import type { StreamProfile } from "../../../../harness/hil/contract/profile.ts";
import { bestEffort, latched, reliable } from "../../../../msgs/message.ts";

const stated = (...variances: number[]): Stated => ({
  ...{ convention: "stated", axes: variances.map((_, i) => i), variances },
});

const PROFILE: StreamProfile = {
  ...{ count: 300, hz: 100, frames: ["imu_link"], age: 0.002 },
  covariances: new Map([["angular_velocity_covariance", stated(1e-4, 1e-4, 1e-4)]]),
  noise: { gyro: 1e-3, accel: 1e-2 },
};
const PUBLISHER = { node: "/driver", type: "sensor_msgs/msg/Imu", qos: bestEffort(5) };
const SAME: StreamContract = {
  ...{ sensor: "imu", topic: "/imu/data", type: "sensor_msgs/msg/Imu", qos: bestEffort(10) },
  ...{ publishers: [PUBLISHER], readers: [{ name: "fusion", qos: bestEffort(10) }] },
  ...{ hardware: PROFILE, simulation: PROFILE },
};

const hardware = (over: Partial<StreamProfile>): Partial<StreamContract> => ({
  hardware: { ...PROFILE, ...over },
});
const publisher = (over: Partial<typeof PUBLISHER>): Partial<StreamContract> => ({
  publishers: [{ ...PUBLISHER, ...over }],
});
const covariance = (one: Stated) =>
  hardware({ covariances: new Map([["angular_velocity_covariance", one]]) });
const none = { axes: [], variances: [] };

/** A planted difference, the row that must tell it, and what comes of it. */
const PLANTED: readonly [
  what: string,
  change: Partial<StreamContract>,
  verdict: string,
  why: RegExp,
][] = [
  [
    "publishers",
    { publishers: [PUBLISHER, { ...PUBLISHER, node: "/b" }] },
    "stops",
    /one publisher/,
  ],
  ["type", publisher({ type: "sensor_msgs/msg/MagneticField" }), "stops", /gets nothing/],
  [
    "qos",
    { readers: [{ name: "fusion", qos: reliable(1) }] },
    "stops",
    /fusion gets nothing: best_effort is offered/,
  ],
  ["qos", publisher({ qos: reliable(1) }), "differs", /readers fit/],
  ["qos", { readers: [{ name: "x", qos: latched(1) }] }, "stops", /x gets nothing/],
  ["messages", hardware({ count: 0 }), "stops", /says nothing/],
  ["frame_id", hardware({ frames: ["imu"] }), "stops", /axes and place/],
  ["frame_id", hardware({ frames: ["imu_link", "imu"] }), "stops", /axes and place/],
  ["frame_id", hardware({ frames: [""] }), "stops", /axes and place/],
  ["rate", hardware({ hz: 50 }), "stops", /other rate/],
  ["rate", hardware({ hz: 125 }), "stops", /other rate/],
  ["rate", hardware({ hz: 0 }), "stops", /other rate/],
  ["stamp", hardware({ age: 0.6 }), "stops", /another clock/],
  ["stamp", hardware({ age: Infinity }), "stops", /another clock/],
  ["stamp", hardware({ age: -0.06 }), "stops", /ahead/],
  ["covariance", covariance({ convention: "unknown", ...none }), "stops", /weighed otherwise/],
  ["covariance", covariance({ convention: "absent", ...none }), "stops", /weighed otherwise/],
  ["covariance", covariance({ convention: "not finite", ...none }), "stops", /weighed/],
  ["covariance", hardware({ covariances: new Map() }), "stops", /weighed otherwise/],
  ["covariance", covariance(stated(1.1e-3, 1e-4, 1e-4)), "differs", /factor 10/],
  ["covariance", covariance(stated(1e-4, 1e-4)), "differs", /other axes/],
  ["noise", hardware({ noise: { gyro: 4e-3, accel: 1e-2 } }), "differs", /factor 3/],
  ["noise", hardware({ noise: { gyro: 1e-3, accel: 9e-4 } }), "stops", /factor 10/],
  ["noise", hardware({ noise: { gyro: 0, accel: 1e-2 } }), "stops", /factor 10/],
  ["noise", hardware({ noise: "it moves" }), "differs", /not judged: it moves/],
];

Deno.test("a stream like the simulated one has no difference, within the tolerances", () => {
  const near = {
    ...{ hz: 110, age: 0.4, noise: { gyro: 2.5e-3, accel: 5e-3 } },
    covariances: new Map([["angular_velocity_covariance", stated(5e-4, 1e-4, 2e-5)]]),
  };
  for (const change of [{}, hardware(near)]) {
    const rows = compareStream({ ...SAME, ...change });
    assert.deepEqual(rows.map(({ what }) => what), WHAT);
    assert.ok(rows.every(({ verdict }) => verdict === "same"), JSON.stringify(rows));
    assert.deepEqual(stopLines(rows), []);
  }
});

for (const [what, change, verdict, why] of PLANTED) {
  const { hardware: h, ...rest } = change;
  const text = JSON.stringify(h ? { ...h, covariances: [...h.covariances] } : rest);
  Deno.test(`contract: ${what} ${verdict} for ${text.slice(0, 160)}`, () => {
    const rows = compareStream({ ...SAME, ...change });
    const told = rows.filter((row) => row.verdict !== "same");
    assert.deepEqual(told.map((row) => [row.what, row.verdict]), [[what, verdict]]);
    assert.match(told[0]!.why!, why);
    assert.notEqual(told[0]!.hardware, "");
    const lines = stopLines(rows);
    assert.equal(lines.length, verdict === "stops" ? 1 : 0);
    if (verdict === "stops") assert.match(lines[0]!, new RegExp(`^contract: imu\\.${what}: /imu/`));
    for (const word of ["all", what, `imu.${what}`]) {
      assert.deepEqual(stopLines(accepted(rows, new Set([word]))), []);
    }
    const others = WHAT.filter((one) => one !== what);
    assert.deepEqual(stopLines(accepted(rows, new Set(others))), lines);
    assert.deepEqual(stopLines(accepted(rows, new Set([`wheel.${what}`]))), lines);
  });
}

Deno.test("a stream without stamps, covariances and noise is compared by what it has", () => {
  const plain: StreamProfile = {
    ...{ count: 9, hz: 100, frames: [], age: undefined, noise: undefined, covariances: new Map() },
  };
  const rows = compareStream({ ...SAME, hardware: plain, simulation: plain });
  assert.deepEqual(rows.map(({ what }) => what), [
    ...["publishers", "type", "qos", "messages", "frame_id", "rate"],
  ]);
  assert.ok(rows.every(({ verdict }) => verdict === "same"));
});
