import assert from "#assert";
import { frustum, standing } from "../../../../sim/world/visible/part.ts";

Deno.test("part: a box stands on its base", () => {
  assert.deepEqual(standing([1, 2, 3], [4, 5, 6]), { kind: "box", at: [1, 2, 6], size: [4, 5, 6] });
});

Deno.test("part: a frustum's triangles lie on it, and cover its side and top", () => {
  const sides = Array.from(
    { length: 64 },
    (_, i) => [Math.cos(i * Math.PI / 32), Math.sin(i * Math.PI / 32)] as const,
  );
  const triangles = frustum(1, 2, [3, 1.5], sides);
  let area = 0;
  for (let t = 0; t < triangles.length; t += 9) {
    const corner = (k: number) => [...triangles.subarray(t + 3 * k, t + 3 * k + 3)];
    for (let k = 0; k < 3; k++) {
      const [x, y, z] = corner(k) as [number, number, number], radius = Math.hypot(x, y);
      if (radius > 1e-9) assert.ok(Math.abs(radius - (3 - 1.5 * (z - 1) / 2)) < 1e-9);
    }
    const [a, b, c] = [corner(0), corner(1), corner(2)];
    const e = a.map((v, k) => b[k]! - v), f = a.map((v, k) => c[k]! - v);
    area += Math.hypot(
      e[1]! * f[2]! - e[2]! * f[1]!,
      e[2]! * f[0]! - e[0]! * f[2]!,
      e[0]! * f[1]! - e[1]! * f[0]!,
    ) / 2;
  }
  const exact = Math.PI * (3 + 1.5) * Math.hypot(2, 1.5) + Math.PI * 1.5 * 1.5;
  assert.ok(Math.abs(area / exact - 1) < 0.005, `${area} of ${exact}`);
});
