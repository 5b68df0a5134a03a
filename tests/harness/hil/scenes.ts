/** Scenarios, clocks and hardware for tests of runs beside hardware: no wall time anywhere. */
import type { Codec } from "../../../msgs/cdr.ts";
import { codecOf } from "../../../msgs/cdr.ts";
import { bestEffort, type Message, reliable, type TypeName } from "../../../msgs/message.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { toTime } from "../../../msgs/time.ts";
import type { Imu, Odometry, TwistWithCovarianceStamped } from "../../../msgs/types.ts";
import { type Clocks, SteadyTime } from "../../../harness/host/live/steady.ts";
import { CATALOGUE } from "../../../harness/catalogue.ts";
import { HilSession, type SessionOptions } from "../../../harness/hil/session.ts";
import { parseSut, planHil } from "../../../harness/hil/plan.ts";
import { parseScenario, type Scenario } from "../../../harness/schema/scenario.ts";
import { FakeGraph, type FakeNode } from "../../runtime/ros2/fake_ros.ts";

export const MS = 1_000_000;

/** A robot with an IMU and wheels; `more` is put at the end. */
export function scene(more = "truth: none", checks = ""): Promise<Scenario> {
  const text = `
name: beside
duration_s: 2
robot: { type: differential, waypoints: [[0, 0], [2, 0]] }
sensors:
  imu:
    type: imu
    rate_hz: 100
    frame_id: base_link
    orientation: {}
    gyroscope_noise_density: 1.0e-3
    accelerometer_noise_density: 1.0e-3
  wheel: { type: wheel, rate_hz: 50, outputs: [wheel_velocity_stamped] }
nodes:
  fusion: { node: fusion, remap: { wheel_velocity: wheel_velocity_stamped } }
checks: { finite: { type: finite }${checks} }
${more}
`;
  return parseScenario(text, { file: "beside.yaml", catalogue: CATALOGUE });
}

/** A machine's clocks that stand still until somebody waits. */
export class FakeMachine implements Clocks {
  ms = 0;
  /** Called whenever time has gone on. */
  onTime: (ms: number) => void = () => {};

  wall(): number {
    return 1_700_000_000_000 + Math.floor(this.ms += 0.01);
  }

  steady(): number {
    return this.ms;
  }

  /** As an alarm. */
  readonly alarm = {
    wake: (): void => {},
    until: async (ms: number): Promise<void> => await this.goTo(ms),
  };

  pause = (seconds: number): Promise<void> => this.goTo(this.ms + seconds * 1000);

  /** In steps of a millisecond, so that hardware speaks in between. */
  async goTo(ms: number): Promise<void> {
    while (this.ms < ms) {
      this.ms = Math.min(this.ms + 1, ms);
      this.onTime(this.ms);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Hardware in memory: an IMU at 100 Hz, wheels at 50 Hz, and their poses, of a robot that stands. */
export class FakeHardware {
  /** Topics that say nothing. */
  readonly silent = new Set<string>();
  /** m/s, along x. */
  speed = 0;
  readonly #tellers: Readonly<Record<string, (message: Message) => void>>;
  #last = 0;

  constructor(readonly node: FakeNode, readonly time: SteadyTime) {
    const teller = (topic: string, type: TypeName, qos = reliable(10)) => {
      const codec = codecOf(type) as Codec;
      const publisher = node.advertise({ topic, type, qos });
      return (message: Message) => publisher.publish(codec.encode(message));
    };
    this.#tellers = {
      "/imu/data": teller("/imu/data", "sensor_msgs/msg/Imu", bestEffort(10)),
      "/wheel_velocity_stamped": teller(
        ...["/wheel_velocity_stamped", "geometry_msgs/msg/TwistWithCovarianceStamped"] as const,
      ),
      "/poses": teller("/poses", "nav_msgs/msg/Odometry"),
    };
  }

  /** Says what is due; call it every millisecond. */
  speak(): void {
    const now = Math.floor(this.time.now() / MS);
    for (let ms = this.#last + 1; ms <= now; ms++) {
      if (ms % 10 === 0) this.#say("/imu/data", imuAt(this.time, ms));
      if (ms % 20 === 0) this.#say("/wheel_velocity_stamped", wheelAt(this.time, ms, this.speed));
      if (ms % 20 === 0) this.#say("/poses", poseAt(this.time, ms, this.speed));
    }
    this.#last = Math.max(this.#last, now);
  }

  #say(topic: string, message: Message): void {
    if (!this.silent.has(topic)) this.#tellers[topic]!(message);
  }
}

const NOISE = RandomTree.root(5).at("hardware");
const covariance = () => Float64Array.from({ length: 36 }, (_, i) => i % 7 === 0 ? 1e-3 : 0);
const variance = () => Float64Array.of(1e-4, 0, 0, 0, 1e-4, 0, 0, 0, 1e-4);

function imuAt(time: SteadyTime, ms: number): Imu {
  const noise = () => 0.01 * NOISE.gaussian();
  return {
    header: { stamp: toTime(ms * MS, time.base), frame_id: "base_link" },
    orientation: { x: 0, y: 0, z: 0, w: 1 },
    orientation_covariance: variance(),
    angular_velocity: { x: noise(), y: noise(), z: noise() },
    angular_velocity_covariance: variance(),
    linear_acceleration: { x: noise(), y: noise(), z: 9.81 + noise() },
    linear_acceleration_covariance: variance(),
  };
}

function wheelAt(time: SteadyTime, ms: number, speed: number): TwistWithCovarianceStamped {
  const zero = { x: 0, y: 0, z: 0 };
  return {
    header: { stamp: toTime(ms * MS, time.base), frame_id: "base_link" },
    twist: { twist: { linear: { ...zero, x: speed }, angular: zero }, covariance: covariance() },
  };
}

function poseAt(time: SteadyTime, ms: number, speed: number): Odometry {
  const { header, twist } = wheelAt(time, ms, speed);
  return {
    ...{ header, child_frame_id: "base_link", twist },
    pose: {
      pose: {
        position: { x: speed * ms * 1e-3, y: 0, z: 0 },
        orientation: { x: 0, y: 0, z: 0, w: 1 },
      },
      covariance: covariance(),
    },
  };
}

/** A session beside fake hardware. */
export interface Stage {
  readonly graph: FakeGraph;
  readonly machine: FakeMachine;
  readonly hardware: FakeHardware;
  readonly session: HilSession;
  readonly said: string[];
  readonly abort: AbortController;
}

/** Plans and meets nobody yet. */
export function stage(
  scenario: Scenario,
  { real = ["imu", "wheel"], sut, waitS = 1 }: {
    real?: string[];
    sut?: string | undefined;
    waitS?: number;
  } = {},
): Stage {
  const graph = new FakeGraph(), machine = new FakeMachine(), said: string[] = [];
  const time = new SteadyTime(undefined, machine), abort = new AbortController();
  const hardware = new FakeHardware(graph.node("/hardware"), time);
  machine.onTime = () => hardware.speak();
  const options: SessionOptions = {
    ...{ ros: graph.node("/dryrun"), scenario, time, waitS, signal: abort.signal },
    plan: planHil(scenario, { real, sut: parseSut(sut) }),
    ...{ onWait: () => {}, say: (line) => said.push(line), pause: machine.pause },
  };
  return { graph, machine, hardware, session: new HilSession(options), said, abort };
}
