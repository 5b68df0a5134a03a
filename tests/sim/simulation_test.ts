import assert from "#assert";
import { codecOf } from "../../msgs/cdr.ts";
import type { Message } from "../../msgs/message.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { TFMessage } from "../../msgs/types.ts";
import type { Simulation } from "../../sim/contract.ts";
import { truthState } from "../../sim/robots/knot_truth.ts";
import { simSchema } from "../../sim/schema.ts";
import { createSimulation, filesOf } from "../../sim/simulation.ts";

const SENSORS = {
  imu: { type: "imu", preset: "mpu9250", orientation: {} },
  wheel: { type: "wheel", preset: "indoor_robot" },
  mag: { type: "mag", preset: "ak8963", position_m: [0, 0, 0.3] },
  spare: { type: "imu", preset: "adis16448", rate_hz: 99.317 },
};
const BASE = {
  duration_s: 2,
  robot: { type: "differential", waypoints: [[0, 0], [3, 0], [3, 3]] },
  world: { ramps: [{ position_m: [0.5, 0], rise_m: 0.2 }] },
  sensors: SENSORS,
};

const make = (settings: object = {}, seed = 1, files: Record<string, string> = {}): Simulation =>
  createSimulation(simSchema.parse({ ...BASE, ...settings }), seed, { files });

interface Line {
  readonly topic: string;
  readonly at: Nanos;
  readonly deliverAt: Nanos;
  readonly message: Message;
  readonly bytes: string;
}

/** Runs a simulation to its end: every message in order, as bytes too. */
function run(simulation: Simulation): Line[] {
  const out: Line[] = [];
  while (simulation.next() < Infinity) {
    const at = simulation.next();
    simulation.step((topic, message, deliverAt) => {
      const codec = codecOf(simulation.topics[topic]!.type);
      const bytes = codec.encode(message as never).toHex();
      out.push({ topic, at, deliverAt, message, bytes });
    });
  }
  return out;
}

/** Bytes and delivery of each topic. */
function streams(lines: readonly Line[]): Record<string, string[]> {
  const out: Record<string, string[]> = {};
  for (const { topic, deliverAt, bytes } of lines) {
    (out[topic] ??= []).push(`${deliverAt} ${bytes}`);
  }
  return out;
}

Deno.test("a run is its settings and its seed: again the same, with another seed another", () => {
  const first = run(make());
  assert.deepEqual(run(make()), first);
  const other = streams(run(make({}, 2))), mine = streams(first);
  for (const topic of ["/imu/data", "/spare/data", "/imu/mag", "/wheel/odom"]) {
    assert.notDeepEqual(other[topic], mine[topic], topic);
  }
  for (const topic of ["/clock", "/tf_static", "/ground_truth/odom"]) {
    assert.deepEqual(other[topic], mine[topic], topic);
  }
});

Deno.test("no sensor changes another's bytes: without it, silenced, or listed elsewhere", () => {
  const whole = streams(run(make()));
  for (const name of Object.keys(SENSORS) as (keyof typeof SENSORS)[]) {
    const { [name]: gone, ...rest } = SENSORS;
    const silenced = { ...gone, dropout: { probability: 1, mean_length: 1e9 } };
    const noisy = { ...gone, latency_jitter_ms: 40, stamp_jitter_ms: 3, rate_hz: 37 };
    const cases = [rest, { [name]: silenced, ...rest }, { ...rest, [name]: noisy }];
    for (const sensors of cases) {
      const some = streams(run(make({ sensors })));
      const own = new Set(
        Object.keys(make({ sensors: { [name]: gone } }).topics).filter((topic) =>
          !["/clock", "/tf_static", "/ground_truth/odom"].includes(topic)
        ),
      );
      for (const [topic, lines] of Object.entries(whole)) {
        if (own.has(topic) || topic === "/tf_static") continue;
        assert.deepEqual(some[topic], lines, `${topic}, ${name} changed`);
      }
    }
    // Silence is silence, not absence: its topics are still there.
    const { topics } = make({ sensors: { ...rest, [name]: silenced } });
    assert.deepEqual(Object.keys(topics).sort(), Object.keys(make().topics).sort());
  }
});

Deno.test("captures go by time; those that end together by kind and name, never as listed", () => {
  const lines = run(make());
  const reversed = Object.fromEntries(Object.entries(SENSORS).reverse());
  assert.deepEqual(run(make({ sensors: reversed })), lines);
  for (const [i, line] of lines.entries()) {
    assert.ok(line.deliverAt >= line.at && line.at >= (lines[i - 1]?.at ?? 0));
  }
  // At the start: transforms, clock, truth; at 1 s all sensors whose rates meet there.
  assert.deepEqual(lines.filter(({ at }) => at === 0).map(({ topic }) => topic), [
    "/tf_static",
    "/clock",
    "/ground_truth/odom",
  ]);
  assert.deepEqual(lines.filter(({ at }) => at === SECOND).map(({ topic }) => topic), [
    "/clock",
    "/ground_truth/odom",
    "/imu/data",
    "/imu/mag",
    "/wheel_velocity",
    "/wheel_velocity_stamped",
    "/wheel/odom",
    "/joint_states",
  ]);
});

Deno.test("streams have the rates that were asked for, and the run's last moment is in it", () => {
  const lines = run(make({ truth_rate_hz: 20, clock_rate_hz: 10 })), counts = streams(lines);
  const got = Object.fromEntries(Object.entries(counts).map(([topic, all]) => [topic, all.length]));
  assert.deepEqual(got, {
    "/tf_static": 1,
    "/clock": 21,
    "/ground_truth/odom": 41,
    "/imu/data": 400,
    "/imu/mag": 100,
    "/wheel_velocity": 100,
    "/wheel_velocity_stamped": 100,
    "/wheel/odom": 100,
    "/joint_states": 100,
    "/spare/data": Math.floor(2 * 99.317),
  });
  assert.equal(lines[lines.length - 1]!.at, 2 * SECOND);
});

Deno.test("after its end a simulation has no more steps", () => {
  const simulation = make({ duration_s: 0.1, sensors: {} });
  run(simulation);
  assert.equal(simulation.next(), Infinity);
  assert.throws(() => simulation.step(() => {}), /^RangeError: the simulated run is over$/);
});

Deno.test("every topic is declared with its type and frame, and has one owner", () => {
  const simulation = make(), lines = run(simulation);
  assert.deepEqual(
    [...new Set(lines.map(({ topic }) => topic))].sort(),
    Object.keys(simulation.topics).sort(),
  );
  const clash = { a: { type: "imu", topic: "/x" }, b: { type: "mag", topic: "/x" } };
  assert.throws(() => make({ sensors: clash }), /^RangeError: b and a both emit on \/x$/);
  const own = { mag: { type: "mag", topic: "/clock" } };
  assert.throws(() => make({ sensors: own }), /^RangeError: mag and clock both emit on \/clock$/);
  const twice = { wheel: { type: "wheel", outputs: { odom: "/w", wheel_velocity: "/w" } } };
  assert.throws(() => make({ sensors: twice }), /^RangeError: sensors\.wheel: two streams on \/w$/);
});

Deno.test("/tf_static has every sensor's place on the robot, in one message", () => {
  const said = run(make()).filter(({ topic }) => topic === "/tf_static");
  assert.equal(said.length, 1);
  const { transforms } = said[0]!.message as TFMessage;
  assert.deepEqual(
    transforms.map(({ child_frame_id, header, transform: { translation } }) =>
      `${header.frame_id} ${child_frame_id} ${translation.z}`
    ),
    ["base_link imu_link 0", "base_link mag_link 0.3", "base_link spare_link 0"],
  );
  const eyes = {
    left: { type: "camera", frame_id: "head" },
    right: { type: "camera", frame_id: "head" },
  };
  const [first] = run(make({ sensors: eyes, duration_s: 0.01 }));
  assert.deepEqual((first!.message as TFMessage).transforms.map((one) => one.child_frame_id), [
    "head",
    "head_optical_frame",
  ]);
  const torn = {
    imu: { type: "imu", frame_id: "chip" },
    mag: { type: "mag", frame_id: "chip", position_m: [0, 0, 1] },
  };
  assert.throws(() => make({ sensors: torn }), /^RangeError: sensors\.mag\.frame_id: chip is/);
});

/** Steps to `until`, a command every 100 ms. */
function drive(simulation: Simulation, until: Nanos, message: Message): void {
  let due = 0;
  while (simulation.next() <= until) {
    for (; due <= simulation.next(); due += 100_000_000) {
      simulation.command("/cmd_vel", message, due);
    }
    simulation.step(() => {});
  }
}

Deno.test("a robot without waypoints is driven by Twist or TwistStamped on its cmd_vel", () => {
  const robot = { type: "differential" }, state = truthState();
  const twist = { linear: { x: 0.8, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0.5 } };
  const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: "" };
  const ends = [twist, { header, twist }].map((message) => {
    const simulation = make({ robot, world: {} });
    drive(simulation, 2 * SECOND, message);
    simulation.truth.at(2 * SECOND, state);
    return [...state.position, ...state.orientation, ...state.angularVelocity];
  });
  assert.deepEqual(ends[0], ends[1]);
  assert.ok(ends[0]![0]! > 0.5 && Math.abs(ends[0]![9]! - 0.5) < 1e-3, `${ends[0]}`);
  const deaf = make({ robot: { ...robot, cmd_vel: "/drive" } });
  assert.throws(() => deaf.command("/cmd_vel", twist, 0), /no robot is driven on \/cmd_vel/);
  const free = make({ robot: { type: "free" }, sensors: {} });
  assert.throws(() => free.command("/cmd_vel", twist, 0), /no robot is driven on \/cmd_vel/);
});

Deno.test("a robot on its waypoints obeys no command", () => {
  const told = make(), alone = make(), a = truthState(), b = truthState();
  const twist = { linear: { x: -1, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 1 } };
  drive(told, 2 * SECOND, twist);
  run(alone);
  told.truth.at(2 * SECOND, a);
  alone.truth.at(2 * SECOND, b);
  assert.deepEqual(a, b);
});

Deno.test("a recorded motion is read from the text of the file that the scenario names", () => {
  const robot = { type: "free", trajectory: { file: "way.tum" } };
  const config = simSchema.parse({ ...BASE, robot, sensors: {}, duration_s: 1 });
  assert.deepEqual(filesOf(config), ["way.tum"]);
  assert.deepEqual(filesOf(simSchema.parse(BASE)), []);
  const text = Array.from({ length: 21 }, (_, n) => `${n / 10} ${n / 10} 0 0 0 0 0 1`).join("\n");
  const simulation = createSimulation(config, 1, { files: { "way.tum": text } });
  run(simulation);
  const state = truthState();
  simulation.truth.at(0.55 * SECOND, state);
  assert.ok(Math.abs(state.position[0]! - 0.55) < 1e-6);
  assert.throws(() => createSimulation(config, 1), /way\.tum/);
});
