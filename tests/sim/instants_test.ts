import assert from "#assert";
import fc from "fast-check";
import { instantOf } from "../../sim/instants.ts";

/** A double as a fraction, exactly. */
function fractionOf(x: number): { numerator: bigint; denominator: bigint } {
  let denominator = 1n;
  while (!Number.isInteger(x)) {
    x *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(x), denominator };
}

/** count / rate seconds in nanoseconds, as a fraction. */
function exact(count: number, rateHz: number): [bigint, bigint] {
  const { numerator, denominator } = fractionOf(rateHz);
  return [BigInt(count) * 1_000_000_000n * denominator, numerator];
}

/** Captures of a rate within 104 days, which Nanos reach to. */
const captures = (rate: fc.Arbitrary<number>) =>
  fc.tuple(rate, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([rateHz, part]) => [Math.floor(part * 104 * 86_400 * rateHz), rateHz] as const);

Deno.test("instantOf() is the nearest nanosecond for whole rates, any count", () => {
  fc.assert(
    fc.property(captures(fc.integer({ min: 1, max: 10_000 })), ([count, rateHz]) => {
      const [above, below] = exact(count, rateHz), got = BigInt(instantOf(count, rateHz));
      // |got − above / below| ≤ 1/2, in integers.
      const off = 2n * (got * below - above);
      assert.ok((off < 0n ? -off : off) <= below, `${count} at ${rateHz} Hz: ${got}`);
    }),
    { numRuns: 5000, seed: 1 },
  );
});

Deno.test("instantOf() of any rate is within a nanosecond for 11 days, within three for 104", () => {
  const rate = fc.double({ min: 0.1, max: 10_000, noNaN: true });
  fc.assert(
    fc.property(captures(rate), ([count, rateHz]) => {
      const [above, below] = exact(count, rateHz), got = instantOf(count, rateHz);
      assert.ok(Number.isSafeInteger(got));
      const off = BigInt(got) * below - above;
      // Doubles of 9e15 round by a nanosecond themselves.
      const within = got < 1e15 ? 1n : 3n;
      assert.ok((off < 0n ? -off : off) <= within * below, `${count} at ${rateHz} Hz: ${got}`);
    }),
    { numRuns: 5000, seed: 2 },
  );
});

Deno.test("instantOf() comes round to whole seconds exactly, where adding up a period doesn't", () => {
  for (const rateHz of [3, 7, 30, 60, 333, 9999]) {
    let added = 0;
    const period = 1 / rateHz;
    for (let count = 0; count < 1000 * rateHz; count++) added += period;
    assert.equal(instantOf(1000 * rateHz, rateHz), 1_000_000_000_000);
    assert.equal(instantOf(4_000_000 * rateHz, rateHz), 4_000_000_000_000_000);
    assert.notEqual(added, 1000, `${rateHz} Hz would do as a counterexample no more`);
  }
});

Deno.test("instantOf() increases strictly, in steps that differ by a nanosecond at most", () => {
  for (const rateHz of [1, 29.97, 30, 99.317, 333, 1000, 10_000]) {
    let before = instantOf(0, rateHz);
    assert.equal(before, 0);
    const period = 1e9 / rateHz;
    for (let count = 1; count <= 20_000; count++) {
      const at = instantOf(count, rateHz);
      assert.ok(Math.abs(at - before - period) <= 1, `${count} at ${rateHz} Hz`);
      before = at;
    }
  }
});
