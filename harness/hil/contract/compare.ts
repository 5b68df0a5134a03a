/**
 * The contract of a stream: what hardware says of itself beside what simulation says. A difference
 * that a node would not notice, and that would make its results wrong, stops the run.
 */
import type { Qos } from "../../../msgs/message.ts";
import { incompatibility } from "../../../runtime/memory/qos.ts";
import { short } from "../../checks/base/verdict.ts";
import type { Stated } from "./convention.ts";
import type { ImuNoise } from "./noise.ts";
import type { StreamProfile } from "./profile.ts";

/** What is compared; the names that `--accept` takes. */
export const WHAT = [
  ...["publishers", "type", "qos", "messages", "frame_id"],
  ...["rate", "stamp", "covariance", "noise"],
] as const;

/** One line of the table. */
export interface ContractRow {
  /** Of the scenario. */
  readonly sensor: string;
  readonly topic: string;
  /** One of {@linkcode WHAT}. */
  readonly what: string;
  readonly hardware: string;
  readonly simulation: string;
  /** differs: a node copes, or says so; stops: it would fail in silence. */
  readonly verdict: "same" | "differs" | "stops" | "accepted";
  /** What a difference means. */
  readonly why?: string;
}

/** What is known of one stream. */
export interface StreamContract {
  readonly sensor: string;
  readonly topic: string;
  readonly type: string;
  /** As simulation offers it. */
  readonly qos: Qos;
  /** Who publishes it. */
  readonly publishers: readonly {
    readonly node: string;
    readonly type: string;
    readonly qos: Qos;
  }[];
  /** Who reads it, with what they ask for. */
  readonly readers: readonly { readonly name: string; readonly qos: Qos }[];
  readonly hardware: StreamProfile;
  readonly simulation: StreamProfile;
}

/** Rates further apart than this fraction are not the same sensor. */
const RATE_TOLERANCE = 0.2;
/** Noise and variances within this factor are the same part; beyond the second another one. */
const NOISE_FACTOR = 3;
const NOISE_STOPS = 10;
const VARIANCE_FACTOR = 10;
/** Stamps may be this old, or this far ahead, s. */
const AGE_MAX = 0.5;
const AHEAD_MAX = 0.05;

type Row = Omit<ContractRow, "sensor" | "topic">;

/** Every row of one stream, in the order of {@linkcode WHAT}. */
export function compareStream(stream: StreamContract): ContractRow[] {
  const { sensor, topic, hardware } = stream;
  const rows: Row[] = [publishersRow(stream), typeRow(stream), qosRow(stream)];
  const heard = hardware.count > 0;
  rows.push({
    ...{ what: "messages", hardware: String(hardware.count), simulation: "some" },
    ...(heard ? SAME : stops("it says nothing")),
  });
  if (heard) {
    rows.push(frameRow(stream), rateRow(stream), ...stampRow(stream));
    rows.push(...covarianceRows(stream), ...noiseRows(stream));
  }
  return rows.map((row) => ({ sensor, topic, ...row }));
}

/** Rows with what the user accepts: `rate`, `imu.rate`, or `all`. */
export function accepted(
  rows: readonly ContractRow[],
  accept: ReadonlySet<string>,
): ContractRow[] {
  return rows.map((row) => {
    const { what, sensor, verdict } = row;
    const taken = accept.has("all") || accept.has(what) || accept.has(`${sensor}.${what}`);
    return verdict === "stops" && taken ? { ...row, verdict: "accepted" } : row;
  });
}

/** One line a row that stops the run. */
export function stopLines(rows: readonly ContractRow[]): string[] {
  return rows.filter(({ verdict }) => verdict === "stops").map((row) => {
    const { sensor, what, topic, hardware, simulation, why } = row;
    return `contract: ${sensor}.${what}: ${topic} has ${hardware}, simulation ${simulation}: ` +
      `${why} (--accept ${sensor}.${what} runs all the same)`;
  });
}

const SAME = { verdict: "same" } as const;
const stops = (why: string) => ({ verdict: "stops", why }) as const;
const differs = (why: string) => ({ verdict: "differs", why }) as const;

function publishersRow({ publishers }: StreamContract): Row {
  const names = publishers.map(({ node }) => node).join(", ");
  return {
    ...{ what: "publishers", hardware: names || "nobody", simulation: "one" },
    ...(publishers.length === 1 ? SAME : stops("a sensor's topic has one publisher")),
  };
}

function typeRow({ publishers, type }: StreamContract): Row {
  const types = [...new Set(publishers.map((one) => one.type))];
  const same = types.every((one) => one === type);
  return {
    ...{ what: "type", hardware: types.join(", ") || "none", simulation: type },
    ...(same ? SAME : stops("a reader of the simulated type gets nothing")),
  };
}

function qosRow({ publishers, qos, readers }: StreamContract): Row {
  const text = ({ reliability, durability }: Qos) => `${reliability}, ${durability}`;
  const offered = [...new Set(publishers.map((one) => text(one.qos)))];
  const row = { what: "qos", hardware: offered.join("; ") || "none", simulation: text(qos) };
  for (const publisher of publishers) {
    for (const { name, qos: requested } of readers) {
      const reason = incompatibility(publisher.qos, requested);
      if (reason !== undefined) return { ...row, ...stops(`${name} gets nothing: ${reason}`) };
    }
  }
  return { ...row, ...(offered.every((one) => one === text(qos)) ? SAME : differs("readers fit")) };
}

function frameRow({ hardware, simulation }: StreamContract): Row {
  const text = (frames: readonly string[]) => frames.map((name) => `"${name}"`).join(", ") || "–";
  const [real, simulated] = [text(hardware.frames), text(simulation.frames)];
  return {
    ...{ what: "frame_id", hardware: real, simulation: simulated },
    ...(real === simulated ? SAME : stops("its axes and place are not those that /tf_static says")),
  };
}

function rateRow({ hardware, simulation }: StreamContract): Row {
  const text = (hz: number) => hz === 0 ? "unknown" : `${short(hz)} Hz`;
  const off = Math.abs(hardware.hz / simulation.hz - 1);
  return {
    ...{ what: "rate", hardware: text(hardware.hz), simulation: text(simulation.hz) },
    ...(off <= RATE_TOLERANCE ? SAME : stops("noise and limits are tuned for the other rate")),
  };
}

function stampRow({ hardware: { age } }: StreamContract): Row[] {
  if (age === undefined) return [];
  const text = Number.isFinite(age) ? `${short(age)} s old` : "of another epoch";
  const row = { what: "stamp", hardware: text, simulation: `up to ${AGE_MAX} s old` };
  if (age > AGE_MAX) return [{ ...row, ...stops("stamps are of another clock") }];
  return [{ ...row, ...(age < -AHEAD_MAX ? stops("stamps are ahead of the clock") : SAME) }];
}

function covarianceRows({ hardware, simulation }: StreamContract): Row[] {
  return [...simulation.covariances].map(([path, simulated]) => {
    const real = hardware.covariances.get(path);
    const row = {
      what: "covariance",
      hardware: `${path} ${real ? statedText(real) : "missing"}`,
      simulation: statedText(simulated),
    };
    if (real?.convention !== simulated.convention) {
      return { ...row, ...stops("it is weighed otherwise than in simulation") };
    }
    return { ...row, ...statedVerdict(real, simulated) };
  });
}

function statedText({ convention, axes, variances }: Stated): string {
  if (convention !== "stated") return convention;
  return `stated on ${axes.join(" ")}: ${variances.map(short).join(" ")}`;
}

function statedVerdict(real: Stated, simulated: Stated) {
  const shared = simulated.axes.filter((axis) => real.axes.includes(axis));
  const of = ({ axes, variances }: Stated, axis: number) => variances[axes.indexOf(axis)]!;
  const far = shared.some((axis) => isFar(of(real, axis), of(simulated, axis), VARIANCE_FACTOR));
  if (far) return differs(`variances are over a factor ${VARIANCE_FACTOR} apart`);
  const same = real.axes.join() === simulated.axes.join();
  return same ? SAME : differs("other axes are measured");
}

function noiseRows({ hardware, simulation }: StreamContract): Row[] {
  const real = hardware.noise, simulated = simulation.noise;
  if (simulated === undefined || typeof simulated === "string") return [];
  if (real === undefined || typeof real === "string") {
    const why = `not judged: ${real ?? "no samples"}`;
    return [{
      what: "noise",
      hardware: real ?? "–",
      simulation: noiseText(simulated),
      ...differs(why),
    }];
  }
  const row = { what: "noise", hardware: noiseText(real), simulation: noiseText(simulated) };
  const apart = (factor: number) =>
    isFar(real.gyro, simulated.gyro, factor) || isFar(real.accel, simulated.accel, factor);
  if (apart(NOISE_STOPS)) return [{ ...row, ...stops(`over a factor ${NOISE_STOPS} apart`) }];
  return [{ ...row, ...(apart(NOISE_FACTOR) ? differs(`over a factor ${NOISE_FACTOR}`) : SAME) }];
}

function noiseText({ gyro, accel }: ImuNoise): string {
  return `${short(gyro)} rad/s/√Hz, ${short(accel)} m/s²/√Hz`;
}

/** Nothing is far from nothing; something is, however little. */
function isFar(a: number, b: number, factor: number): boolean {
  return a > b * factor || b > a * factor;
}
