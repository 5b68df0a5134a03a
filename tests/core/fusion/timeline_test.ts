import assert from "#assert";
import fc from "fast-check";
import { EV, KIND, RECORD } from "../../../core/fusion/event.ts";
import { Timeline } from "../../../core/fusion/timeline.ts";

/** A memory that is a hash of the events it saw, in their order. */
function machine(capacity?: number) {
  const memory = new Float64Array(2);
  const timeline = new Timeline(memory, capacity);
  return {
    memory,
    timeline,
    process() {
      while (timeline.done < timeline.count) {
        const r = timeline.at(timeline.done);
        memory[0] = (memory[0]! * 31 + r[EV.time]! * 7 + r[3]!) % 1000003;
        memory[1]!++;
        timeline.commit(true);
      }
    },
  };
}

function event(time: number, kind: number, value: number): Float64Array {
  const r = new Float64Array(RECORD);
  r[EV.time] = r[EV.stamp] = time;
  r[EV.kind] = kind;
  r[3] = value;
  return r;
}

Deno.test("any order of arrival leaves the same memory, growing as it needs", () => {
  const events = fc.array(fc.tuple(fc.nat(40), fc.nat(2), fc.nat(9)), { maxLength: 60 });
  fc.assert(fc.property(events, fc.infiniteStream(fc.nat()), (list, draws) => {
    const records = list.map(([t, kind, value]) => event(t, kind, value));
    const ordered = machine(), shuffled = machine(4);
    const key = new Map(records.map((r) => [r, draws.next().value as number]));
    for (const r of records) {
      ordered.timeline.insert(r);
      ordered.process();
    }
    for (const r of [...records].sort((a, b) => key.get(a)! - key.get(b)!)) {
      shuffled.timeline.insert(r);
      shuffled.process();
    }
    assert.deepEqual(shuffled.memory, ordered.memory);
    assert.equal(ordered.memory[1], records.length);
  }));
});

Deno.test("an IMU event rewinds to the IMU event before it: it is the input of what lies between", () => {
  const { timeline, process } = machine();
  timeline.insert(event(10, KIND.imu, 0));
  timeline.insert(event(14, KIND.mag, 0));
  timeline.insert(event(20, KIND.imu, 0));
  process();
  timeline.insert(event(17, KIND.imu, 0));
  assert.equal(timeline.done, 1);
  assert.equal(timeline.wasTold(), true, "the magnetometer event was processed before");
  assert.equal(timeline.nextImu(1)![EV.time], 17);
});

Deno.test("what lies on the stamp of the IMU event before is not in the next interval", () => {
  const { timeline, process } = machine();
  for (const kind of [KIND.imu, KIND.wheel, KIND.mag]) timeline.insert(event(10, kind, 0));
  process();
  timeline.insert(event(20, KIND.imu, 0));
  assert.equal(timeline.done, 3);
  timeline.insert(event(12, KIND.mag, 0));
  timeline.insert(event(15, KIND.imu, 0));
  process();
  timeline.insert(event(14, KIND.imu, 0));
  assert.equal(timeline.done, 3, "the event at 12 is, and begins it");
});

Deno.test("prune() keeps a snapshot of an IMU event to rewind to", () => {
  const { timeline, memory, process } = machine();
  for (let t = 0; t < 10; t++) timeline.insert(event(t, t % 3 === 0 ? KIND.imu : KIND.mag, t));
  process();
  const end = memory.slice();
  timeline.horizon = 5;
  timeline.prune();
  assert.equal(timeline.at(0)[EV.time], 4, "3 is the last IMU event before 5");
  timeline.rewind(0);
  process();
  assert.deepEqual(memory, end);
});

Deno.test("prune() anywhere needs no IMU event", () => {
  const { timeline, memory, process } = machine();
  for (let t = 0; t < 10; t++) timeline.insert(event(t, KIND.mag, t));
  process();
  const end = memory.slice();
  timeline.horizon = 5;
  timeline.prune();
  assert.equal(timeline.count, 10);
  timeline.prune(true);
  assert.equal(timeline.count, 5);
  timeline.rewind(0);
  process();
  assert.deepEqual(memory, end);
});

Deno.test("remove() takes an event out as if it had never been", () => {
  const a = machine(), b = machine();
  for (let t = 0; t < 6; t++) {
    a.timeline.insert(event(t, KIND.mag, t));
    if (t !== 3) b.timeline.insert(event(t, KIND.mag, t));
  }
  a.process();
  b.process();
  a.timeline.remove(3);
  a.process();
  assert.deepEqual(a.memory, b.memory);
});
