import assert from "#assert";
import { z } from "zod";
import { linearColor, materialFields, materialOf } from "../../../../sim/world/visible/material.ts";

Deno.test("material: sRGB to linear light at known levels (IEC 61966-2-1)", () => {
  assert.deepEqual(linearColor("#000000"), [0, 0, 0]);
  assert.deepEqual(linearColor("#ffffff"), [1, 1, 1]);
  const [r, g, b] = linearColor("#80400a");
  assert.ok(Math.abs(r - 0.2158605) < 1e-6);
  assert.ok(Math.abs(g - 0.0512695) < 1e-6);
  assert.ok(Math.abs(b - 10 / 255 / 12.92) < 1e-9);
});

Deno.test("material: what is stated goes before the object's own; a colour takes its texture off", () => {
  const own = {
    color: "#ff0000",
    texture: { pattern: "stripes", color: "#ffffff", scale_m: 0.5 },
  } as const;
  const plain = materialOf({}, own);
  assert.deepEqual([plain.pattern, plain.frequency, plain.color[0]], [2, 2, 1]);
  const painted = materialOf({ color: "#00ff00" }, own);
  assert.deepEqual([painted.pattern, painted.color[1]], [0, 1]);
  assert.equal(materialOf({ reflectivity: 1.5 }, own).reflectivity, 1.5);
  assert.ok(
    materialOf({ color: "#ffffff" }).reflectivity > materialOf({ color: "#000000" }).reflectivity,
  );
});

Deno.test("material: a bad colour is told how one looks", () => {
  const { error } = z.strictObject(materialFields).safeParse({ color: "red" });
  assert.match(error!.issues[0]!.message, /#c08040/);
});
