import assert from "#assert";
import fc from "fast-check";
import { EDGES_MS, Lateness } from "../../../harness/hil/lateness.ts";

const MS = 1_000_000;

Deno.test("lateness is counted by topic: quantiles, histogram, deadlines that were missed", () => {
  const lateness = new Lateness(1);
  for (let i = 0; i < 98; i++) lateness.add("/imu", 0.15 * MS);
  lateness.add("/imu", -3 * MS); // early is on time
  lateness.add("/imu", 250 * MS);
  lateness.add("/a", 1 * MS);
  const { "/imu": imu, "/a": a } = lateness.results();
  assert.deepEqual(Object.keys(lateness.results()), ["/a", "/imu"]);
  assert.equal(imu!.count, 100);
  assert.equal(imu!.missed, 1);
  assert.equal(imu!.within_1ms, 0.99);
  assert.equal(imu!.worst_ms, 250);
  assert.ok(Math.abs(imu!.p50_ms - 0.15) < 1e-12);
  assert.deepEqual(imu!.histogram, [1, 98, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual([a!.missed, a!.within_1ms], [0, 1], "at the deadline is in time");
});

Deno.test("every message is in one bin, the one whose edge it does not exceed", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1 }), (all) => {
      const lateness = new Lateness(5);
      for (const ms of all) lateness.add("/t", ms * MS);
      const { histogram, missed, count } = lateness.results()["/t"]!;
      assert.equal(histogram.reduce((sum, n) => sum + n, 0), count);
      EDGES_MS.forEach((edge, i) => {
        const under = histogram.slice(0, i + 1).reduce((sum, n) => sum + n, 0);
        assert.equal(under, all.filter((ms) => ms * MS / MS <= edge).length);
      });
      assert.equal(missed, all.filter((ms) => ms * MS / MS > 5).length);
    }),
  );
});
