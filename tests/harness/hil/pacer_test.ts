import assert from "#assert";
import { Interrupted } from "../../../harness/errors.ts";
import { drive, type PaceClock } from "../../../harness/hil/pacer.ts";
import { Executor } from "../../../runtime/executor.ts";

const MS = 1_000_000;

/** A clock that goes on only while somebody waits; every handler takes `cost`. */
class FakeClock implements PaceClock {
  readonly waits: number[] = [];
  at = 0;
  constructor(readonly overshoot = 0) {}
  now(): number {
    return this.at;
  }
  until(at: number): Promise<void> {
    this.waits.push(at);
    this.at = Math.max(this.at, at + this.overshoot);
    return Promise.resolve();
  }
}

Deno.test("what is due happens at its time, by the clock", async () => {
  const executor = new Executor(), clock = new FakeClock();
  const seen: [due: number, at: number][] = [];
  for (const due of [0, 3 * MS, 3.5 * MS, 40 * MS]) {
    executor.at(due, () => void seen.push([due, clock.at]));
  }
  const ticks: number[] = [];
  await drive(executor, { clock, until: 50 * MS, onTick: (at) => ticks.push(at) });
  assert.deepEqual(seen.map(([due, at]) => at - due), [0, 0, 0, 0]);
  assert.equal(executor.now, 50 * MS);
  assert.ok(ticks.every((at, i) => i === 0 || at - ticks[i - 1]! <= 10 * MS), `${ticks}`);
});

Deno.test("a source is waited for as an event is, and a late clock skips nothing", async () => {
  const executor = new Executor(), clock = new FakeClock(7 * MS);
  let count = 0;
  executor.addSource({
    name: "sensor",
    next: () => count < 20 ? count * 5 * MS : Infinity,
    step: () => void count++,
  });
  await drive(executor, { clock, until: 100 * MS });
  assert.equal(count, 20);
  assert.ok(clock.waits.length < 20, "late ones are done together");
});

Deno.test("what comes from outside while it waits is done at once", async () => {
  const executor = new Executor(), clock = new FakeClock();
  let handled: number | undefined;
  clock.until = (at) => {
    if (handled === undefined && clock.at === 0) {
      clock.at = 2 * MS; // woken early: a message came at 2 ms
      executor.at(2 * MS, () => void (handled = clock.at));
    } else clock.at = at;
    return Promise.resolve();
  };
  await drive(executor, { clock, until: 20 * MS });
  assert.equal(handled, 2 * MS);
});

Deno.test("a signal ends it", async () => {
  const executor = new Executor(), clock = new FakeClock(), abort = new AbortController();
  executor.at(5 * MS, () => abort.abort());
  await assert.rejects(
    () => drive(executor, { clock, until: 1000 * MS, signal: abort.signal }),
    Interrupted,
  );
  assert.ok(executor.now < 20 * MS);
});
