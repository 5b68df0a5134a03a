import assert from "#assert";
import fc from "fast-check";
import type { TruthState } from "../../../sim/contract.ts";
import { KNOT_SIZE, KnotStore } from "../../../sim/robots/knot_store.ts";
import { truthState } from "../../../sim/robots/knot_truth.ts";

/** A state's numbers in the order in which a store hands them out. */
function numbersOf(s: TruthState): number[] {
  const { position, velocity, acceleration, orientation } = s;
  const rates = [...s.angularVelocity, ...s.angularAcceleration];
  return [...position, ...velocity, ...acceleration, ...orientation, ...rates];
}

function fill(s: TruthState, numbers: ArrayLike<number>): void {
  let n = 0;
  for (const part of [s.position, s.velocity, s.acceleration, s.orientation]) {
    for (let i = 0; i < part.length; i++) part[i] = numbers[n++]!;
  }
  for (const part of [s.angularVelocity, s.angularAcceleration]) {
    for (let i = 0; i < part.length; i++) part[i] = numbers[n++]!;
  }
}

const column = fc.record({
  first: fc.double(),
  then: fc.double(),
  /** From this knot on it is the other. */
  change: fc.oneof(fc.constant(Infinity), fc.nat(6000)),
});

Deno.test("KnotStore gives every knot back bit for bit, whenever a column changes", () => {
  const columns = fc.array(column, { minLength: KNOT_SIZE, maxLength: KNOT_SIZE });
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 6000 }), (columns, count) => {
      const knotAt = (k: number) => columns.map((c) => k < c.change ? c.first : c.then);
      const store = new KnotStore(), state = truthState(), out = new Float64Array(KNOT_SIZE + 1);
      const check = (k: number) => {
        store.read(k, out, 1);
        const want = knotAt(k);
        for (let n = 0; n < KNOT_SIZE; n++) {
          assert.ok(Object.is(out[n + 1], want[n]), `number ${n} of knot ${k} of ${store.count}`);
        }
      };
      for (let k = 0; k < count; k++) {
        fill(state, knotAt(k));
        store.push(state);
        check(k);
        check(Math.max(0, k - 1024));
      }
      for (let k = 0; k < count; k++) check(k);
    }),
    { numRuns: 20 },
  );
});

Deno.test("KnotStore keeps the order of a state's numbers", () => {
  const store = new KnotStore(), state = truthState(), out = new Float64Array(KNOT_SIZE);
  fill(state, Array.from({ length: KNOT_SIZE }, (_, n) => n));
  store.push(state);
  store.read(0, out, 0);
  assert.deepEqual([...out], numbersOf(state));
});

Deno.test("KnotStore forgets whole chunks of the past, and says so to who asks for them", () => {
  const store = new KnotStore(), state = truthState(), out = new Float64Array(KNOT_SIZE);
  for (let k = 0; k < 5000; k++) {
    state.position.fill(k);
    store.push(state);
  }
  const first = (k: number) => {
    store.read(k, out, 0);
    return out[0];
  };
  store.forget(2047);
  assert.throws(() => first(1023), /RangeError: knot 1023 of the truth is forgotten/);
  assert.deepEqual([1024, 2047, 4999].map(first), [1024, 2047, 4999]);
  store.forget(100);
  assert.equal(first(1024), 1024);
  store.forget(1e9);
  assert.throws(() => first(2048), RangeError);
  // The two latest chunks are there in any case, and what comes after.
  assert.deepEqual([3072, 4999].map(first), [3072, 4999]);
  store.push(state);
  assert.equal(first(5000), 4999);
});
