/** The laws that every sensor keeps. Each throws at a sensor that breaks it. */
import assert from "#assert";
import { z } from "zod";
import { codecOf } from "../../msgs/cdr.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toNanos } from "../../msgs/time.ts";
import { SENSORS } from "../../sim/sensors/mod.ts";
import { steady } from "../sim/sensors/rig.ts";
import { independentTerms, independentTransport, isNoisy, ownStreams } from "./sensor_noise.ts";
import {
  changed,
  type Emitted,
  lineOf,
  numbersOf,
  parsed,
  record,
  recordOne,
  setupOf,
  type Subject,
} from "./sensor_streams.ts";
import { SUBJECTS } from "./sensor_subjects.ts";

/** What a law is tried on. */
export type Law = (subject: Subject) => void;

const bytesOf = (list: readonly Emitted[]) => list.map(({ hex }) => hex);

function same(now: readonly string[], was: readonly string[], what: string): void {
  const at = now.findIndex((line, i) => line !== was[i]);
  assert.equal(at, -1, `${what}: message ${at} is ${now[at]}, not ${was[at]}`);
  assert.equal(now.length, was.length, what);
}

function stampOf({ message }: Emitted): Nanos | undefined {
  const stamp = message.header?.stamp;
  return stamp === undefined ? undefined : toNanos(stamp, SIMULATED_EPOCH);
}

/** The end of capture `count` at a whole rate: the nearest nanosecond, in integers. */
function exactly(count: number, rateHz: number): Nanos {
  const [above, below] = [BigInt(count) * BigInt(SECOND), BigInt(rateHz)];
  return Number((2n * above + below) / (2n * below));
}

/** Captures at a rate that divides no second evenly: ends and stamps are exact, and increase. */
export function countExactly(subject: Subject, captures: number): void {
  const rate_hz = 30, it = changed(subject, { rate_hz, latency_jitter_ms: 0 });
  const before = subject.kind.stampedBefore?.(parsed(it)) ?? 0;
  const truth = steady({ velocity: [0.5, 0, 0], rate: [0, 0, 0.1], wheels: true });
  const state = it.sensor.init(parsed(it), setupOf("it", it, { truth }));
  let from = 0;
  for (let count = 1; count <= captures; count++) {
    const at = it.sensor.next(state);
    // Exact integers are slow: each capture by the one before, every thousandth by them.
    const wrong = at <= from || Math.abs(at - from - SECOND / rate_hz) > 1 ||
      (count % 1000 === 0 && at !== exactly(count, rate_hz));
    if (wrong) assert.fail(`capture ${count} ends at ${at}, after ${from}`);
    it.sensor.sample(state, truth, from, at, (port, message, deliverAt) => {
      const { header } = message as { header?: { stamp: { sec: number; nanosec: number } } };
      const stamp = header && (header.stamp.sec - 1) * SECOND + header.stamp.nanosec;
      if (stamp !== undefined && stamp !== at - before) {
        assert.fail(`${port} of capture ${count} is stamped ${stamp}, ends at ${at}`);
      }
      if (deliverAt < at) assert.fail(`capture ${count} arrives at ${deliverAt}, ends at ${at}`);
    });
    from = at;
  }
}

function sound({ kind }: Subject, path: string, value: number): void {
  const mayBe = value === Infinity && kind.mayBeInfinite?.test(path);
  assert.ok(Number.isFinite(value) || mayBe, `${path} is ${value}`);
}

/** Symmetric and not negative, or first element −1: not known. */
function soundCovariance(values: ArrayLike<number>, where: string): void {
  const n = Math.sqrt(values.length);
  if (values[0] === -1) return;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const value = values[n * i + j]!;
      assert.equal(value, values[n * j + i], `${where} is symmetric`);
      // Cauchy and Schwarz; on the diagonal: not negative.
      const most = Math.sqrt(values[n * i + i]! * values[n * j + j]!);
      assert.ok(Math.abs(value) <= most * (1 + 1e-9), `${where} ${i} ${j}: ${value}, ${most}`);
    }
  }
}

function covariancesIn(value: unknown, path = ""): [string, ArrayLike<number>][] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, ArrayLike<number>][] =>
    key.endsWith("covariance") && ArrayBuffer.isView(inner)
      ? [[`${path}/${key}`, inner as Float64Array]]
      : covariancesIn(inner, `${path}/${key}`)
  );
}

/** Every law of a sensor. */
export const SENSOR_LAWS: Readonly<Record<string, Law>> = {
  "the same seed gives the same bytes, whoever runs beside it": (subject) => {
    const alone = recordOne(subject).map(lineOf);
    assert.ok(alone.length >= 20, `${alone.length} messages`);
    same(recordOne(subject).map(lineOf), alone, "again");
    // Names on both sides of it, so that others capture before and after.
    const others = Object.fromEntries(
      Object.keys(SENSORS).flatMap((type) =>
        ["a", "z"].map((side) => [`${side}_${type}`, SUBJECTS[type]!])
      ),
    );
    const beside = record({ ...others, twin: subject, it: subject });
    same(beside.it!.map(lineOf), alone, "beside others");
    if (isNoisy(subject)) assert.notDeepEqual(bytesOf(beside.twin!), bytesOf(beside.it!), "a twin");
  },

  "another seed gives other bytes if it is noisy, and the same if it is not": (subject) => {
    const [one, two] = [1, 2].map((seed) => bytesOf(recordOne(subject, { seed })));
    if (isNoisy(subject)) assert.notDeepEqual(two, one);
    else same(two!, one!, "without noise");
  },

  "no term of its noise draws for another": independentTerms,

  "each term of its noise has a stream of its own": ownStreams,

  "delays, losses and errors of stamps change nothing but themselves": independentTransport,

  "captures are counted: their ends and stamps are exact, and increase strictly": (subject) => {
    countExactly(subject, subject.kind.isHeavy ? 500 : 20_000);
    // Stamps that err, by more than a period, still increase.
    const wild = recordOne(changed(subject, { stamp_jitter_ms: 50, rate_hz: 200 }));
    const last = new Map<string, number>();
    for (const one of wild) {
      const stamp = stampOf(one);
      if (stamp === undefined) continue;
      assert.ok(Number.isInteger(stamp) && stamp > (last.get(one.port) ?? -Infinity), `${stamp}`);
      last.set(one.port, stamp);
    }
  },

  "it delivers after the end of the capture, in order": (subject) => {
    for (const more of [{}, { latency_jitter_ms: 60 }, { latency_ms: 0, latency_jitter_ms: 0 }]) {
      const last = new Map<string, number>();
      for (const { port, at, deliverAt } of recordOne(changed(subject, more))) {
        assert.ok(Number.isInteger(at) && Number.isInteger(deliverAt));
        assert.ok(deliverAt >= at, `${port} of ${at} arrives at ${deliverAt}`);
        assert.ok(deliverAt >= (last.get(port) ?? 0), `${port} overtakes at ${deliverAt}`);
        last.set(port, deliverAt);
      }
    }
  },

  "its messages are of the declared types, on absolute topics, in the declared frames": (
    subject,
  ) => {
    for (const more of [{}, { frame_id: "somewhere" }]) {
      const it = changed(subject, more);
      const outputs = it.sensor.outputs(parsed(it), "it"), seen = new Set<string>();
      const topics = Object.values(outputs).map(({ topic }) => topic);
      assert.equal(new Set(topics).size, topics.length, "a topic a port");
      for (const { topic, qos } of Object.values(outputs)) {
        assert.match(topic, /^(\/[a-z][a-z0-9_]*)+$/);
        assert.ok(Number.isInteger(qos.depth) && qos.depth > 0);
        assert.ok(["reliable", "best_effort"].includes(qos.reliability));
        assert.equal(qos.durability, "volatile", "only what never changes is latched");
      }
      for (const { port, message, hex } of recordOne(it)) {
        const { type, frame } = outputs[port]!;
        seen.add(port);
        assert.deepEqual(codecOf(type).decode(Uint8Array.fromHex(hex)), message, type);
        if (message.header !== undefined) assert.equal(message.header.frame_id, frame, port);
      }
      assert.deepEqual([...seen].sort(), Object.keys(outputs).sort(), "every port speaks");
    }
  },

  "its messages own their bytes: what was emitted is not written to again": (subject) => {
    const outputs = subject.sensor.outputs(parsed(subject), "it");
    for (const { port, message, hex } of recordOne(subject)) {
      const now = codecOf(outputs[port]!.type).encode(message as never).toHex();
      assert.equal(now, hex, port);
    }
  },

  "all that it says is finite, and every covariance could be one": (subject) => {
    const keys = Object.keys(parsed(subject));
    for (const more of [{}, { covariance_factor: 3 }, { covariance: "unknown" }]) {
      if (!Object.keys(more).every((key) => keys.includes(key))) continue;
      for (const { port, message } of recordOne(changed(subject, more))) {
        for (const [path, value] of numbersOf(message, port)) sound(subject, path, value);
        for (const [path, values] of covariancesIn(message, port)) soundCovariance(values, path);
      }
    }
  },

  "a capture that passes unmade leaves the others as they are": (subject) => {
    if (subject.sensor.skip === undefined) return; // none passes
    const wild = { latency_jitter_ms: 20, stamp_jitter_ms: 30 };
    const it = changed(subject, { ...wild, dropout: { probability: 0.2, mean_length: 2 } });
    const all = recordOne(it), captures = recordOne(it, { made: (k) => k % 3 === 1 });
    const ends = [...new Set(captures.map(({ at }) => at))];
    assert.ok(ends.length >= 5, `${ends.length} captures`);
    const these = all.filter(({ at }) => ends.includes(at));
    same(captures.map(lineOf), these.map(lineOf), "a third of them");
  },

  "it runs at any rate from 1 to 1000 Hz, as fast as it is told": (subject) => {
    for (const rate_hz of [1, 3, 29.97, 400, 1000]) {
      const seconds = rate_hz < 10 ? 3 : subject.kind.isHeavy ? 0.1 : 0.5;
      const list = recordOne(changed(subject, { rate_hz }), { seconds });
      const counts = new Map<string, number>();
      for (const { port, message } of list) {
        counts.set(port, (counts.get(port) ?? 0) + 1);
        for (const [path, value] of numbersOf(message, port)) sound(subject, path, value);
      }
      assert.ok(counts.size > 0);
      for (const count of counts.values()) {
        assert.equal(count, Math.floor(seconds * rate_hz * (1 + 1e-12)), `${rate_hz} Hz`);
      }
    }
  },

  "its settings are strict and described, its presets state their source": ({ sensor, entry }) => {
    assert.ok(sensor.config.safeParse(entry).success);
    assert.equal(sensor.config.safeParse({ ...entry, surprise: 1 }).success, false);
    assert.equal(sensor.config.safeParse({ ...entry, rate_hz: 0 }).success, false);
    assert.equal(sensor.config.safeParse({ ...entry, rate_hz: NaN }).success, false);
    assert.ok(z.toJSONSchema(sensor.config, { io: "input", unrepresentable: "any" }));
    for (const [preset, { source, values }] of Object.entries(sensor.presets)) {
      // A document or a measurement has a number in it.
      assert.match(source, /\d|an estimate|no error at all/, `${preset}: where it is from`);
      const { type } = entry;
      const result = sensor.config.safeParse({ type, ...values, preset });
      assert.ok(result.success, `${preset}: ${result.error?.message}`);
    }
  },
};
