/** Runs the fusion node, as it comes, on a simulated robot whose sensors are as bad as real ones. */
import { CATALOGUE } from "../../harness/catalogue.ts";
import { parseScenario } from "../../harness/schema/scenario.ts";
import { simulationOf } from "../../harness/schema/sim_config.ts";
import * as quaternion from "../../core/math/quaternion.ts";
import type { Message } from "../../msgs/message.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toNanos } from "../../msgs/time.ts";
import type { DiagnosticStatus, Imu, Odometry } from "../../msgs/types.ts";
import { NODES } from "../../nodes/mod.ts";
import { Executor } from "../../runtime/executor.ts";
import { hostNode } from "../../runtime/host.ts";
import { MemoryBus } from "../../runtime/memory.ts";
import type { Publisher } from "../../runtime/memory/topic.ts";
import type { Truth } from "../../sim/contract.ts";
import { truthState } from "../../sim/robots/knot_truth.ts";

const DEG = Math.PI / 180;

/** Changes a message of a topic on its way to the node. */
export type Edit = (topic: string, message: Message, at: Nanos) => Message;

/** What came of it: errors over all odometry behind the settling time. Degrees and metres. */
export interface Stress {
  readonly yawRms: number;
  readonly yawMax: number;
  readonly inclinationRms: number;
  /** Root mean square of the error of yaw over its stated deviation. */
  readonly yawSigmas: number;
  /** Horizontal, of the position as it is. */
  readonly positionRms: number;
  readonly stepsOver5Sigma: number;
  /** Least stated deviation of yaw. */
  readonly yawSdLeast: number;
  readonly diagnostics: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Runs a scenario's robot past the node with default parameters, plus `params`. */
export async function stress(
  yaml: string,
  { seed = 1, settleS = 3, edit = (_, message) => message, params = {} }: {
    seed?: number;
    settleS?: number;
    edit?: Edit;
    params?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<Stress> {
  const scenario = await parseScenario(yaml, { file: "stress.yaml", catalogue: CATALOGUE });
  const simulation = simulationOf(scenario, { seed, durationNs: scenario.durationNs });
  const executor = new Executor(), bus = new MemoryBus(executor);
  const publishers: Record<string, Publisher> = {};
  for (const [topic, { type, qos }] of Object.entries(simulation.topics)) {
    publishers[topic] = bus.advertise({ topic, type, qos, by: "simulator" });
  }
  executor.addSource({
    name: "simulator",
    next: () => simulation.next(),
    step: () =>
      simulation.step((topic, message, at) =>
        publishers[topic]!.publish(edit(topic, message, at), at)
      ),
  });
  const errors = new Errors(simulation.truth, settleS * SECOND);
  bus.observe(({ name }) =>
    name === "/odom" ? (message) => errors.see(message as Odometry) : undefined
  );
  const node = await hostNode(NODES.fusion!, bus, { params });
  await executor.run();
  const diagnostics = node.diagnostics();
  node.close();
  bus.close();
  return errors.result(diagnostics);
}

class Errors {
  readonly #truth: Truth;
  readonly #settle: Nanos;
  readonly #state = truthState();
  readonly #error = new Float64Array(4);
  #count = 0;
  #yaw = 0;
  #yawMax = 0;
  #sigmas = 0;
  #inclination = 0;
  #position = 0;
  #steps = 0;
  #least = Infinity;
  #last: Odometry | undefined;

  constructor(truth: Truth, settle: Nanos) {
    this.#truth = truth;
    this.#settle = settle;
  }

  see(message: Odometry): void {
    const at = toNanos(message.header.stamp, SIMULATED_EPOCH);
    const { pose: { position, orientation: q }, covariance } = message.pose;
    if (this.#last !== undefined) this.#steps += isStep(this.#last, message) ? 1 : 0;
    this.#last = message;
    if (at < this.#settle) return;
    this.#truth.at(at, this.#state);
    const error = this.#error, truth = this.#state;
    quaternion.conjugate(error, truth.orientation);
    quaternion.multiply(error, [q.w, q.x, q.y, q.z], error);
    const yaw = 2 * Math.atan2(error[3]!, error[0]!);
    const wrapped = Math.atan2(Math.sin(yaw), Math.cos(yaw));
    const inclination = 2 * Math.acos(Math.min(1, Math.hypot(error[0]!, error[3]!)));
    const [x, y] = [position.x - truth.position[0]!, position.y - truth.position[1]!];
    this.#count++;
    this.#yaw += wrapped * wrapped;
    this.#yawMax = Math.max(this.#yawMax, Math.abs(wrapped));
    this.#sigmas += wrapped * wrapped / covariance[35]!;
    this.#inclination += inclination * inclination;
    this.#position += x * x + y * y;
    this.#least = Math.min(this.#least, Math.sqrt(covariance[35]!));
  }

  result(statuses: readonly DiagnosticStatus[]): Stress {
    const rms = (sum: number) => Math.sqrt(sum / this.#count);
    return {
      yawRms: rms(this.#yaw) / DEG,
      yawMax: this.#yawMax / DEG,
      inclinationRms: rms(this.#inclination) / DEG,
      yawSigmas: rms(this.#sigmas),
      positionRms: rms(this.#position),
      stepsOver5Sigma: this.#steps,
      yawSdLeast: this.#least / DEG,
      diagnostics: new Map(
        statuses.map(({ name, values }) => [name, new Map(values.map((v) => [v.key, v.value]))]),
      ),
    };
  }
}

/** Does the position move further than its velocity before carries it, by over 5 sigma? */
function isStep(from: Odometry, to: Odometry): boolean {
  const dt = (toNanos(to.header.stamp, from.header.stamp)) / SECOND;
  const { w, x, y, z } = from.pose.pose.orientation, { linear } = from.twist.twist;
  const carried = new Float64Array(3);
  quaternion.rotate(carried, [w, x, y, z], [linear.x * dt, linear.y * dt, linear.z * dt]);
  return (["x", "y", "z"] as const).some((axis, i) => {
    const off = to.pose.pose.position[axis] - from.pose.pose.position[axis] - carried[i]!;
    const sigma = Math.sqrt(from.pose.covariance[7 * i]!) +
      dt * Math.sqrt(Math.max(...[0, 7, 14].map((k) => from.twist.covariance[k]!)));
    // Shaking of 5 m/s² moves it too, and is not told by a velocity.
    return Math.abs(off) > 5 * sigma + 2.5 * dt * dt;
  });
}

/** An on-board AHRS whose yaw leaves the truth by tens of degrees, in minutes and in seconds. */
export const wanderingYaw: Edit = (topic, message, at) => {
  if (topic !== "/imu/data") return message;
  const t = at / SECOND;
  const yaw = (30 * Math.sin(t / 14) + 12 * Math.sin(t / 5) + 0.1 * t) * DEG;
  return turned(message as Imu, [0, 0, yaw]);
};

/** An orientation that is wrong by a rotation about the world's axes. */
export function turned(message: Imu, rotation: readonly [number, number, number]): Imu {
  const { w, x, y, z } = message.orientation, q = new Float64Array(4);
  quaternion.fromRotationVector(q, rotation);
  quaternion.multiply(q, q, [w, x, y, z]);
  return { ...message, orientation: { w: q[0]!, x: q[1]!, y: q[2]!, z: q[3]! } };
}
