import assert from "#assert";
import fc from "fast-check";
import { StampCache, type StampKey } from "../../core/cache.ts";

/** Few enough that they meet, and the edges of what a stamp can hold. */
const stamps: fc.Arbitrary<StampKey> = fc.record({
  sec: fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1)),
  nanosec: fc.oneof(fc.nat({ max: 2 }), fc.constantFrom(999_999_999, 1e9, 2 ** 32 - 1)),
});

/** The same cache as a list, in exact integers. */
class Model {
  entries: { at: bigint; key: string; value: number }[] = [];
  hits = 0;
  misses = 0;
  evictions = 0;
  constructor(readonly above: number, readonly keep: number) {}

  get({ sec, nanosec }: StampKey): number | undefined {
    const found = this.entries.find(({ key }) => key === `${sec}/${nanosec}`);
    if (found) this.hits++;
    else this.misses++;
    return found?.value;
  }

  set({ sec, nanosec }: StampKey, value: number): void {
    const at = BigInt(sec) * 1_000_000_000n + BigInt(nanosec), key = `${sec}/${nanosec}`;
    const there = this.entries.find((entry) => entry.key === key);
    if (there) there.value = value;
    else this.entries.push({ at, key, value });
  }

  cleanUp(): number {
    if (this.entries.length <= this.above) return 0;
    const newest = this.entries.map((entry, i) => ({ entry, i }))
      .sort((a, b) => a.entry.at < b.entry.at ? 1 : a.entry.at > b.entry.at ? -1 : b.i - a.i)
      .slice(0, this.keep).map(({ entry }) => entry);
    const removed = this.entries.length - newest.length;
    this.entries = this.entries.filter((entry) => newest.includes(entry));
    this.evictions += removed;
    return removed;
  }

  clear(): void {
    this.entries = [];
  }
}

type Step = (real: StampCache<number>, model: Model) => void;

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(stamps, fc.integer()).map(([stamp, value]): Step => (real, model) => {
      real.set(stamp, value);
      model.set(stamp, value);
    }),
  },
  {
    weight: 5,
    arbitrary: stamps.map((stamp): Step => (real, model) =>
      assert.equal(real.get(stamp), model.get(stamp))
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constant<Step>((real, model) => assert.equal(real.cleanUp(), model.cleanUp())),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Step>((real, model) => {
      real.clear();
      model.clear();
    }),
  },
);

Deno.test("StampCache: whatever is done in whatever order, it is the model", () => {
  const limits = fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 8 }));
  fc.assert(
    fc.property(limits, fc.array(steps, { maxLength: 120 }), ([a, b], list) => {
      const above = Math.max(a, b), keep = Math.min(a, b);
      const real = new StampCache<number>({ above, keep }), model = new Model(above, keep);
      for (const step of list) {
        step(real, model);
        assert.equal(real.size, model.entries.length);
        const { hits, misses, evictions } = model;
        assert.deepEqual(real.counts, { hits, misses, evictions });
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("StampCache: by default over 1000 become the newest 500, whatever order they came in", () => {
  const cache = new StampCache<number>();
  const at = (i: number) => ({ sec: Math.floor(i / 10), nanosec: (i % 10) * 100_000_000 });
  for (let i = 0; i < 1000; i++) cache.set(at((i * 7919) % 1000), i);
  assert.equal(cache.cleanUp(), 0, "1000 are not over 1000");
  cache.set(at(1000), 0);
  assert.equal(cache.cleanUp(), 501);
  assert.equal(cache.size, 500);
  for (let i = 0; i <= 1000; i++) assert.equal(cache.get(at(i)) !== undefined, i > 500, `${i}`);
  assert.deepEqual(cache.counts, { hits: 500, misses: 501, evictions: 501 });
  assert.equal(cache.cleanUp(), 0);
});

Deno.test("StampCache: a value that is undefined is a hit; the stamp's object is not kept", () => {
  const cache = new StampCache<undefined>({ above: 1, keep: 1 });
  const stamp = { sec: 1, nanosec: 2 };
  cache.set(stamp, undefined);
  stamp.sec = 99;
  assert.equal(cache.get({ sec: 1, nanosec: 2 }), undefined);
  assert.deepEqual(cache.counts, { hits: 1, misses: 0, evictions: 0 });
  cache.set({ sec: 0, nanosec: 0 }, undefined);
  cache.cleanUp();
  cache.get({ sec: 1, nanosec: 2 });
  assert.equal(cache.counts.hits, 2, "second 1 was the newest, as it was when it was set");
});

Deno.test("StampCache: limits that make no sense are refused", () => {
  for (const limits of [{ above: 1, keep: 2 }, { keep: -1 }, { above: 1.5 }, { above: NaN }]) {
    assert.throws(() => new StampCache(limits), RangeError);
  }
});
