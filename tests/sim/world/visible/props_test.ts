/** Things have the sizes that their standards give, stand on the ground and hang together. */
import assert from "#assert";
import type { Part } from "../../../../sim/world/visible/part.ts";
import { barrel, cone, pallet, person, shelf } from "../../../../sim/world/visible/props.ts";

function extent(parts: Part[]): { low: number[]; high: number[] } {
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  const add = (k: number, from: number, to: number) => {
    low[k] = Math.min(low[k]!, from);
    high[k] = Math.max(high[k]!, to);
  };
  for (const part of parts) {
    if (part.kind === "mesh") part.triangles.forEach((value, i) => add(i % 3, value, value));
    else {
      for (let k = 0; k < 3; k++) {
        const half = part.kind === "box"
          ? part.size[k]! / 2
          : part.kind === "sphere" || k < 2
          ? part.radius
          : part.height / 2;
        add(k, part.at[k]! - half, part.at[k]! + half);
      }
    }
  }
  return { low, high };
}

function near(value: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not ${expected}`);
}

Deno.test("props: a EUR pallet is 1200 × 800 × 144 mm", () => {
  const { low, high } = extent(pallet());
  [[-0.6, 0.6], [-0.4, 0.4], [0, 0.144]].forEach(([a, b], k) => {
    near(low[k]!, a!);
    near(high[k]!, b!);
  });
});

Deno.test("props: cone, drum, person and shelf stand on the ground and are as high as said", () => {
  for (
    const [parts, height] of [
      [cone(0.75), 0.75],
      [barrel(0.29, 0.88), 0.88],
      [person(1.75, { top: "#ffffff", legs: "#000000" }), 1.75],
      [person(1.5, { top: "#ffffff", legs: "#000000" }), 1.5],
      [shelf([4, 1, 3], 3, 1), 3],
    ] as const
  ) {
    const { low, high } = extent([...parts]);
    near(low[2]!, 0, 0.005);
    near(high[2]!, height, 0.02);
  }
});

Deno.test("props: a shelf is filled as much as said, and always the same", () => {
  const cartons = (filled: number) =>
    shelf([6, 1, 4], 4, filled).length - shelf([6, 1, 4], 4, 0).length;
  assert.equal(cartons(0), 0);
  assert.equal(cartons(1), 40);
  assert.ok(cartons(0.5) > 10 && cartons(0.5) < 30);
  assert.deepEqual(shelf([6, 1, 4], 4, 0.5), shelf([6, 1, 4], 4, 0.5));
});
