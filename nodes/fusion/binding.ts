/** Between the topics and the filter: stamps, frames, counters, warnings and what is published. */
import { FusionFilter } from "../../core/fusion/filter.ts";
import { RECORD } from "../../core/fusion/event.ts";
import type { FusionSettings } from "../../core/fusion/settings.ts";
import type { MessageOf } from "../../msgs/message.ts";
import type { Io, StaticTransform, Tagged } from "../../runtime/node.ts";
import { type InputCounts, type InputName, newInputCounts, Report } from "./diagnostics.ts";
import { Frames } from "./frames.ts";
import { type FusionParams } from "./params.ts";
import { innovationOf, odometryOf, stateOf, transformOf } from "./publish.ts";
import { hasNegativeVariance, readImu, readMag, readWheel, type Unusable } from "./read.ts";
import { settingsOf, updateSettings, waitForStart } from "./settings.ts";
import { Warnings } from "./warnings.ts";

type ImuMessage = MessageOf<"sensor_msgs/msg/Imu">;
type MagMessage = MessageOf<"sensor_msgs/msg/MagneticField">;
/** A wheel message with its type. */
export type WheelMessage = Tagged<
  | "geometry_msgs/msg/Twist"
  | "geometry_msgs/msg/TwistStamped"
  | "geometry_msgs/msg/TwistWithCovarianceStamped"
>;
interface Messages {
  imu: ImuMessage;
  mag: MagMessage;
  wheel: WheelMessage;
}

/** Outputs of the node. */
export type FusionIo = Io<{
  odom: { topic: string; type: "nav_msgs/msg/Odometry"; qos: never };
  tf: { topic: string; type: "tf2_msgs/msg/TFMessage"; qos: never };
  state: { topic: string; type: "std_msgs/msg/Float64MultiArray"; qos: never };
  innovation: { topic: string; type: "std_msgs/msg/Float64MultiArray"; qos: never };
}>;

/** See the file's head. */
export class Binding {
  /** As asked for, and as they are used: what waits for a start keeps its first value. */
  #asked: FusionParams;
  #params: FusionParams;
  readonly #io: FusionIo;
  readonly #settings: FusionSettings;
  readonly #filter: FusionFilter;
  readonly #frames: Frames;
  readonly #warnings: Warnings;
  readonly #record = new Float64Array(RECORD);
  readonly #counts: Record<InputName, InputCounts> = {
    imu: newInputCounts(),
    mag: newInputCounts(),
    wheel: newInputCounts(),
  };
  readonly #lastStamp: Record<InputName, number> = {
    imu: -Infinity,
    mag: -Infinity,
    wheel: -Infinity,
  };
  /** Messages whose frame isn't known yet. */
  #held: { input: InputName; message: Messages[InputName]; receivedAt: number }[] = [];
  #stopWaiting: (() => void) | undefined;

  constructor(params: FusionParams, io: FusionIo) {
    this.#asked = this.#params = params;
    this.#io = io;
    this.#settings = settingsOf(params);
    this.#frames = new Frames(io as unknown as Io, params);
    this.#warnings = new Warnings(io.log, this.#settings);
    this.#filter = new FusionFilter(this.#settings, {
      output: (time) => this.#publish(time),
      innovation: (sensor, innovation, variance, accepted) => {
        if (!this.#params.publish_debug) return;
        io.publish.innovation(innovationOf(sensor, innovation, variance, accepted));
      },
    });
    const report = new Report(this.#filter, this.#counts);
    io.diagnostics(() => report.statuses());
    io.onParams((next) => this.#retune(next as FusionParams));
  }

  #retune(next: FusionParams): void {
    const waiting = waitForStart(this.#asked, next);
    this.#asked = next;
    if (waiting.length > 0) {
      this.#io.log.warn(`${waiting.join(", ")}: a change counts when the node starts again`);
    }
    // Mounts are in the base frame of the start, so what is published has to be too.
    this.#params = { ...next, base_frame: this.#params.base_frame };
    updateSettings(this.#settings, next);
    this.#frames.requireTf = next.require_tf;
    this.#filter.retune();
  }

  /** Takes a message in, now or once its frame is known. */
  take<I extends InputName>(input: I, message: Messages[I], receivedAt: number): void {
    if (input === "mag" && !this.#settings.heading.useMag) return;
    if (input === "wheel" && !this.#settings.wheel.enabled) return;
    this.#counts[input].received++;
    if (this.#held.length > 0) this.#release();
    const frame = frameOf(input, message);
    const mount = this.#frames.of(frame, input);
    if (mount === "refused") this.#counts[input].refusedFrame++;
    else if (mount === "wait") this.#hold(input, message, receivedAt);
    else this.#fuse(input, message, receivedAt, mount);
  }

  #hold(input: InputName, message: Messages[InputName], receivedAt: number): void {
    this.#held.push({ input, message, receivedAt });
    this.#stopWaiting ??= this.#io.every(50, () => this.#release(), "realtime");
  }

  /** Fuses, in their order, what was held and now has a frame. */
  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const entry of held) {
      const mount = this.#frames.of(frameOf(entry.input, entry.message), entry.input);
      if (mount === "wait") this.#held.push(entry);
      else if (mount === "refused") this.#counts[entry.input].refusedFrame++;
      else this.#fuse(entry.input, entry.message, entry.receivedAt, mount);
    }
    if (this.#held.length > 0) return;
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  #fuse(
    input: InputName,
    message: Messages[InputName],
    receivedAt: number,
    mount: StaticTransform,
  ): void {
    const counts = this.#counts[input];
    const stamp = this.#stampOf(input, message, receivedAt);
    if (stamp === undefined) return;
    if (input === "imu") this.#warnings.heard(receivedAt, stamp);
    if (stamp < this.#lastStamp[input]) counts.backward++;
    this.#lastStamp[input] = stamp;
    const unusable = this.#read(input, message, stamp, mount);
    if (unusable === "not finite") counts.notFinite++;
    else if (unusable === "not measured") counts.notMeasured++;
    if (unusable !== undefined) return;
    if (hasNegativeVariance(this.#record)) counts.negativeVariance++;
    this.#warnings.covariance(input, this.#record);
    const taken = this.#filter.add(this.#record);
    if (taken === "late") counts.late++;
    else if (taken === "reordered") counts.reordered++;
    else if (taken === "future") counts.future++;
    else if (taken === "reset") {
      this.#io.log.warn(`imu: stamps went back by more than ${this.#params.history} s: time reset`);
    }
  }

  /** The stamp in nanoseconds; undefined, and counted, where it is not set or out of range. */
  #stampOf(
    input: InputName,
    message: Messages[InputName],
    receivedAt: number,
  ): number | undefined {
    if (input === "wheel" && (message as WheelMessage).type === "geometry_msgs/msg/Twist") {
      this.#warnings.clocks(receivedAt);
      return receivedAt;
    }
    const { stamp } = headerOf(input, message)!;
    if (stamp.sec === 0 && stamp.nanosec === 0) {
      this.#counts[input].unset++;
      return undefined;
    }
    try {
      return this.#io.nanos(stamp);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#counts[input].badStamp++;
      this.#io.log.warn(`${input}: ${error.message}; such messages are dropped`, `stamp ${input}`);
      return undefined;
    }
  }

  #read(
    input: InputName,
    message: Messages[InputName],
    stamp: number,
    mount: StaticTransform,
  ): Unusable {
    const r = this.#record;
    if (input === "imu") {
      this.#settings.imu.leverArm = mount.translation;
      return readImu(r, message as ImuMessage, stamp, mount);
    }
    if (input === "mag") return readMag(r, message as MagMessage, stamp, mount);
    const { type, msg } = message as WheelMessage;
    const [w, x, y, z] = mount.rotation;
    const { wheel } = this.#settings;
    wheel.axis = [1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)];
    wheel.leverArm = mount.translation;
    if (type === "geometry_msgs/msg/Twist") return readWheel(r, msg, undefined, stamp, mount);
    if (type === "geometry_msgs/msg/TwistStamped") {
      return readWheel(r, msg.twist, undefined, stamp, mount);
    }
    return readWheel(r, msg.twist.twist, msg.twist.covariance, stamp, mount);
  }

  #publish(time: number): void {
    const { publish } = this.#io;
    const { state } = this.#filter;
    const odometry = odometryOf(state, this.#io.stamp(time), this.#params);
    publish.odom(odometry);
    if (this.#params.publish_tf) publish.tf(transformOf(odometry));
    if (this.#params.publish_debug) publish.state(stateOf(state));
  }
}

function headerOf(input: InputName, message: Messages[InputName]) {
  if (input !== "wheel") return (message as ImuMessage | MagMessage).header;
  const wheel = message as WheelMessage;
  return wheel.type === "geometry_msgs/msg/Twist" ? undefined : wheel.msg.header;
}

function frameOf(input: InputName, message: Messages[InputName]): string {
  return headerOf(input, message)?.frame_id ?? "";
}
