import assert from "#assert";
import fc from "fast-check";
import { quinticHermite } from "../../../../core/math/spline.ts";
import { distance } from "../arbitrary_rotation.ts";

const value = fc.double({ min: -5, max: 5, noNaN: true });
const end = fc.tuple(value, value, value);
const duration = fc.double({ min: 0.1, max: 10, noNaN: true });

Deno.test("quinticHermite() has position, velocity and acceleration as given at both ends", () => {
  fc.assert(fc.property(end, end, duration, (from, to, h) => {
    const out = new Float64Array(3);
    quinticHermite(out, from, to, h, 0);
    assert.ok(distance(out, from) < 1e-13);
    quinticHermite(out, from, to, h, h);
    const scale = Math.max(1, h * h) * Math.max(1, 1 / (h * h));
    assert.ok(distance(out, to) < 1e-11 * scale, `${out} ${to}`);
  }));
});

Deno.test("quinticHermite() is any quintic that has those ends", () => {
  const coefficients = fc.array(value, { minLength: 6, maxLength: 6 });
  fc.assert(fc.property(coefficients, fc.double({ min: 0, max: 1, noNaN: true }), (c, u) => {
    const [c0, c1, c2, c3, c4, c5] = c as [number, number, number, number, number, number];
    const at = (t: number): [number, number, number] => [
      c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5)))),
      c1 + t * (2 * c2 + t * (3 * c3 + t * (4 * c4 + t * 5 * c5))),
      2 * c2 + t * (6 * c3 + t * (12 * c4 + t * 20 * c5)),
    ];
    const h = 1.5, out = new Float64Array(3);
    quinticHermite(out, at(0), at(h), h, u * h);
    assert.ok(distance(out, at(u * h)) < 1e-11);
  }));
});
