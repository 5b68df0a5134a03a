import assert from "#assert";
import { RandomTree } from "../../../core/math/random.ts";
import { DataError, ProcessError, type RecoveryRequest } from "../../../core/resilience/guard.ts";
import { supervisorParams } from "../../../nodes/supervisor/params.ts";
import { Watch } from "../../../nodes/supervisor/watch.ts";

const MS = 1e6;
const { processing_parameters: processing } = supervisorParams.parse({
  processing_parameters: { return_after_s: 1, recovery: { limit: 2, first_ms: 100, jitter: 0 } },
});

/** A watch over numbers, at 10 Hz; negative ones are bad data, 0 is a failure. */
function watched(limits = { min_rate_hz: 5, max_age_ms: 300 }) {
  const requests: RecoveryRequest[] = [];
  const watch = new Watch({
    name: "thing",
    work(x: number) {
      if (x < 0) throw new DataError("negative");
      if (x === 0) throw new ProcessError("nothing");
      return 2 * x;
    },
    ...{ limits, processing, random: RandomTree.root(0) },
    onRecovery: (_name, request) => requests.push(request),
  });
  /** Every 100 ms a number, looked at every 20 ms, in (from, to]. */
  const drive = (from: number, to: number, x: number | undefined) => {
    for (let at = from + 20; at <= to; at += 20) {
      if (at % 100 === 0 && x !== undefined) watch.see(x, at * MS, at * MS);
      watch.judge(at * MS, at > 1000);
    }
  };
  return { watch, requests, drive };
}

Deno.test("watch: usable, its newest result with its stamp; silent, it is not at once", () => {
  const { watch, drive } = watched();
  drive(0, 1000, 3);
  assert.equal(watch.usable, true);
  assert.deepEqual(watch.newest, { result: 6, at: 1000 * MS });
  drive(1000, 1300, undefined);
  assert.equal(watch.usable, true);
  drive(1300, 1320, undefined);
  assert.equal(watch.usable, false);
  assert.match(watch.reason!, /silent/);
});

Deno.test("watch: failures and silence share one back-off and one limit", () => {
  const { watch, requests, drive } = watched();
  drive(0, 2000, 3);
  drive(2000, 2100, 0); // one failure: asked for at once, though it is healthy still
  assert.deepEqual(requests.map(({ reason }) => reason), ["nothing"]);
  drive(2100, 2500, undefined);
  assert.equal(requests.length, 1 + 1);
  assert.equal(watch.givenUp, false);
  drive(2500, 3000, undefined);
  assert.equal(watch.givenUp, true);
  assert.equal(requests.length, 2);
  assert.equal(watch.guard.counts.recoveries, 2);
});

Deno.test("watch: usable again it begins with the first attempt", () => {
  const { watch, requests, drive } = watched();
  drive(0, 2000, 3);
  drive(2000, 4000, undefined);
  assert.deepEqual([watch.givenUp, watch.attempts], [true, 2]);
  drive(4000, 5480, 3);
  assert.equal(watch.usable, false); // healthy from 4.5 s on
  drive(5480, 5500, 3);
  assert.deepEqual([watch.usable, watch.givenUp, watch.attempts], [true, false, 2]);
  drive(5500, 6500, 3);
  assert.deepEqual([watch.usable, watch.givenUp, watch.attempts], [true, false, 0]);
  drive(6500, 7200, undefined);
  assert.deepEqual(requests.map(({ attempt }) => attempt), [1, 2, 1, 2]);
});

Deno.test("watch: bad data alone asks for nothing; bad data only makes it useless, with the reason", () => {
  const { watch, requests, drive } = watched();
  drive(0, 2000, 3);
  drive(2000, 2100, -1);
  drive(2100, 2600, 3);
  assert.deepEqual([watch.usable, requests.length], [true, 0]);
  drive(2600, 3000, -1);
  assert.deepEqual([watch.usable, watch.reason], [false, "negative"]);
  assert.equal(requests[0]!.reason, "negative");
});

Deno.test("watch: a message without a time is of no use", () => {
  const { watch } = watched();
  assert.equal(watch.see(3, undefined, 0), "its stamp is out of range");
  assert.equal(watch.newest, undefined);
});

Deno.test("watch: the clock is set back: what came is forgotten, the wait begins anew", () => {
  const { watch, drive } = watched();
  drive(9000, 12_000, 3);
  assert.equal(watch.usable, true);
  watch.forget();
  assert.equal(watch.newest, undefined);
  drive(0, 100, 3);
  assert.equal(watch.usable, false);
  drive(100, 1480, 3);
  assert.equal(watch.usable, false); // healthy from 0.5 s on
  drive(1480, 1500, 3);
  assert.equal(watch.usable, true);
});

Deno.test("watch: a slow input is healthy at its own rate", () => {
  const { watch } = watched({ min_rate_hz: 0.4, max_age_ms: 3000 });
  for (let at = 2000; at <= 20_000; at += 2000) {
    watch.see(3, at * MS, at * MS);
    for (const later of [0, 500, 1999]) {
      watch.judge((at + later) * MS, false);
      assert.equal(watch.usable, true, watch.reason);
    }
  }
  watch.judge(22_501 * MS, false);
  assert.equal(watch.reason, "under 0.4 Hz");
  watch.judge(23_001 * MS, false);
  assert.match(watch.reason!, /silent/);
});
