import assert from "#assert";
import fc from "fast-check";
import { RateLimit } from "../../../nodes/cloud/rate_limit.ts";

/** A clock with timers that a test moves. */
class Clock {
  time = 0;
  #timers: { at: number; run: () => void }[] = [];
  now = () => this.time;
  every = (ms: number, run: () => void | Promise<void>) => {
    const timer = { at: this.time + Math.round(ms * 1e6), run: () => void run() };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };
  to(time: number): void {
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= time).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.time = due.at;
      due.run();
    }
    this.time = time;
  }
}

Deno.test("messages are handed on no faster than the rate; the newest wins, others are counted", () => {
  const times = fc.array(fc.nat(1e9), { maxLength: 60 }).map((all) =>
    all.toSorted((a, b) => a - b)
  );
  fc.assert(fc.property(times, fc.integer({ min: 1, max: 50 }), (arrivals, rate) => {
    const clock = new Clock(), taken: [number, number][] = [];
    const limit = new RateLimit<number>(
      clock,
      rate,
      (index) => void taken.push([index, clock.time]),
    );
    arrivals.forEach((at, index) => {
      clock.to(at);
      limit.offer(index);
    });
    clock.to(3e9);
    const period = 1e9 / rate;
    taken.forEach(([index, at], k) => {
      const later = arrivals.filter((arrival, i) => i > index && arrival < at);
      assert.deepEqual(later, [], "it was the newest");
      assert.ok(at >= arrivals[index]!);
      if (k > 0) assert.ok(at - taken[k - 1]![1] >= period - 2);
    });
    assert.equal(taken.length + limit.dropped, arrivals.length);
    if (arrivals.length > 0) assert.equal(taken.at(-1)![0], arrivals.length - 1);
  }));
});

Deno.test("a slow stream passes at once; a new rate applies to the wait in progress", () => {
  const clock = new Clock(), taken: number[] = [];
  const limit = new RateLimit<string>(clock, 1, () => void taken.push(clock.time));
  limit.offer("a");
  clock.to(2e9);
  limit.offer("b");
  assert.deepEqual(taken, [0, 2e9]);
  limit.rate = 10;
  clock.to(2.1e9);
  limit.offer("c");
  assert.deepEqual(taken, [0, 2e9, 2.1e9]);
  assert.equal(limit.dropped, 0);
});
