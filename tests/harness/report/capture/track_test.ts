import assert from "#assert";
import fc from "fast-check";
import { distanceOf, isOutside, Track } from "../../../../harness/report/capture/track.ts";
import { odometry, seen, setupOf, standing, TEN_SECONDS } from "../setup.ts";

const RADIAN = 180 / Math.PI;

function near(found: readonly number[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-9, `${found}`));
}

Deno.test("Track: errors with their sign, the heading the short way round", () => {
  const track = new Track(setupOf({ truth: standing(3) }));
  assert.equal(track.see(seen(odometry(1e9, { x: 1, y: -2, z: 0.5, yaw: -3 }), 1e9)), false);
  const [sample] = track.samples();
  assert.equal(sample!.at_s, 1);
  near(sample!.error, [1, -2, 0.5, (2 * Math.PI - 6) * RADIAN]);
  near(sample!.sd, [1, 1, 1, RADIAN]);
  near([distanceOf(sample!)], [Math.sqrt(5.25)]);
});

Deno.test("Track: outside means more than three of the claimed deviations", () => {
  const track = new Track(setupOf());
  assert.equal(track.see(seen(odometry(1e9, { y: 0.29, sd: 0.1 }), 1e9)), false);
  assert.equal(track.see(seen(odometry(2e9, { y: -0.31, sd: 0.1 }), 2e9)), true);
  assert.deepEqual(track.samples().map(isOutside), [false, true]);
});

Deno.test("Track: a pose that is not finite is named by its first time, never drawn", () => {
  const track = new Track(setupOf());
  track.see(seen(odometry(2e9, { x: NaN }), 2e9));
  track.see(seen(odometry(3e9, { x: NaN }), 3e9));
  assert.equal(track.notFinite_s, 2);
  assert.deepEqual(track.samples(), []);
});

Deno.test("Track: without truth there is a way and no error", () => {
  const track = new Track(setupOf({ truth: undefined }));
  assert.equal(track.see(seen(odometry(1e9, { x: 9, sd: 0.1 }), 1e9)), false);
  assert.deepEqual(track.samples().map(({ error, truth }) => [error, truth]), [[[], undefined]]);
});

Deno.test("Track: bounded, in order, and no peak of position or heading is lost", () => {
  const errors = fc.array(fc.record({ x: fc.double({ noNaN: true, min: -9, max: 9 }) }), {
    minLength: 1,
    maxLength: 3000,
  });
  const property = fc.property(errors, fc.integer({ min: 0, max: 2999 }), (list, turned) => {
    const track = new Track(setupOf());
    list.forEach(({ x }, i) => {
      const at = Math.round(i * TEN_SECONDS / list.length);
      track.see(seen(odometry(at, { x, yaw: i === turned % list.length ? 0.5 : 0.1 }), at));
    });
    const samples = track.samples(), stamps = samples.map(({ at_s }) => at_s);
    assert.ok(samples.length <= 1002);
    assert.deepEqual(stamps, stamps.toSorted((a, b) => a - b));
    const far = Math.max(...list.map(({ x }) => Math.abs(x)));
    near([Math.max(...samples.map(distanceOf))], [far]);
    near([Math.max(...samples.map(({ error }) => error[3]!))], [0.5 * RADIAN]);
  });
  fc.assert(property, { numRuns: 20 });
});
