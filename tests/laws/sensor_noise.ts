/** Laws of a sensor's noise: what is noisy, and that no term draws for another. */
import assert from "#assert";
import { z } from "zod";
import { steady } from "../sim/sensors/rig.ts";
import {
  changed,
  type Emitted,
  lineOf,
  numbersOf,
  parsed,
  recordOne,
  type Subject,
} from "./sensor_streams.ts";

/** Settings with a value at a path such as "orientation.yaw_sd_rad". */
function put(settings: Record<string, unknown>, path: string, value: unknown): void {
  const [head, ...rest] = path.split(".") as [string, ...string[]];
  if (rest.length === 0) settings[head] = value;
  else put((settings[head] ??= {}) as Record<string, unknown>, rest.join("."), value);
}

function valueAt(settings: unknown, path: string): unknown {
  return path.split(".").reduce(
    (value: unknown, key) => (value as Record<string, unknown> | undefined)?.[key],
    settings,
  );
}

/** A subject with these terms at their values, the others of its terms 0. */
function withTerms(subject: Subject, on: readonly string[]): Subject {
  const more = {};
  for (const [path, value] of Object.entries(subject.terms)) {
    put(more, path, on.includes(path) ? value : 0);
  }
  return changed(subject, { rate_hz: 50, ...subject.linear, ...more });
}

/** Whether its settings make any noise. */
export function isNoisy(subject: Subject): boolean {
  const config = parsed(subject);
  return Object.keys(subject.terms).some((path) => {
    const value = valueAt(config, path);
    return [value].flat().some((one) => typeof one === "number" && one > 0);
  });
}

/** Paths of a sensor's settings whose names say noise, from its JSON Schema. */
export function noiseNames(sensor: Subject["sensor"], pattern: RegExp): string[] {
  type Schema = { properties?: Record<string, Schema> };
  const walk = ({ properties = {} }: Schema, prefix: string): string[] =>
    Object.entries(properties).flatMap(([name, inner]) => [
      ...(pattern.test(name) && inner.properties === undefined ? [prefix + name] : []),
      ...walk(inner, `${prefix}${name}.`),
    ]);
  return walk(z.toJSONSchema(sensor.config, { io: "input", unrepresentable: "any" }) as Schema, "");
}

/** What moves every axis, so that errors of scale show. */
const TURNING = steady({ velocity: [0.5, 0.1, 0.2], rate: [0.2, -0.1, 0.3], wheels: true });

/** Every number that a subject measures over a run, by port and field: a column each. */
function columns(subject: Subject): Map<string, number[]> {
  const out = new Map<string, number[]>();
  for (const { port, message } of recordOne(subject, { seconds: 1, truth: TURNING })) {
    for (const [field, inner] of Object.entries(message)) {
      const column = out.get(`${port}/${field}`) ?? [];
      out.set(`${port}/${field}`, column);
      for (const [path, value] of numbersOf(inner)) {
        if (!path.includes("covariance")) column.push(value);
      }
    }
  }
  return out;
}

const size = (values: readonly number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

function minus(a: readonly number[], b: readonly number[]): number[] {
  assert.equal(a.length, b.length, "as many messages");
  return a.map((value, i) => value - b[i]!);
}

/**
 * Noise adds up: what a term does beside another is what it does alone. A draw that hangs on
 * whether another term is on gives other noise, which is off by √2 of itself.
 */
export function independentTerms(subject: Subject): void {
  const names = Object.keys(subject.terms);
  const clean = columns(withTerms(subject, []));
  const alone = new Map(names.map((name) => [name, columns(withTerms(subject, [name]))]));
  const effect = (name: string, path: string) =>
    minus(alone.get(name)!.get(path)!, clean.get(path)!);
  for (const name of names) {
    const moved = [...clean.keys()].some((path) => size(effect(name, path)) > 0);
    assert.ok(moved, `${name} does nothing`);
  }
  for (const [i, a] of names.entries()) {
    for (const b of names.slice(i + 1)) {
      const both = columns(withTerms(subject, [a, b]));
      for (const path of clean.keys()) {
        const first = effect(a, path), second = effect(b, path);
        const together = minus(both.get(path)!, clean.get(path)!);
        const off = size(together.map((value, n) => value - first[n]! - second[n]!));
        const rounding = 1e-12 * size(clean.get(path)!);
        assert.ok(
          off <= 0.05 * (size(first) + size(second)) + rounding,
          `${path}: ${a} and ${b} together are off by ${off}, alone ${size(first)}, ${
            size(second)
          }`,
        );
      }
    }
  }
}

/** What a message says but for its stamp. */
const content = ({ port, message }: Emitted) => JSON.stringify([port, numbersOf(message)]);

/** Transport and clock are no part of what is measured: switched on they change only themselves. */
export function independentTransport(subject: Subject): void {
  const calm = { latency_jitter_ms: 0, stamp_jitter_ms: 0, dropout: { probability: 0 } };
  const plain = recordOne(changed(subject, calm));
  const late = recordOne(changed(subject, { ...calm, latency_jitter_ms: 30 }));
  assert.deepEqual(late.map(({ hex }) => hex), plain.map(({ hex }) => hex), "latency");
  assert.notDeepEqual(late.map(lineOf), plain.map(lineOf));
  const jittered = recordOne(changed(subject, { ...calm, stamp_jitter_ms: 0.5 }));
  assert.deepEqual(jittered.map(content), plain.map(content), "errors of stamps");
  const dropout = { probability: 0.2, mean_length: 2 };
  const lossy = recordOne(changed(subject, { ...calm, dropout }));
  const kept = new Set(lossy.map(({ at }) => at));
  assert.ok(kept.size > 0 && lossy.length < 0.9 * plain.length, `${lossy.length} are left`);
  const wanted = plain.filter(({ at }) => kept.has(at));
  assert.deepEqual(lossy.map(lineOf), wanted.map(lineOf), "losses, of whole captures");
}
