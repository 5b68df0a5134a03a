/**
 * A node that knows the truth and says it, or lies in one given way: what checks are tried on. It
 * answers each IMU message with odometry whose error was drawn once from the covariance it
 * claims, with its state, and with innovations drawn from theirs.
 */
import { fromRotationVector, multiply, toRotationVector } from "../../core/math/quaternion.ts";
import { RandomTree } from "../../core/math/random.ts";
import { meanRate, newTruthState } from "../../harness/checks/base/truth_state.ts";
import { MILLISECOND, type Nanos, SECOND, type Time } from "../../msgs/time.ts";
import { bestEffort, defineNode, type Io, type NodeDef, reliable } from "../../runtime/node.ts";
import type {
  Detection2DArray,
  DiagnosticStatus,
  MarkerArray,
  Odometry,
} from "../../msgs/types.ts";
import type { Truth } from "../../sim/contract.ts";
import { markersOf } from "../../nodes/cloud/markers.ts";
import { boundsOf, type Thing } from "../harness/checks/labelled_sweeps.ts";
import { z } from "zod";

/** Distance of IMU messages. */
export const TICK: Nanos = 20 * MILLISECOND;
/** Length of the run; the robot drives for the first half and rests in the second. */
export const DURATION: Nanos = 10 * SECOND;

/** Ways to be wrong; none: an honest node. */
export interface Lie {
  /** The position error grows, m/s, always or only while the robot rests. */
  readonly drift?: number;
  readonly driftAtRest?: number;
  /** The heading is off, rad. */
  readonly turned?: number;
  /** Silent from this moment on. */
  readonly silentAfter?: Nanos;
  /** At half time the position steps by this, m. */
  readonly jump?: number;
  /** Every hundredth stamp is that of the message before. */
  readonly stutter?: boolean;
  /** Callbacks take this long. */
  readonly delayMs?: number;
  /** One number is NaN. */
  readonly notFinite?: boolean;
  /** Every number but times is NaN. */
  readonly allNaN?: boolean;
  /** Covariances are said to be this many times what they are. */
  readonly claims?: number;
  /** Innovations' covariances, the same. */
  readonly claimsInnovation?: number;
  /** Innovations repeat themselves. */
  readonly coloured?: boolean;
  /** The mode never changes, changes 0.5 s late, or comes back at once. */
  readonly mode?: "stuck" | "late" | "flaps";
  /** Commands are of this speed in every mode, m/s and rad/s. */
  readonly speed?: number;
  /** Nothing is ever rejected, says the diagnostics. */
  readonly hidesRejections?: boolean;
}

/** Variances of p v θ ω that the error is drawn from. */
const VARIANCE = [1e-4, 4e-4, 1e-4, 1e-4, 1e-4, 4e-4, 4e-6, 1e-6, 9e-6, 1e-6, 1e-6, 1e-6];

/** The speed profile 1 − cos: at rest at 0 and from half time on, on a circle of 3 m. */
export const TRUTH: Truth = {
  start: 0,
  end: DURATION,
  at(at, out) {
    if (!(at >= 0 && at <= DURATION)) throw new RangeError(`truth is not defined at ${at}`);
    const [radius, half] = [3, DURATION / 2 / SECOND];
    const t = Math.min(at / SECOND, half);
    const phase = 2 * Math.PI * t / half;
    const yaw = (t - half * Math.sin(phase) / (2 * Math.PI)) / radius;
    const speed = 1 - Math.cos(phase);
    const gain = 2 * Math.PI / half * Math.sin(phase);
    const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
    out.position.set([radius * s, radius * (1 - c), 0.5]);
    out.orientation.set([Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)]);
    out.velocity.set([speed * c, speed * s, 0]);
    const turn = speed * speed / radius;
    out.acceleration.set([gain * c - turn * s, gain * s + turn * c, 0]);
    out.angularVelocity.set([0, 0, speed / radius]);
    out.angularAcceleration.set([0, 0, gain / radius]);
  },
};

/** Where the middle of a box of 40 pixels is that moves to and fro. */
export function boxPlace(at: Nanos): number {
  return 300 + 100 * Math.sin(at / SECOND);
}

/** A message of one box; `score` is its visibility or how sure its finder is. */
export function boxAt(stamp: Time, place: number, score: number): Detection2DArray {
  const header = { stamp, frame_id: "camera" };
  const zero = { x: 0, y: 0, z: 0 };
  const pose = {
    pose: { position: zero, orientation: { ...zero, w: 1 } },
    covariance: new Float64Array(36),
  };
  const bbox = { center: { position: { x: place, y: 200 }, theta: 0 }, size_x: 40, size_y: 40 };
  const results = [{ hypothesis: { class_id: "cone", score }, pose }];
  return { header, detections: [{ header, results, bbox, id: "" }] };
}

/** From 2.1 s to 5 s it is degraded: a fault of 2 s to 3 s, with hysteresis. */
function modeAt(at: Nanos, lie: Lie["mode"]): string {
  const seconds = at / SECOND;
  if (lie === "stuck") return "nominal";
  const from = lie === "late" ? 2.6 : 2.1, to = lie === "flaps" ? 3.02 : 5;
  return seconds >= from && seconds < to ? "degraded" : "nominal";
}

/** What stands about the robot, and moves with it: a cone and a barrel. */
export const THINGS: readonly Thing[] = [
  { at: [3, 0], label: 5, object: 1 },
  { at: [5, 2], label: 6, object: 2 },
];

/** Room about a thing's points for an error that is honest, m. */
const ROOM = 0.1;

/** Boxes of the things, as far off along x as is said. */
function clustersAt(stamp: Time, off: number): MarkerArray {
  const bounds = THINGS.map((thing) =>
    boundsOf(thing).map((value, i) => value + (i % 3 === 0 ? off : 0) + (i < 3 ? -ROOM : ROOM))
  );
  return markersOf(Float64Array.from(bounds.flat()), { stamp, frame_id: "base_link" });
}

const outputs = {
  clusters: {
    topic: "clusters",
    type: "visualization_msgs/msg/MarkerArray",
    qos: reliable(1),
  },
  command: { topic: "cmd_vel", type: "geometry_msgs/msg/Twist", qos: reliable(1) },
  mode: { topic: "mode", type: "std_msgs/msg/String", qos: reliable(1) },
  detections: {
    topic: "detections",
    type: "vision_msgs/msg/Detection2DArray",
    qos: reliable(1),
  },
  odom: { topic: "odom", type: "nav_msgs/msg/Odometry", qos: reliable(1) },
  state: { topic: "fusion/state", type: "std_msgs/msg/Float64MultiArray", qos: reliable(1) },
  innovation: {
    topic: "fusion/innovation",
    type: "std_msgs/msg/Float64MultiArray",
    qos: reliable(10),
  },
} as const;

/** The node; `seed` draws its error. */
export function witnessNode(lie: Lie, seed: number): NodeDef {
  return defineNode({
    name: "witness",
    params: z.object({}),
    inputs: { imu: { topic: "imu/data", type: "sensor_msgs/msg/Imu", qos: bestEffort(10) } },
    outputs,
    create(_, io) {
      const witness = new Witness(lie, seed, io);
      io.diagnostics(() => witness.diagnose());
      return { imu: ({ header }) => witness.tell(io.nanos(header.stamp)) };
    },
  });
}

class Witness {
  readonly #lie: Lie;
  readonly #io: Io<typeof outputs>;
  readonly #error: number[];
  readonly #noise;
  readonly #truth = newTruthState();
  readonly #rate = new Float64Array(3);
  #previous: Nanos = 0;
  #coloured = 0;
  #count = 0;

  constructor(lie: Lie, seed: number, io: Io<typeof outputs>) {
    this.#lie = lie;
    this.#io = io;
    const tree = RandomTree.root(seed);
    const draw = tree.at("witness/error");
    this.#error = VARIANCE.map((variance) => Math.sqrt(variance) * draw.gaussian());
    this.#noise = tree.at("witness/innovation");
  }

  tell(at: Nanos): void {
    const lie = this.#lie;
    if (at > (lie.silentAfter ?? Infinity)) return;
    this.#count++;
    const stutters = lie.stutter && this.#count % 100 === 0;
    TRUTH.at(at, this.#truth);
    meanRate(TRUTH, { from: this.#previous, to: at }, this.#rate);
    const stamp = stutters ? this.#previous : at;
    this.#previous = at;
    const state = this.#state(at);
    this.#io.publish.odom(this.#odometry(stamp, state));
    const mode = modeAt(at, lie.mode);
    this.#io.publish.mode({ data: mode });
    const speed = this.#broken(lie.speed ?? (mode === "degraded" ? 0.4 : 0.5));
    const zero = { x: 0, y: 0, z: 0 };
    this.#io.publish.command({ linear: { ...zero, x: speed }, angular: { ...zero, z: -speed } });
    const off = state[0]! - this.#truth.position[0]!;
    this.#io.publish.detections(boxAt(this.#io.stamp(stamp), boxPlace(at) + 100 * off, 0.9));
    this.#io.publish.clusters(clustersAt(this.#io.stamp(stamp), off));
    const covariance = VARIANCE.map((variance) => this.#broken(variance * (lie.claims ?? 1)));
    const data = new Float64Array(12 + 144);
    data.set(state);
    covariance.forEach((variance, i) => data[12 + 13 * i] = variance);
    this.#io.publish.state({ layout: { dim: [], data_offset: 0 }, data });
    this.#innovate("mag", [4e-12, 9e-12, 4e-12]);
    this.#innovate("wheel", [1e-4]);
  }

  #broken(value: number): number {
    return this.#lie.allNaN ? NaN : value;
  }

  /** truth ⊞ −error: p v, rotation vector, ω. */
  #state(at: Nanos): Float64Array {
    const { drift = 0, driftAtRest = 0, turned = 0, jump = 0 } = this.#lie;
    const { position, velocity, orientation } = this.#truth;
    const error = this.#error;
    const out = new Float64Array(12);
    for (let i = 0; i < 3; i++) {
      out[i] = position[i]! - error[i]!;
      out[3 + i] = velocity[i]! - error[3 + i]!;
      out[9 + i] = this.#rate[i]! - error[9 + i]!;
    }
    const rest = Math.max(0, at - DURATION / 2) / SECOND;
    out[0]! += drift * at / SECOND + driftAtRest * rest + (at > DURATION / 2 ? jump : 0);
    const back = new Float64Array(4);
    fromRotationVector(back, [6, 7, 8].map((i) => -error[i]!));
    const attitude = new Float64Array(4);
    multiply(attitude, orientation, back);
    fromRotationVector(back, [0, 0, turned]);
    multiply(attitude, back, attitude);
    toRotationVector(attitude, attitude);
    out.set(attitude.subarray(0, 3), 6);
    return out.map((value) => this.#broken(value));
  }

  #odometry(stamp: Nanos, state: Float64Array): Odometry {
    const q = new Float64Array(4);
    fromRotationVector(q, state.subarray(6, 9));
    const vector = (at: number) => ({ x: state[at]!, y: state[at + 1]!, z: state[at + 2]! });
    const { orientation } = this.#truth;
    const yaw = 2 * Math.atan2(orientation[3]!, orientation[0]!);
    const [vx, vy] = [state[3]!, state[4]!];
    const covariance = new Float64Array(36);
    const spread = VARIANCE.map((variance) => this.#broken(variance));
    [0, 1, 2, 6, 7, 8].forEach((from, i) => covariance[7 * i] = spread[from]!);
    if (this.#lie.notFinite) covariance[7] = NaN;
    return {
      header: { stamp: this.#io.stamp(stamp), frame_id: "odom" },
      child_frame_id: "base_link",
      pose: {
        pose: { position: vector(0), orientation: { w: q[0]!, x: q[1]!, y: q[2]!, z: q[3]! } },
        covariance,
      },
      twist: {
        twist: {
          linear: {
            x: Math.cos(yaw) * vx + Math.sin(yaw) * vy,
            y: Math.cos(yaw) * vy - Math.sin(yaw) * vx,
            z: state[5]!,
          },
          angular: { x: this.#broken(0), y: 0, z: this.#truth.angularVelocity[2]! },
        },
        covariance: new Float64Array(36),
      },
    };
  }

  #innovate(sensor: string, variance: readonly number[]): void {
    const { claimsInnovation = 1, coloured } = this.#lie;
    const m = variance.length;
    const data = new Float64Array(2 + m + m * m);
    data.set([m, 1]);
    variance.forEach((value, i) => {
      const drawn = this.#noise.gaussian();
      this.#coloured = 0.8 * this.#coloured + 0.6 * drawn;
      data[2 + i] = this.#broken(Math.sqrt(value) * (coloured ? this.#coloured : drawn));
      data[2 + m + i * m + i] = this.#broken(value * claimsInnovation);
    });
    const dim = [{ label: sensor, size: m, stride: data.length }];
    this.#io.publish.innovation({ layout: { dim, data_offset: 0 }, data });
  }

  diagnose(): DiagnosticStatus[] {
    const { hidesRejections, allNaN, silentAfter = Infinity } = this.#lie;
    if (this.#io.now() > silentAfter) return [];
    const rejected = hidesRejections ? "0" : allNaN ? "NaN" : "3";
    const values = [{ key: "rejected", value: rejected }, { key: "mode", value: "aided" }];
    return [{ level: 0, name: "witness: mag", message: "", hardware_id: "", values }];
  }
}
