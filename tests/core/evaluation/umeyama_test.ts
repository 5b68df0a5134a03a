import assert from "#assert";
import fc from "fast-check";
import { umeyama, umeyamaYaw } from "../../../core/evaluation/umeyama.ts";

const rotationAboutZ = (
  yaw: number,
) => [Math.cos(yaw), -Math.sin(yaw), 0, Math.sin(yaw), Math.cos(yaw), 0, 0, 0, 1];

function move(points: Float64Array, r: number[], t: number[], s: number): Float64Array {
  return points.map((_, i) => {
    const [row, p] = [i % 3, i - i % 3];
    const turned = [0, 1, 2].reduce((sum, k) => sum + r[3 * row + k]! * points[p + k]!, 0);
    return s * turned + t[row]!;
  });
}

function requireClose(a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-9): void {
  Array.from(a).forEach((value, i) => assert.ok(Math.abs(value - b[i]!) < tolerance, `${i}`));
}

const cloud = Float64Array.from({ length: 30 }, (_, i) => Math.sin(1 + i * i) * 3);

Deno.test("umeyama() and umeyamaYaw() find the transform that was applied", () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(fc.property(number(-3, 3), number(0.2, 5), number(-9, 9), (yaw, scale, shift) => {
    const r = rotationAboutZ(yaw);
    const t = [shift, -shift, 2 * shift];
    const similar = umeyama(cloud, move(cloud, r, t, scale), { scale: true });
    requireClose(similar.rotation, r);
    requireClose(similar.translation, t);
    assert.ok(Math.abs(similar.scale - scale) < 1e-9);
    const turned = umeyamaYaw(cloud, move(cloud, r, t, 1));
    requireClose(turned.rotation, r);
    requireClose(turned.translation, t);
  }));
});

Deno.test("umeyama() turns a plane without a reflection", () => {
  const plane = cloud.map((value, i) => i % 3 === 2 ? 0 : value);
  const r = rotationAboutZ(2);
  requireClose(umeyama(plane, move(plane, r, [1, 2, 3], 1)).rotation, r);
});

Deno.test("umeyama() refuses a line, a point, and sizes that differ", () => {
  const straight = cloud.map((_, i) => i % 3 === 0 ? i : 0);
  assert.throws(() => umeyama(straight, straight), /line or point/);
  assert.throws(() => umeyama(new Float64Array(9), new Float64Array(9)), RangeError);
  assert.throws(() => umeyama(cloud, cloud.subarray(3)), RangeError);
  assert.throws(() => umeyama(new Float64Array(0), new Float64Array(0)), RangeError);
});

Deno.test("umeyamaYaw() leaves the turn at 0 where nothing shows it", () => {
  const { rotation, translation } = umeyamaYaw(new Float64Array(6), new Float64Array(6).fill(2));
  requireClose(rotation, rotationAboutZ(0));
  requireClose(translation, [2, 2, 2]);
});
