/**
 * 2 Independence: adding, removing or silencing a sensor, fault or noise term changes no other
 * stream; nor do names of files and scenarios, topics, or the order in which things are listed.
 */
import assert from "#assert";
import { digestsOf, edited, run, type Written } from "./runs.ts";

/** The robot sets off after three. */
const SECONDS = 5;
const NAME = "warehouse_loop";

/** Topics that each of the scenario's sensors writes. */
const TOPICS: Record<string, readonly string[]> = {
  imu: ["/imu/data"],
  mag: ["/imu/mag"],
  wheel: ["/wheel_velocity", "/wheel_velocity_stamped", "/wheel/odom", "/joint_states"],
};
const WORLD = ["/clock", "/ground_truth/odom"];

async function digests(edit: (written: Written) => Written | void, without?: string[]) {
  const scenario = await edited(NAME, (written) => {
    written.checks = {};
    return edit(written);
  });
  return digestsOf(await run(scenario, SECONDS, { without }));
}

const plain = await digests(() => {});

function requireSame(
  found: Record<string, string>,
  topics: readonly string[],
  what: string,
) {
  for (const topic of topics) assert.equal(found[topic], plain[topic], `${what}: ${topic}`);
}

const others = (name: string) => [
  ...WORLD,
  ...Object.entries(TOPICS).flatMap(([sensor, topics]) => sensor === name ? [] : topics),
];

for (const name of Object.keys(TOPICS)) {
  Deno.test(`independence: without ${name}, left out or never written`, async () => {
    const left = await digests(() => {}, [name]);
    const never = await digests((written) => void delete written.sensors[name]);
    for (const found of [left, never]) {
      assert.equal(found[TOPICS[name]![0]!], undefined);
      requireSame(found, others(name), `without ${name}`);
    }
  });
}

const SILENCED: Record<string, [sensor: string, settings: Record<string, unknown>]> = {
  "the gyro's noise": ["imu", { gyroscope_noise_density: 0 }],
  "the accelerometer's biases": ["imu", { accelerometer_turn_on_bias_m_s2: 0 }],
  "the IMU's latency": ["imu", { latency_ms: 0, latency_jitter_ms: 0 }],
  "the wheels' slip": ["wheel", { slip_noise_m_sqrt_m: 0 }],
  "the magnetometer's noise": ["mag", { noise_density_t_sqrt_hz: [0, 0, 0] }],
  "an added dropout": ["mag", { dropout: { probability: 0.2, mean_length: 3 } }],
  "another rate": ["wheel", { rate_hz: 37 }],
};
for (const [what, [sensor, settings]] of Object.entries(SILENCED)) {
  Deno.test(`independence: ${what} is nobody else's business`, async () => {
    const found = await digests((written) =>
      void Object.assign(written.sensors[sensor]!, settings)
    );
    assert.notEqual(found[TOPICS[sensor]![0]!], plain[TOPICS[sensor]![0]!], "it changed something");
    requireSame(found, others(sensor), what);
  });
}

Deno.test("independence: a sensor, a node and a fault more leave every stream as it was", async () => {
  const found = await digests((written) => {
    written.sensors.second_imu = { type: "imu", preset: "mpu9250", rate_hz: 100 };
    written.nodes.second = { node: "fusion", namespace: "second" };
    written.faults = { gap: { type: "dropout", stream: "/second_imu/data", at_s: 1, for_s: 1 } };
  });
  requireSame(
    found,
    Object.keys(plain).filter((topic) => !/diagnostics|^\/tf/.test(topic)),
    "more",
  );
  assert.ok(found["/second_imu/data"]);
});

Deno.test("independence: the scenario's name, its topics and the order of its parts", async () => {
  const found = await digests((written) => {
    const reversed = (part: Record<string, Record<string, unknown>>) =>
      Object.fromEntries(Object.entries(part).reverse());
    return {
      ...Object.fromEntries(Object.entries(written).reverse()),
      name: "renamed",
      sensors: reversed(written.sensors),
      nodes: written.nodes,
      checks: {},
    };
  });
  assert.deepEqual(found, plain);
  const moved = await digests((written) => void (written.sensors.mag!.topic = "/elsewhere"));
  assert.equal(moved["/elsewhere"], plain["/imu/mag"]);
});
