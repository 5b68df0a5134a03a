import assert from "#assert";
import { FusionFilter, type Taken } from "../../../core/fusion/filter.ts";
import { EV } from "../../../core/fusion/event.ts";
import { C, X } from "../../../core/fusion/kernel/layout.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { NOISE } from "./ensemble.ts";
import { counted, feedImu, settingsWith, withOrientation } from "./fixtures.ts";
import { GRAVITY, imuRecord, magRecord, rideRecords, wheelRecord } from "./motion.ts";

/** A ride with a field, wheels, and an orientation that comes along for a while. */
function ride(seconds: number): Float64Array[] {
  const records = rideRecords(RandomTree.root(5), NOISE, [0.01, 0, -0.01], { seconds });
  const random = RandomTree.root(6).at("yaw");
  for (const r of records) {
    if (r[EV.kind] !== 0 || r[EV.time]! > 3e9) continue;
    withOrientation(r, [0.01 * random.gaussian(), 0, 0.1 * r[EV.time]! * 1e-9]);
  }
  return records;
}

/** Adds the records in the order of stamp + delay; returns the filter and its whole memory. */
function arrive(records: Float64Array[], delays: (k: number) => number, history = 1) {
  const outputs: number[] = [];
  const filter: FusionFilter = new FusionFilter(settingsWith((s) => s.history = history), {
    output: (t) => outputs.push(t),
  });
  const order = records.map((r, k) => ({ r, at: r[EV.stamp]! + delays(k), k }));
  order.sort((a, b) => a.at - b.at || a.k - b.k);
  const taken: Partial<Record<Taken, number>> = {};
  for (const { r } of order) {
    const how = filter.add(r.slice());
    taken[how] = (taken[how] ?? 0) + 1;
  }
  return { memory: filter.state.buffer.slice(), outputs, taken };
}

for (
  const [what, seconds, strip] of [
    ["with an orientation", 6, 0],
    ["that finds its heading in the field", 6, 1],
    ["that waits in vain for a heading", 5, 2],
  ] as const
) {
  Deno.test(`any order of arrival within the history: the same bits, in a ride ${what}`, () => {
    let records = ride(seconds);
    if (strip > 0) records.forEach((r) => r[EV.kind] === 0 && r.fill(0, 14, 16));
    if (strip > 1) records = records.filter((r) => r[EV.kind] !== 2);
    const ordered = arrive(records, () => 0);
    for (const longest of [0.015, 0.3, 0.95]) {
      const random = RandomTree.root(Math.round(1e3 * longest)).at("delay");
      const shuffled = arrive(records, () => random.uniform() * longest * 1e9);
      assert.deepEqual(shuffled.memory, ordered.memory, `delays up to ${longest} s`);
      assert.equal(shuffled.taken.late, undefined);
      for (let k = 1; k < shuffled.outputs.length; k++) {
        assert.ok(shuffled.outputs[k]! > shuffled.outputs[k - 1]!, "stamps increase");
      }
    }
  });
}

Deno.test("equal stamps have one order, whichever arrives first", () => {
  const stamps = [0, 1, 2, 3].flatMap((k) => [
    imuRecord(k * 2e7, [0, 0, 0.1 * k], [0, 0, GRAVITY]),
    wheelRecord(k * 2e7, 0.3),
    wheelRecord(k * 2e7, 0.2),
    magRecord(k * 2e7, [0, 2e-5, -4e-5]),
    magRecord(k * 2e7, [1e-6, 2e-5, -4e-5]),
  ]);
  const forward = arrive(stamps, (k) => k);
  const backward = arrive(stamps, (k) => -k);
  assert.deepEqual(backward.memory, forward.memory);
});

Deno.test("later than the history: counted, not fused, and nothing changes", () => {
  const records = ride(4);
  const filter = new FusionFilter(settingsWith());
  for (const r of records) filter.add(r.slice());
  const before = filter.state.buffer.slice();
  for (const late of [wheelRecord(2.5e9, 9), magRecord(2.9e9, [1, 1, 1])]) {
    assert.equal(filter.add(late), "late");
  }
  assert.equal(filter.add(imuRecord(2.5e9, [9, 9, 9], [0, 0, 0])), "late");
  assert.deepEqual(filter.state.buffer, before);
});

Deno.test("each IMU message that comes in order gives one output at its stamp", () => {
  const records = ride(3);
  const { outputs } = arrive(records, () => 0);
  const stamps = records.filter((r) => r[EV.kind] === 0).map((r) => r[EV.stamp]!);
  assert.deepEqual(outputs, stamps);
});

Deno.test("a wheel message counts at the middle of its interval", () => {
  const filter = new FusionFilter(settingsWith());
  const record = wheelRecord(1e9, 0.5);
  filter.add(wheelRecord(0.9e9, 0.5));
  filter.add(record);
  assert.equal(record[EV.time], 0.95e9);
  assert.equal(record[EV.stamp], 1e9);
  const after = wheelRecord(3e9, 0.5);
  filter.add(after);
  assert.equal(after[EV.time], 3e9 - 0.125e9, "a gap is no interval");
});

Deno.test("stamps that go back for good are a time reset", () => {
  const outputs: number[] = [];
  const filter: FusionFilter = new FusionFilter(settingsWith((s) => s.heading.timeout = 0), {
    output: (t) => outputs.push(t),
  });
  feedImu(filter, [100, 102], {});
  const taken = [];
  for (let k = 0; k < 12; k++) {
    taken.push(filter.add(imuRecord(k * 1e7, [0, 0, 0], [0, 0, GRAVITY])));
  }
  assert.deepEqual(taken.slice(0, 9), new Array(9).fill("late"));
  assert.equal(taken[9], "reset");
  assert.equal(filter.newest, 11e7);
  assert.ok(outputs.at(-1)! < 1e9);
  // A single one is just late.
  feedImu(filter, [0.12, 2], {});
  assert.equal(filter.add(imuRecord(0, [0, 0, 0], [0, 0, GRAVITY])), "late");
});

Deno.test("a stamp far ahead must be confirmed by the next", () => {
  const filter = new FusionFilter(settingsWith());
  feedImu(filter, [0, 1], {});
  assert.equal(filter.add(imuRecord(1e12, [0, 0, 0], [0, 0, GRAVITY])), "suspect");
  assert.equal(filter.add(imuRecord(1e9, [0, 0, 0], [0, 0, GRAVITY])), "fused");
  assert.equal(filter.newest, 1e9);
  assert.equal(filter.add(imuRecord(2e12, [0, 0, 0], [0, 0, GRAVITY])), "suspect");
  assert.equal(filter.unconfirmed, 1, "that of 1e12");
  assert.equal(filter.add(imuRecord(5e12, [0, 0, 0], [0, 0, GRAVITY])), "suspect");
  assert.equal(filter.unconfirmed, 2, "that of 2e12 too");
  assert.equal(filter.add(imuRecord(5e12 + 1e7, [0, 0, 0], [0, 0, GRAVITY])), "fused");
  assert.equal(filter.newest, 5e12 + 1e7);
  assert.equal(filter.unconfirmed, 2);
  const { P, n } = filter.state;
  assert.ok(P[8 * n + 8]! > 1, "much may have happened since");
});

Deno.test("innovations are told once each, at the first processing", () => {
  const records = ride(3);
  const count = (delays: (k: number) => number) => {
    const told: Record<string, number> = {};
    const filter = new FusionFilter(settingsWith(), {
      innovation: (sensor) => told[sensor] = (told[sensor] ?? 0) + 1,
    });
    const order = records.map((r, k) => ({ r, at: r[EV.stamp]! + delays(k), k }));
    order.sort((a, b) => a.at - b.at || a.k - b.k);
    for (const { r } of order) filter.add(r.slice());
    return told;
  };
  const inOrder = count(() => 0);
  assert.equal(inOrder.wheel_speed, 75);
  const random = RandomTree.root(1).at("delay");
  assert.deepEqual(count(() => random.uniform() * 2e8).wheel_speed, inOrder.wheel_speed);
});

Deno.test("corrections show in the next output, within what the last one allowed for", () => {
  let last: Float64Array | undefined, worst = 0, steps = 0;
  const filter: FusionFilter = new FusionFilter(settingsWith(), {
    output: () => {
      const { x, P, n, clock } = filter.state;
      const dt = clock[C.interval]!;
      if (last !== undefined) {
        for (let i = 0; i < 3; i++) {
          const moved = x[X.p + i]! - last[i]! - (clock[C.hold] === 1 ? 0 : last[3 + i]! * dt);
          const sd = Math.sqrt(last[6 + i]! + last[9 + i]! * dt * dt);
          worst = Math.max(worst, Math.abs(moved) / (sd + 1e-3));
        }
        steps++;
      }
      const variance = (k: number) => P[k * n + k]!;
      last = Float64Array.of(...x.subarray(0, 6), ...[0, 1, 2, 3, 4, 5].map(variance));
    },
  });
  for (const r of ride(20)) filter.add(r.slice());
  assert.ok(steps > 1900);
  assert.ok(worst < 5, `${worst} σ`);
});

Deno.test("a wheel or a field of another clock is refused: nothing would ever reach it", () => {
  const filter = new FusionFilter(settingsWith());
  feedImu(filter, [0, 1], {});
  const before = filter.state.buffer.slice();
  for (let k = 0; k < 100; k++) {
    assert.equal(filter.add(wheelRecord(1e15 + k * 2e7, 1)), "future");
    assert.equal(filter.add(magRecord(1e15 + k * 2e7, [0, 2e-5, -4e-5])), "future");
  }
  assert.deepEqual(filter.state.buffer, before);
  const next = wheelRecord(1.1e9, 0);
  assert.equal(filter.add(next), "fused");
  assert.equal(next[EV.time], 1.1e9, "its interval is none of theirs");
});

Deno.test("without an IMU only what lies within the history is kept", () => {
  const filter = new FusionFilter(settingsWith((s) => s.heading.timeout = 0));
  for (let k = 0; k <= 1000; k++) filter.add(wheelRecord(k * 1e7, 1));
  const before = counted(filter.state, "wheel", "before the first IMU message");
  assert.equal(before, 1001);
  for (let k = 950; k <= 1010; k++) filter.add(imuRecord(k * 1e7, [0, 0, 0], [0, 0, GRAVITY]));
  const fused = counted(filter.state, "wheel", "accepted") +
    counted(filter.state, "wheel", "gate");
  assert.equal(fused, 50, "those behind the first IMU message are played again");
  assert.equal(counted(filter.state, "wheel", "before the first IMU message"), 951);
});

Deno.test("retune() makes a changed gate count", () => {
  const settings = settingsWith((s) => s.heading.timeout = 0), filter = new FusionFilter(settings);
  feedImu(filter, [0, 1], {});
  for (let k = 1; k <= 20; k++) filter.add(wheelRecord(k * 4e7, 0));
  filter.add(wheelRecord(0.95e9, 2));
  const refused = counted(filter.state, "wheel", "gate");
  settings.gate = 1 - 1e-15;
  filter.retune();
  feedImu(filter, [1, 1.05], {});
  filter.add(wheelRecord(1.02e9, 2));
  assert.equal(refused, 1);
  assert.equal(counted(filter.state, "wheel", "gate"), 1, "not one more");
});

Deno.test("reset() forgets everything but what was counted", () => {
  const filter = new FusionFilter(settingsWith()), blank = filter.state.buffer.slice();
  for (const r of ride(2)) filter.add(r.slice());
  const counts = filter.state.counts.slice();
  filter.reset();
  assert.deepEqual(filter.state.counts, counts);
  filter.state.counts.fill(0);
  assert.deepEqual(filter.state.buffer, blank);
  assert.equal(filter.heading, undefined);
  assert.equal(filter.newest, -Infinity);
});
