import assert from "#assert";
import { normalGravity, STANDARD_GRAVITY } from "../../../core/models/gravity.ts";

Deno.test("normalGravity() is WGS84's at the equator, at the poles and on average", () => {
  assert.equal(normalGravity(0), 9.7803253359);
  // NIMA TR8350.2, tables 3.4: 9.8321849378 at the poles.
  for (const latitude of [90, -90]) {
    assert.ok(Math.abs(normalGravity(latitude) - 9.8321849378) < 2e-10);
  }
  // 45°: 9.80619777 by the same formula in the literature.
  assert.ok(Math.abs(normalGravity(45) - 9.806197769) < 1e-8);
});

Deno.test("normalGravity() falls with height by some 3.086 µm/s² a metre", () => {
  const drop = (normalGravity(45) - normalGravity(45, 1000)) / 1000;
  assert.ok(Math.abs(drop - 3.086e-6) < 2e-9, `${drop}`);
  // Second order: from far off, near Newton's law with the earth's mean radius.
  const ratio = normalGravity(45, 20_000) / normalGravity(45);
  assert.ok(Math.abs(ratio - (6_371_000 / 6_391_000) ** 2) < 5e-5, `${ratio}`);
});

Deno.test("STANDARD_GRAVITY is the convention's", () => {
  assert.equal(STANDARD_GRAVITY, 9.80665);
});
