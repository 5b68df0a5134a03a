import assert from "#assert";
import { InputError } from "../../../harness/errors.ts";
import { simConfigOf, simulationOf } from "../../../harness/schema/sim_config.ts";
import { SECOND } from "../../../msgs/time.ts";
import { simSchema } from "../../../sim/mod.ts";
import { SCENARIO, scenarioOf } from "../fixtures.ts";

Deno.test("simConfigOf() is what the simulator's own schema would have made", async () => {
  const text = "faults: { shake: { type: vibration, at_s: 1 } }\n";
  const scenario = await scenarioOf(SCENARIO + text);
  const config = simConfigOf(scenario, 2.5 * SECOND);
  const own = simSchema.parse({
    duration_s: 2.5,
    world: { origin: { lat_deg: 48, lon_deg: 11, alt_m: 500 }, date: "2026-01-01" },
    robot: { type: "differential", waypoints: [[0, 0], [1, 0], [1, 1]] },
    sensors: {
      imu: { type: "imu", rate_hz: 100, gyroscope_noise_density: 0.001 },
      wheel: { type: "wheel", preset: "indoor_robot" },
    },
    faults: { shake: { type: "vibration", at_s: 1 } },
  });
  const { wheel, ...sensors } = config.sensors;
  const { wheel: ownWheel, ...ownSensors } = own.sensors;
  assert.deepEqual({ ...config, sensors }, { ...own, sensors: ownSensors });
  // The harness has merged the preset already; the simulator's entry remembers its name.
  assert.deepEqual({ ...wheel, preset: "indoor_robot" }, ownWheel);
});

Deno.test("simulationOf() runs for the time and seed given, not for the scenario's", async () => {
  const scenario = await scenarioOf();
  const times = (seed: number, durationNs: number) => {
    const simulation = simulationOf(scenario, { seed, durationNs });
    const all: string[] = [];
    while (simulation.next() < Infinity) {
      simulation.step((topic, message, at) =>
        void all.push(`${at} ${topic} ${JSON.stringify(message)}`)
      );
    }
    return all;
  };
  const one = times(1, 1_000_000_001);
  assert.deepEqual(times(1, 1_000_000_001), one);
  assert.notDeepEqual(times(2, 1_000_000_001), one);
  const longer = times(1, 1_100_000_000);
  assert.deepEqual(longer.slice(0, one.length), one, "a longer run begins as the shorter one");
  assert.ok(longer.length > one.length);
  // A capture that ends with the run belongs to it, also where seconds are no whole number.
  const last = (durationNs: number) => {
    const simulation = simulationOf(scenario, { seed: 1, durationNs });
    let end = 0;
    while (simulation.next() < Infinity) {
      end = simulation.next();
      simulation.step(() => {});
    }
    return end;
  };
  for (const ns of [10_000_000, 330_000_000, 2_010_000_000]) {
    assert.equal(last(ns), ns);
    assert.ok(last(ns - 1) < ns - 1);
  }
});

Deno.test("simulationOf() turns the simulator's refusal into bad input that names the file", async () => {
  const scenario = await scenarioOf();
  const free = { ...scenario, robot: (await freeScenario()).robot };
  assert.throws(() => simulationOf(free, { seed: 1, durationNs: SECOND }), (error: Error) => {
    if (!(error instanceof InputError)) throw error;
    assert.match(
      error.message,
      /^small\.yaml: sensors\.wheel\.outputs: joint_states needs a robot/,
    );
    assert.ok(error.cause instanceof RangeError);
    return true;
  });
});

Deno.test("simulationOf() lets errors of its own code through as they are", async () => {
  const scenario = await scenarioOf();
  const { imu, ...others } = scenario.sensors;
  const broken = { ...imu!, config: { ...imu!.config, rotation_deg: undefined as never } };
  const damaged = { ...scenario, sensors: { ...others, imu: broken } };
  assert.throws(() => simulationOf(damaged, { seed: 1, durationNs: SECOND }), TypeError);
});

function freeScenario() {
  return scenarioOf(
    SCENARIO.replace(/robot:[^]*sensors:/, "robot: { type: free }\nsensors:")
      .replace(/ {2}wheel: .*\n/, ""),
  );
}
