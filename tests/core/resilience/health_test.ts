import assert from "#assert";
import fc from "fast-check";
import { type HealthLimits, Hysteresis, InputHealth } from "../../../core/resilience/health.ts";

const MS = 1e6;
const LIMITS: HealthLimits = {
  ...{ maxAgeNs: 300 * MS, minRateHz: 5, windowNs: 1000 * MS, aheadNs: 20 * MS },
};

/** Ten messages a second, each stamped 100 ms before it comes, from `from` up to `to` ms. */
function feed(health: InputHealth, from: number, to: number): void {
  for (let at = from; at <= to; at += 100) {
    assert.equal(health.see((at - 100) * MS, at * MS), undefined, `at ${at} ms`);
  }
}

Deno.test("health: well once the rate is known, silent once the newest is too old", () => {
  const health = new InputHealth(LIMITS);
  assert.equal(health.judge(0), "nothing came yet");
  feed(health, 100, 400);
  assert.equal(health.judge(400 * MS), "under 5 Hz"); // four messages so far
  feed(health, 500, 2000);
  assert.equal(health.judge(2000 * MS), undefined);
  assert.equal(health.age(2000 * MS), 100 * MS);
  assert.equal(health.judge(2200 * MS), undefined); // 300 ms old
  assert.match(health.judge(2201 * MS)!, /^silent: its newest is 0\.301 s old$/);
});

Deno.test("health: a rate that falls under the least is told while messages still come", () => {
  const health = new InputHealth(LIMITS);
  feed(health, 100, 2000);
  for (let at = 2250; at <= 4000; at += 250) health.see((at - 100) * MS, at * MS);
  assert.equal(health.judge(4010 * MS), "under 5 Hz");
});

Deno.test("health: stamps ahead, repeated, backward or old make a message useless", () => {
  const health = new InputHealth(LIMITS);
  feed(health, 100, 1000);
  assert.match(health.see(1021 * MS, 1000 * MS)!, /stamped 0\.021 s ahead/);
  assert.match(health.see(900 * MS, 1000 * MS)!, /does not advance/);
  assert.match(health.see(850 * MS, 1000 * MS)!, /does not advance/);
  assert.match(health.see(1100 * MS, 1500 * MS)!, /stamped 0\.400 s ago/);
  assert.match(health.see(NaN, 1500 * MS)!, /does not advance/);
  assert.equal(health.bad, 5);
});

Deno.test("health: what was wrong with messages is the reason, not silence", () => {
  const health = new InputHealth(LIMITS);
  feed(health, 100, 1000);
  for (let at = 1100; at <= 1500; at += 100) health.refuse("3 returns in range");
  assert.equal(health.judge(1500 * MS), "3 returns in range");
  feed(health, 1600, 1600);
  assert.match(health.judge(2000 * MS)!, /silent/);
});

Deno.test("health: after the clock was set back it begins anew", () => {
  const health = new InputHealth(LIMITS);
  feed(health, 10_100, 12_000);
  health.forget();
  assert.equal(health.judge(100 * MS), "nothing came yet");
  feed(health, 200, 1000);
  assert.equal(health.judge(1000 * MS), undefined);
});

Deno.test("health refuses limits that are none", () => {
  for (const key of Object.keys(LIMITS)) {
    for (const value of [0, -1, NaN, Infinity]) {
      assert.throws(() => new InputHealth({ ...LIMITS, [key]: value }), RangeError);
    }
  }
});

Deno.test("hysteresis: off at once, on after the whole time without a break, the first time at once", () => {
  const hysteresis = new Hysteresis(2000);
  assert.equal(hysteresis.update(false, 0), false);
  assert.equal(hysteresis.update(true, 10), true);
  assert.equal(hysteresis.update(false, 20), false);
  assert.equal(hysteresis.update(true, 30), false);
  assert.equal(hysteresis.update(true, 2029), false);
  assert.equal(hysteresis.update(false, 2029), false); // a break: the time starts anew
  assert.equal(hysteresis.update(true, 2040), false);
  assert.equal(hysteresis.update(true, 4040), true);
  assert.equal(hysteresis.update(false, 4041), false);
  assert.equal(hysteresis.update(true, 5000), false);
  assert.equal(hysteresis.update(true, 100), false); // the clock was set back
  assert.equal(hysteresis.update(true, 2099), false);
  assert.equal(hysteresis.update(true, 2100), true);
});

Deno.test("hysteresis: between two times on after a failure lies the whole time", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(900))), (steps) => {
    const hysteresis = new Hysteresis(1000);
    let now = 0, lastBad: number | undefined, ever = false;
    for (const [well, wait] of steps) {
      now += wait;
      const on = hysteresis.update(well, now);
      if (!well && ever) lastBad = now;
      assert.ok(!on || well, "never on while it is not well");
      if (on && lastBad !== undefined) assert.ok(now - lastBad >= 1000);
      ever ||= on;
    }
  }));
});
