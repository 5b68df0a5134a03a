import assert from "#assert";
import { Track } from "../../../../harness/report/capture/track.ts";
import { momentOf } from "../../../../harness/report/html/moment.ts";
import { odometry, seen, setupOf } from "../setup.ts";

const check = (reason?: string, verdict: "fail" | "pass" = "fail") => ({
  ...{ name: "c", verdict, value: 1, unit: "m", limit: "<= 0" },
  ...reason !== undefined && { reason },
});
const failed = (...checks: ReturnType<typeof check>[]) => (
  { verdict: "fail" as const, checks, simulated_s: 10 }
);
const nothing = { track: undefined, outside_s: undefined };

Deno.test("momentOf(): the earliest time that a failed check names", () => {
  const run = failed(
    check("/odom at 7.5 s: x is not finite"),
    check("at most 4 sigma at 3.25 s"),
    check("at 1 s all was well", "pass"),
    check("0.5 m is over the limit"),
    check("at 99 s, after the end"),
  );
  assert.deepEqual(momentOf(run, nothing), { at_s: 3.25, why: "c names that moment" });
});

Deno.test("momentOf(): else where the estimate left its claim, its largest error, the end", () => {
  const track = new Track(setupOf());
  track.see(seen(odometry(2e9, { x: 1 }), 2e9));
  track.see(seen(odometry(4e9, { x: -2 }), 4e9));
  track.see(seen(odometry(6e9, { x: 1 }), 6e9));
  const run = failed(check());
  assert.equal(momentOf(run, { track, outside_s: 3 })?.at_s, 3);
  assert.equal(momentOf(run, { track, outside_s: undefined })?.at_s, 4);
  assert.equal(momentOf(run, nothing)?.at_s, 10);
  track.see(seen(odometry(8e9, { x: NaN }), 8e9));
  assert.equal(momentOf(run, { track, outside_s: 3 })?.at_s, 8);
});

Deno.test("momentOf(): a run that passed has none", () => {
  assert.equal(momentOf({ ...failed(check()), verdict: "pass" }, nothing), undefined);
});
