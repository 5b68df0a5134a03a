import assert from "#assert";
import fc from "fast-check";
import { compareRecords, EV, KIND, RECORD } from "../../../core/fusion/event.ts";

const record = fc.tuple(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom(KIND.imu, KIND.wheel, KIND.mag),
  fc.array(fc.constantFrom(-1, 0, 1), { minLength: RECORD - 3, maxLength: RECORD - 3 }),
).map(([time, kind, rest]) => Float64Array.of(time, time, kind, ...rest));

Deno.test("compareRecords() is one order, whatever the order of asking", () => {
  fc.assert(fc.property(record, record, record, (a, b, c) => {
    const sign = Math.sign;
    assert.equal(sign(compareRecords(a, b)), -sign(compareRecords(b, a)) || 0);
    if (compareRecords(a, b) <= 0 && compareRecords(b, c) <= 0) {
      assert.ok(compareRecords(a, c) <= 0);
    }
    if (compareRecords(a, b) === 0) assert.deepEqual(a, b);
  }));
});

Deno.test("compareRecords() goes by time, then kind, then content", () => {
  const of = (time: number, kind: number, value: number) => {
    const r = new Float64Array(RECORD);
    r[EV.time] = time;
    r[EV.kind] = kind;
    r[5] = value;
    return r;
  };
  assert.ok(compareRecords(of(1, KIND.mag, 9), of(2, KIND.imu, 0)) < 0);
  assert.ok(compareRecords(of(1, KIND.imu, 9), of(1, KIND.wheel, 0)) < 0);
  assert.ok(compareRecords(of(1, KIND.imu, 1), of(1, KIND.imu, 2)) < 0);
  assert.equal(compareRecords(of(1, KIND.imu, NaN), of(1, KIND.imu, NaN)), 0);
});
