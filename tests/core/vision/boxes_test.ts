import assert from "#assert";
import fc from "fast-check";
import { overlap, type ScoredBox, suppress } from "../../../core/vision/boxes.ts";

const side = fc.integer({ min: 0, max: 12 });
const box = fc.tuple(side, side, side, side).map(([a, b, c, d]) => ({
  x1: Math.min(a, c),
  y1: Math.min(b, d),
  x2: Math.max(a, c),
  y2: Math.max(b, d),
}));
const scored: fc.Arbitrary<ScoredBox> = fc.tuple(box, fc.nat(2), fc.nat(5)).map(
  ([shape, label, tenth]) => ({ ...shape, label, score: tenth / 5 }),
);

Deno.test("overlap() is the share of cells of the union that are in both", () => {
  fc.assert(fc.property(box, box, (a, b) => {
    let both = 0, either = 0;
    for (let x = 0; x < 12; x++) {
      for (let y = 0; y < 12; y++) {
        const inside = [a, b].map((o) => x >= o.x1 && x < o.x2 && y >= o.y1 && y < o.y2);
        if (inside[0] && inside[1]) both++;
        if (inside[0] || inside[1]) either++;
      }
    }
    assert.ok(Math.abs(overlap(a, b) - (either === 0 ? 0 : both / either)) < 1e-12);
    assert.equal(overlap(a, b), overlap(b, a));
  }));
});

Deno.test("suppress(): what stays overlaps no surer box of its class, what goes overlaps one", () => {
  fc.assert(fc.property(fc.array(scored, { maxLength: 25 }), (boxes) => {
    const kept = suppress(boxes, 0.5);
    kept.forEach((one, i) => {
      if (i > 0) assert.ok(kept[i - 1]!.score >= one.score);
      for (const other of kept.slice(0, i)) {
        assert.ok(other.label !== one.label || overlap(other, one) <= 0.5);
      }
    });
    for (const gone of boxes.filter((one) => !kept.includes(one))) {
      assert.ok(
        kept.some((one) =>
          one.label === gone.label && one.score >= gone.score && overlap(one, gone) > 0.5
        ),
      );
    }
  }));
});
