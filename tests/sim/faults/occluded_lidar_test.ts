import assert from "#assert";
import { occludedLidar } from "../../../sim/faults/occluded_lidar.ts";
import { sceneOf } from "./wrapped.ts";

Deno.test("occluded_lidar: degrees become radians, a whole turn has no edge", () => {
  const type = "occluded_lidar";
  const [part] = sceneOf(occludedLidar, { type, from_deg: -90, width_deg: 45 }).occlusions;
  assert.ok(
    Math.abs(part!.from + Math.PI / 2) < 1e-15 && Math.abs(part!.width - Math.PI / 4) < 1e-15,
  );
  assert.equal(part!.share, 1);
  const [whole] = sceneOf(occludedLidar, { type }).occlusions;
  assert.equal(whole!.width, Infinity);
});
