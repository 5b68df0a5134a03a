import assert from "#assert";
import fc from "fast-check";
import { Retry, type RetryOptions, waitAfter } from "../../../core/resilience/retry.ts";

const PLAIN: RetryOptions = {
  ...{ limit: 4, firstNs: 100, factor: 2, mostNs: 300, jitter: 0 },
  draw: () => 0.5,
};

Deno.test("retry: waits double up to the longest, and the last attempt has its wait too", () => {
  const retry = new Retry(PLAIN);
  const taken: [number, number, number][] = [];
  for (let now = 0; now < 2000; now++) {
    const attempt = retry.take(now);
    if (attempt !== undefined) taken.push([now, attempt.attempt, attempt.waitNs]);
    if (retry.givenUp(now)) {
      assert.equal(now, 100 + 200 + 300 + 300);
      break;
    }
  }
  assert.deepEqual(taken, [[0, 1, 100], [100, 2, 200], [300, 3, 300], [600, 4, 300]]);
  assert.equal(retry.take(1e6), undefined);
});

Deno.test("retry: a reset begins anew, at once", () => {
  const retry = new Retry({ ...PLAIN, limit: 1 });
  assert.equal(retry.take(0)?.attempt, 1);
  assert.equal(retry.givenUp(100), true);
  retry.reset();
  assert.equal(retry.givenUp(101), false);
  assert.deepEqual(retry.take(101), { attempt: 1, limit: 1, waitNs: 100 });
});

Deno.test("retry: jitter stays within its share, one draw an attempt", () => {
  const options = fc.record({
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    draws: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      ...{ minLength: 4, maxLength: 4 },
    }),
  });
  fc.assert(fc.property(options, ({ jitter, draws }) => {
    let drawn = 0;
    const retry = new Retry({ ...PLAIN, jitter, draw: () => draws[drawn++]! });
    let now = 0;
    for (const plain of [100, 200, 300, 300]) {
      const { waitNs } = retry.take(now)!;
      assert.ok(Math.abs(waitNs - plain) <= jitter * plain + 0.5, `${waitNs} of ${plain}`);
      now += waitNs;
    }
    assert.equal(drawn, 4);
  }));
});

Deno.test("retry: a clock that is set back keeps what was left to wait", () => {
  const retry = new Retry(PLAIN);
  retry.take(1000);
  assert.equal(retry.take(1060), undefined);
  assert.equal(retry.take(10), undefined); // 40 of 100 are left
  assert.equal(retry.take(49), undefined);
  assert.equal(retry.take(50)?.attempt, 2);
});

Deno.test("retry refuses options out of range", () => {
  const wrong: Partial<RetryOptions>[] = [
    ...[{ limit: 0 }, { limit: 1.5 }, { firstNs: 0 }, { firstNs: NaN }, { mostNs: 99 }],
    ...[{ mostNs: Infinity }, { factor: 0.5 }, { factor: NaN }, { jitter: 1.1 }, { jitter: -1 }],
  ];
  for (const one of wrong) {
    assert.throws(() => new Retry({ ...PLAIN, ...one }), RangeError, JSON.stringify(one));
  }
});

Deno.test("waitAfter(): first · factor^(n − 1), at most the longest, however many attempts", () => {
  const waits = { first: 500, factor: 2, most: 30_000 };
  const expected = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
  assert.deepEqual(expected.map((_, n) => waitAfter(n + 1, waits)), expected);
  assert.equal(waitAfter(1e6, waits), 30_000);
  assert.equal(waitAfter(1, { first: 9, factor: 2, most: 5 }), 5, "no wait is longer");
});
