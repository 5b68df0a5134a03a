import assert from "#assert";
import { EDGE, HEIGHT, TAIL } from "../../../../core/math/random/ziggurat.ts";
import { chi2Survival } from "../../../../core/math/chi2.ts";

Deno.test("ziggurat: layers have one area, that of the lowest with its tail", () => {
  const area = EDGE[0]! * HEIGHT[1]!;
  for (let i = 1; i < 256; i++) {
    const layer = EDGE[i]! * (HEIGHT[i + 1]! - HEIGHT[i]!);
    assert.ok(Math.abs(layer / area - 1) < 1e-12, `layer ${i}: ${layer / area}`);
  }
  // ∫ exp(−x²/2) above TAIL: √(2π) P(X > TAIL).
  const tail = Math.sqrt(2 * Math.PI) * chi2Survival(TAIL * TAIL, 1) / 2;
  assert.ok(Math.abs((TAIL * HEIGHT[1]! + tail) / area - 1) < 1e-13);
});

Deno.test("ziggurat: edges fall from the tail to 0, heights rise to 1 along the density", () => {
  assert.deepEqual([EDGE[1], EDGE[256], HEIGHT[256]], [TAIL, 0, 1]);
  for (let i = 1; i <= 256; i++) {
    assert.ok(EDGE[i]! < EDGE[i - 1]! && HEIGHT[i]! > HEIGHT[i - 1]!);
    assert.ok(Math.abs(HEIGHT[i]! - Math.exp(-EDGE[i]! * EDGE[i]! / 2)) < 1e-14);
  }
});
