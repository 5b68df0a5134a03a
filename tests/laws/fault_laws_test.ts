/** The laws of faults, tried on every fault of the table. */
import assert from "#assert";
import { z } from "zod";
import { SECOND } from "../../msgs/time.ts";
import { FAULTS } from "../../sim/mod.ts";
import { FAULT_CASES, type FaultCase } from "./fault_cases.ts";
import {
  type Delivered,
  numbersOf,
  RUN_S,
  simulate,
  type Streams,
  streamsOf,
} from "./fault_streams.ts";

const AT_S = 2, FOR_S = 1.5;
const clean = streamsOf({});

const bytes = (list: readonly Delivered[]) => list.map(({ at, hex }) => `${at} ${hex}`);
const from = (list: readonly Delivered[], at: number) => list.filter((one) => one.at >= at);
const before = (list: readonly Delivered[], at: number) => list.filter((one) => one.at < at);

const cases = Object.entries(FAULT_CASES).flatMap(([type, list]) =>
  list.map((entry) => ({ type, entry, title: `${type} ${JSON.stringify(entry.config)}` }))
);

/** Equal as bytes, in order; says where not. */
function same(now: readonly Delivered[], was: readonly Delivered[], what: string): void {
  const [a, b] = [bytes(now), bytes(was)];
  const at = a.findIndex((one, i) => one !== b[i]);
  assert.equal(at, -1, `${what}: message ${at}, ${a[at]?.slice(0, 40)} for ${b[at]?.slice(0, 40)}`);
  assert.equal(a.length, b.length, what);
}

function allSame(now: Streams, was: Streams): void {
  assert.deepEqual(Object.keys(now), Object.keys(was));
  for (const [topic, list] of Object.entries(now)) same(list, was[topic]!, topic);
}

const memory = new Map<string, Streams>();

function withFault(
  type: string,
  { config }: FaultCase,
  over: Record<string, unknown> = {},
): Streams {
  const bad = { type, at_s: AT_S, for_s: FOR_S, ...config, ...over };
  const key = JSON.stringify(bad), known = memory.get(key) ?? streamsOf({ bad });
  memory.set(key, known);
  return known;
}

Deno.test("every fault of the table is in the law suite", () => {
  assert.deepEqual(Object.keys(FAULT_CASES).sort(), Object.keys(FAULTS).sort());
});

for (const { type, entry, title } of cases) {
  Deno.test(`${title}: off it changes nothing`, () => {
    assert.deepEqual(withFault(type, entry, { enabled: false }), clean);
    assert.deepEqual(
      withFault(type, entry, { at_s: RUN_S + 1 }),
      clean,
      "after the end of the run",
    );
  });

  Deno.test(`${title}: changes its streams, from its start on, and no other`, () => {
    const found = withFault(type, entry);
    for (const [topic, list] of Object.entries(found)) {
      const was = clean[topic]!, changed = bytes(list).join() !== bytes(was).join();
      assert.equal(changed, entry.changes.includes(topic), topic);
      assert.deepEqual(
        bytes(before(list, AT_S * SECOND)),
        bytes(before(was, AT_S * SECOND)),
        topic,
      );
    }
  });

  Deno.test(`${title}: after its end comes back what must`, () => {
    const found = withFault(type, entry);
    const end = (AT_S + FOR_S) * SECOND + (entry.settlesNs ?? 0);
    for (const topic of entry.changes) {
      const now = from(found[topic]!, end), was = from(clean[topic]!, end);
      assert.ok(was.length > 15, `${topic}: too little to judge by`);
      if (!entry.returns.includes(topic)) {
        assert.ok(entry.keeps, `${topic} does not return, and nothing says why`);
        assert.throws(() => same(now, was, topic), topic);
      } else if (entry.tolerance === undefined) {
        same(now, was, topic);
      } else {
        near(now, was, entry.tolerance);
      }
    }
  });

  Deno.test(`${title}: times are drawn from the seed, within their bounds`, () => {
    const spans = [1, 2, 3, 4, 5].map((seed) => {
      const timing = { at_s: [1, 3], for_s: [0.5, 1] };
      const simulation = simulate({ bad: { type, ...entry.config, ...timing } }, seed);
      const { span, topics } = simulation.faults[0]!;
      assert.ok(span.from >= SECOND && span.from <= 3 * SECOND, String(span.from));
      assert.ok(span.to - span.from >= 0.5 * SECOND && span.to - span.from <= SECOND);
      for (const topic of entry.changes) assert.ok(topics.includes(topic), topic);
      return `${span.from} ${span.to}`;
    });
    assert.equal(new Set(spans).size, spans.length);
  });

  Deno.test(`${title}: acts the same whatever other faults there are`, () => {
    const alone = withFault(type, entry);
    const others = {
      early: { type: "dropout", stream: "gps", at_s: 0, for_s: 1, enabled: false },
      bad: { type, at_s: AT_S, for_s: FOR_S, ...entry.config },
      late: { type: "dropout", stream: "imu", at_s: AT_S + FOR_S + 1, probability: 0.5 },
    };
    const together = streamsOf(others), last = (AT_S + FOR_S + 1) * SECOND;
    for (const topic of entry.changes) {
      same(before(together[topic]!, last), before(alone[topic]!, last), topic);
    }
  });

  Deno.test(`${title}: another seed, another draw; the same seed, the same bytes`, () => {
    const fault = { bad: { type, at_s: AT_S, for_s: FOR_S, ...entry.config } };
    const once = streamsOf(fault, 7);
    allSame(once, streamsOf(fault, 7));
    for (const topic of entry.changes) {
      assert.throws(() => same(once[topic]!, withFault(type, entry)[topic]!, topic), topic);
    }
  });
}

function near(now: readonly Delivered[], was: readonly Delivered[], tolerance: number): void {
  assert.equal(now.length, was.length);
  now.forEach(({ at, message }, i) => {
    assert.equal(at, was[i]!.at);
    const right = numbersOf(was[i]!.message);
    numbersOf(message).forEach((value, k) =>
      assert.ok(Math.abs(value - right[k]!) <= tolerance, `${value} against ${right[k]}`)
    );
  });
}

Deno.test("faults compose: the first in the scenario is nearest to the sensor", () => {
  const step = { type: "bias_step", stream: "imu", quantity: "angular_velocity", at_s: 1, add: 5 };
  const clip = {
    type: "saturation",
    stream: "imu",
    quantity: "angular_velocity",
    at_s: 1,
    limit: 4,
  };
  const rates = (faults: Record<string, unknown>) =>
    from(streamsOf(faults)["/imu/data"]!, SECOND).map(({ message }) =>
      (message as unknown as { angular_velocity: { z: number } }).angular_velocity.z
    );
  assert.ok(rates({ step, clip }).every((rate) => rate === 4), "stepped, then clipped");
  assert.ok(rates({ clip, step }).every((rate) => rate > 4.5), "clipped, then stepped");
});

Deno.test("all topics of a sensor lose the same captures", () => {
  const lossy = { type: "dropout", stream: "wheel", at_s: 1, probability: 0.4, mean_length: 2 };
  const found = streamsOf({ lossy });
  const times = (topic: string) => found[topic]!.map(({ at }) => at);
  assert.deepEqual(times("/wheel/odom"), times("/wheel_velocity"));
  assert.deepEqual(times("/joint_states"), times("/wheel_velocity"));
  assert.ok(times("/wheel_velocity").length < clean["/wheel_velocity"]!.length - 50);
});

Deno.test("every fault's settings become JSON Schema and are strict", () => {
  for (const { type, entry, title } of cases) {
    const { config } = FAULTS[type]!;
    assert.ok(z.toJSONSchema(config, { io: "input" }), title);
    assert.ok(config.safeParse({ type, at_s: 1, ...entry.config }).success, title);
    assert.ok(!config.safeParse({ type, at_s: 1, ...entry.config, surprise: 1 }).success, title);
    assert.ok(!config.safeParse({ type, ...entry.config }).success, `${title}: no time`);
    assert.ok(!config.safeParse({ type, at_s: [3, 1], ...entry.config }).success, title);
  }
});
