/** A million steps of the filter: P stays symmetric and positive, and nothing is allocated. */
import assert from "#assert";
import { FusionFilter } from "../../core/fusion/filter.ts";
import { defaultSettings } from "../../core/fusion/settings.ts";
import { cholesky } from "../../core/math/matrix.ts";
import { RandomTree } from "../../core/math/random.ts";
import { EV } from "../../core/fusion/event.ts";
import { NOISE } from "../core/fusion/ensemble.ts";
import { rideRecords } from "../core/fusion/motion.ts";

/** The same ride again and again, its stamps going on. */
function* endless(steps: number): Generator<Float64Array> {
  const seconds = 60;
  const records = rideRecords(RandomTree.root(1), NOISE, [0, 0, 0], { seconds });
  let offset = 0;
  const record = new Float64Array(records[0]!.length);
  for (let k = 0; k < steps;) {
    for (const r of records) {
      record.set(r);
      record[EV.time] = record[EV.stamp] = r[EV.stamp]! + offset;
      yield record;
      if (r[EV.kind] === 0 && ++k === steps) return;
    }
    offset += seconds * 1e9;
  }
}

Deno.test("after 1e6 IMU steps P is symmetric to the bit and positive definite", () => {
  const filter = new FusionFilter(defaultSettings());
  let k = 0;
  const { n } = filter.state, lower = new Float64Array(n * n);
  for (const record of endless(1e6)) {
    filter.add(record);
    if (++k % 100_000 !== 0) continue;
    const { P } = filter.state;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) assert.equal(P[i * n + j], P[j * n + i]);
    }
    assert.ok(cholesky(lower, P, n), `message ${k}`);
    assert.ok(filter.state.buffer.every((x) => !Number.isNaN(x)));
  }
});

Deno.test("1e6 steps allocate nothing: the heap's growth, summed, stays under 8 B a step", () => {
  const filter = new FusionFilter(defaultSettings());
  let k = 0, last = 0, grown = 0;
  for (const record of endless(1e6)) {
    filter.add(record);
    if (++k % 2000 !== 0) continue;
    const { heapUsed } = Deno.memoryUsage();
    // The first part is the compiler's; a collection makes it smaller, which counts for nothing.
    if (k > 300_000) grown += Math.max(0, heapUsed - last);
    last = heapUsed;
  }
  assert.ok(grown < 8e6, `${(grown / 1e6).toFixed(1)} MB`);
});
