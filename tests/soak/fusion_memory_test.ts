/** A million steps of the filter: P stays symmetric and positive, and nothing is allocated. */
import assert from "#assert";
import { FusionFilter } from "../../core/fusion/filter.ts";
import { defaultSettings } from "../../core/fusion/settings.ts";
import { cholesky } from "../../core/math/matrix.ts";
import { RandomTree } from "../../core/math/random.ts";
import { EV } from "../../core/fusion/event.ts";
import { NOISE } from "../core/fusion/ensemble.ts";
import { rideRecords } from "../core/fusion/motion.ts";

/**
 * The same ride again and again, its stamps going on. The record is reused and nothing is yielded:
 * a generator would put 60 B on the heap for each.
 */
class Endless {
  readonly #records: Float64Array[];
  readonly #record: Float64Array;
  #next = 0;
  #offset = 0;
  /** IMU records so far. */
  steps = 0;

  constructor(readonly seconds = 60) {
    this.#records = rideRecords(RandomTree.root(1), NOISE, [0, 0, 0], { seconds });
    this.#record = new Float64Array(this.#records[0]!.length);
  }

  /** The next record; valid until the one after. */
  next(): Float64Array {
    const from = this.#records[this.#next]!, record = this.#record;
    record.set(from);
    record[EV.time] = record[EV.stamp] = from[EV.stamp]! + this.#offset;
    if (from[EV.kind] === 0) this.steps++;
    if (++this.#next === this.#records.length) {
      this.#next = 0;
      this.#offset += this.seconds * 1e9;
    }
    return record;
  }
}

Deno.test("after 1e6 IMU steps P is symmetric to the bit and positive definite", () => {
  const filter = new FusionFilter(defaultSettings()), ride = new Endless();
  let k = 0;
  const { n } = filter.state, lower = new Float64Array(n * n);
  while (ride.steps < 1e6) {
    filter.add(ride.next());
    if (++k % 100_000 !== 0) continue;
    const { P } = filter.state;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) assert.equal(P[i * n + j], P[j * n + i]);
    }
    assert.ok(cholesky(lower, P, n), `message ${k}`);
    assert.ok(filter.state.buffer.every((x) => !Number.isNaN(x)));
  }
});

/** Bytes that 1e6 steps of a ride put on the heap, once the compiler has done its part. */
function growth(take: (record: Float64Array) => void): number {
  const ride = new Endless();
  let k = 0, last = 0, grown = 0;
  while (ride.steps < 1e6) {
    take(ride.next());
    if (++k % 2000 !== 0) continue;
    const { heapUsed } = Deno.memoryUsage();
    // The first part is the compiler's; a collection makes it smaller, which counts for nothing.
    if (k > 300_000) grown += Math.max(0, heapUsed - last);
    last = heapUsed;
  }
  return grown;
}

Deno.test("1e6 steps allocate nothing: the heap's growth, summed, stays under 8 B a step", () => {
  const filter = new FusionFilter(defaultSettings());
  const grown = growth((record) => filter.add(record));
  assert.ok(grown < 8e6, `${(grown / 1e6).toFixed(1)} MB`);
});

Deno.test("one number on the heap a message is seen", () => {
  const kept = [0 as unknown];
  const grown = growth((record) => kept[0] = record[EV.stamp]! * 1.1);
  assert.ok(grown > 8e6, `${(grown / 1e6).toFixed(1)} MB`);
});
