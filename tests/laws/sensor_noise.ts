/** Laws of a sensor's noise: what is noisy, and that no term draws for another. */
import assert from "#assert";
import { z } from "zod";
import type { RandomTree } from "../../core/math/random.ts";
import { steady } from "../sim/sensors/rig.ts";
import {
  changed,
  type Emitted,
  lineOf,
  numbersOf,
  parsed,
  recordOne,
  setupOf,
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
  const more: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(subject.kind.terms)) {
    put(more, path, on.includes(path) ? value : 0);
  }
  return changed(changed(subject, { rate_hz: 50, ...subject.kind.linear }), more);
}

/** Whether its settings make any noise. */
export function isNoisy(subject: Subject): boolean {
  const config = parsed(subject);
  if (subject.kind.isSilent?.(config)) return false;
  return Object.keys(subject.kind.terms).some((path) => {
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

/** Every number that a subject measures over a run, by port and field. */
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

/** What is different, by port and field. */
function effectOf(
  on: Map<string, number[]>,
  off: Map<string, number[]>,
): Map<string, number[]> {
  return new Map([...off].map(([path, values]) => {
    const now = on.get(path)!;
    assert.equal(now.length, values.length, "as many messages");
    return [path, now.map((value, i) => value - values[i]!)];
  }));
}

/** Each term by itself, against none. */
function effectsAlone(subject: Subject) {
  const clean = columns(withTerms(subject, []));
  const names = Object.keys(subject.kind.terms);
  const effects = names.map((name) =>
    [name, effectOf(columns(withTerms(subject, [name])), clean)] as const
  );
  for (const [name, effect] of effects) {
    const moved = [...effect.values()].some((values) => size(values) > 0);
    assert.ok(moved, `${name} does nothing`);
  }
  return { clean, effects };
}

/**
 * Noise adds up: what a term does beside another is what it does alone, and where it is almost
 * nothing it changes almost nothing. A draw that hangs on whether another term is on breaks one or
 * the other: the noise that comes out instead is off by √2 of itself.
 */
export function independentTerms(subject: Subject): void {
  if (subject.kind.isSilent?.(parsed(subject))) return; // its terms do nothing
  const { clean, effects } = effectsAlone(subject), names = effects.map(([name]) => name);
  for (const [i, [a, first]] of effects.entries()) {
    for (const [b, second] of effects.slice(i + 1)) {
      const both = effectOf(columns(withTerms(subject, [a, b])), clean);
      for (const [path, values] of both) {
        const one = first.get(path)!, other = second.get(path)!;
        const off = size(values.map((value, n) => value - one[n]! - other[n]!));
        // Four roundings, each of deviation q/√12.
        const rounding = 1e-12 * size(clean.get(path)!) +
          (subject.kind.rounding ?? 0) * Math.sqrt(values.length / 3);
        const effect = size(one) + size(other);
        const told = `${path}: ${a} and ${b} together are off by ${off}, alone ${effect}`;
        assert.ok(off <= 0.05 * effect + rounding, told);
      }
    }
    const rest = withTerms(subject, names.filter((name) => name !== a));
    const hint: Record<string, unknown> = {};
    put(hint, a, 1e-9 * subject.kind.terms[a]!);
    const loud = columns(rest), quiet = effectOf(columns(changed(rest, hint)), loud);
    for (const [path, values] of quiet) {
      const told = `${path}: almost none of ${a} changes it by ${size(values)}`;
      assert.ok(size(values) <= 1e-6 * (1e-3 + size(loud.get(path)!)), told);
    }
  }
}

/** A tree that notes which streams are opened. */
function noting(tree: RandomTree, prefix: string, seen: string[]): RandomTree {
  const noted = {
    at(path: string) {
      seen.push(prefix + path);
      return tree.at(path);
    },
    under: (name: string) => noting(tree.under(name), `${prefix}${name}/`, seen),
  };
  return noted as unknown as RandomTree;
}

/** A stream begins anew each time that it is opened: opened twice, two terms have the same noise. */
export function ownStreams(subject: Subject): void {
  const all = withTerms(subject, Object.keys(subject.kind.terms)), seen: string[] = [];
  const setup = setupOf("it", all, { truth: TURNING });
  const state = all.sensor.init(parsed(all), { ...setup, rng: noting(setup.rng, "", seen) });
  for (let from = 0, n = 0; n < 5; n++) {
    const to = all.sensor.next(state);
    all.sensor.sample(state, TURNING, from, to, () => {});
    from = to;
  }
  const twice = seen.filter((path, i) => seen.indexOf(path) !== i);
  assert.deepEqual(twice, [], "opened twice");
  const { length } = Object.keys(subject.kind.terms);
  assert.ok(seen.length >= length, `${seen.length} streams for ${length} terms`);
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
