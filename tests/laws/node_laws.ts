/** The laws that every node keeps. Each throws at a node that breaks it. */
import assert from "#assert";
import fc from "fast-check";
import { codecOf } from "../../msgs/cdr.ts";
import type { Message, TypeName } from "../../msgs/message.ts";
import { MILLISECOND, type Nanos, SECOND } from "../../msgs/time.ts";
import { zeroOf } from "../../msgs/zero.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { describeParams, parseParams } from "../../runtime/params.ts";
import { topicsOf } from "../../runtime/memory/node_topics.ts";
import { type TestHost, testHost } from "../../runtime/test_host.ts";
import { anything, flooded, misdated, plausible, type Send } from "./node_streams.ts";

/** What a law is tried on. */
export type Law = (def: NodeDef) => Promise<void> | void;

/** Every choice of types, so that a list of types is tried with each. */
function* typeChoices(def: NodeDef): Generator<Record<string, TypeName>> {
  const lists = Object.entries(topicsOf(def).inputs).map(([key, { types }]) =>
    [key, types] as const
  );
  const most = Math.max(1, ...lists.map(([, types]) => types.length));
  for (let i = 0; i < most; i++) {
    yield Object.fromEntries(lists.map(([key, types]) => [key, types[i % types.length]!]));
  }
}

/** Three seconds of a plausible robot, all inputs at 100 Hz, their types as chosen. */
function drive(types: Record<string, TypeName>, from: Nanos = 0, phase = 0): Send[] {
  const sends: Send[] = [];
  for (let tick = 1; tick <= 300; tick++) {
    const at = from + tick * 10 * MILLISECOND;
    for (const [input, type] of Object.entries(types)) {
      sends.push({ input, message: plausible(type, at, phase), at });
    }
  }
  return sends;
}

async function feed(host: TestHost, sends: readonly Send[]): Promise<void> {
  for (const { input, message, at } of sends) {
    const wait = (at - host.now) / MILLISECOND;
    if (wait > 0) await host.advance(wait);
    await host.send(input, message);
  }
}

/** Nothing went wrong that a node could have prevented. */
function requireHealthy(host: TestHost): void {
  const found = host.errors.map(({ at, where, error }) => `${where} at ${at} ns: ${error}`);
  assert.deepEqual(found.slice(0, 3), [], "its handlers threw");
  assert.equal(host.counters.strays, 0, "it did something outside of any callback");
}

/** Everything that was published, as bytes, so that −0, NaN and types count. */
function bytesOf(def: NodeDef, host: TestHost): string[] {
  return host.published.map(({ output, message, at }) => {
    const codec = codecOf(def.outputs[output]!.type);
    const hex = [...codec.encode(message as never)].map((byte) =>
      byte.toString(16).padStart(2, "0")
    );
    return `${at} ${output} ${hex.join("")}`;
  });
}

/** Runs a node over what `sends` makes for each choice of types; it must stay healthy. */
async function survives(def: NodeDef, sends: (types: Record<string, TypeName>) => Send[]) {
  for (const types of typeChoices(def)) {
    const host = await testHost(def, {}, { types });
    await feed(host, sends(types));
    await feed(host, drive(types, host.now));
    requireHealthy(host);
    await host.close();
  }
}

function sendsOf(
  types: Record<string, TypeName>,
  make: (type: TypeName, at: Nanos) => Message[],
): Send[] {
  let at = 0;
  return Object.entries(types).flatMap(([input, type]) =>
    make(type, at += SECOND).map((message, i) => ({ input, message, at: at + i * MILLISECOND }))
  );
}

/** The laws by name. */
export const NODE_LAWS: Readonly<Record<string, Law>> = {
  "its defaults are parameters, each described": (def) => {
    const defaults = parseParams(def.params, {}, def.name);
    assert.equal(typeof defaults, "object");
    for (const { name, type } of describeParams(def.params)) assert.ok(name && type);
  },

  "its names are ROS names, its inputs no truth, its outputs no inputs": (def) => {
    const { inputs, outputs } = topicsOf(def, { namespace: "/law" });
    const read = new Set(Object.values(inputs).map(({ topic }) => topic));
    for (const { topic, qos } of Object.values(outputs)) {
      assert.ok(!read.has(topic), `${topic} is read and written`);
      assert.ok(
        Number.isSafeInteger(qos.depth) && qos.depth > 0,
        `${topic} has depth ${qos.depth}`,
      );
    }
  },

  "without any message it lives and does not throw": async (def) => {
    const host = await testHost(def);
    await host.advance(100_000);
    requireHealthy(host);
    assert.ok(host.diagnostics().every(({ level }) => level >= 0 && level <= 3));
    await host.close();
  },

  "it handles a plausible robot, writes to no message, publishes its types": async (def) => {
    for (const types of typeChoices(def)) {
      const host = await testHost(def, {}, { types });
      await feed(host, drive(types));
      requireHealthy(host);
      assert.equal(bytesOf(def, host).length, host.published.length);
      const silent = Object.keys(def.outputs).length > 0 && host.published.length === 0;
      assert.ok(!silent, "it said nothing about it");
      await host.close();
    }
  },

  "the same messages give the same bytes, whoever else runs beside it": async (def) => {
    for (const types of typeChoices(def)) {
      const alone = await testHost(def, {}, { types });
      const sends = drive(types);
      await feed(alone, sends);
      const [one, two] = [await testHost(def, {}, { types }), await testHost(def, {}, { types })];
      const others = drive(types, 0, 1.5);
      for (const [i, send] of sends.entries()) {
        await feed(one, [send]);
        await feed(two, [others[i]!]);
      }
      assert.deepEqual(bytesOf(def, one), bytesOf(def, alone));
      for (const host of [alone, one, two]) await host.close();
    }
  },

  "it starts late, in the middle of a stream": async (def) => {
    for (const types of typeChoices(def)) {
      const host = await testHost(def, {}, { types, start: 5000 * SECOND });
      await feed(host, drive(types, host.now + 7));
      requireHealthy(host);
      await host.close();
    }
  },

  "it lives through messages that are empty, NaN, infinite or huge": (def) =>
    survives(def, (types) =>
      sendsOf(types, (type, at) => [
        zeroOf(type),
        ...[NaN, Infinity, -Infinity, 1e300, -1e300, 1e-310, 0].map((x) => flooded(type, at, x)),
      ])),

  "it lives through any message of its types": (def) =>
    survives(
      def,
      (types) => sendsOf(types, (type) => fc.sample(anything(type), { numRuns: 200, seed: 1 })),
    ),

  "it lives through stamps that go backward, repeat and jump": (def) =>
    survives(
      def,
      (types) => sendsOf(types, (type) => fc.sample(misdated(type), { numRuns: 200, seed: 1 })),
    ),

  "after its end it says nothing": async (def) => {
    for (const types of typeChoices(def)) {
      const host = await testHost(def, {}, { types });
      const sends = drive(types);
      await feed(host, sends.slice(0, 150 * Object.keys(types).length));
      await host.close();
      const before = host.published.length;
      await feed(host, sends.slice(150 * Object.keys(types).length));
      await host.advance(10_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(host.published.length, before);
      assert.equal(host.counters.refused, 0, "it still tried to");
    }
  },

  "it takes back its own defaults while it runs, and no nonsense": async (def) => {
    const host = await testHost(def);
    const nonsense = await host.setParams({ no_such_parameter_at_all: 1 });
    assert.equal(nonsense.ok, false);
    for (const { name, type, default: value } of describeParams(def.params)) {
      if (name.includes(".") || type === "any" || value === undefined) continue;
      const result = await host.setParams({ [name]: value });
      assert.ok(result.ok || result.reason.includes("takes no parameters"), JSON.stringify(result));
      const wrong = await host.setParams({ [name]: type === "boolean" ? "x" : true });
      assert.equal(wrong.ok, false, `${name} took a value of another type`);
    }
    await host.advance(1000);
    requireHealthy(host);
    await host.close();
  },
};
