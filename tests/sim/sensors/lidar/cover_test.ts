import assert from "#assert";
import { RandomTree } from "../../../../core/math/random.ts";
import { SECOND } from "../../../../msgs/time.ts";
import type { Occlusion } from "../../../../sim/contract.ts";
import { beamsOf } from "../../../../sim/sensors/lidar/beams.ts";
import { lidarSchema } from "../../../../sim/sensors/lidar/config.ts";
import { Cover } from "../../../../sim/sensors/lidar/cover.ts";
import { emptyScene } from "../../../../sim/world/scene.ts";

const BEAMS = beamsOf(lidarSchema.parse({ type: "lidar", columns: 360 }), 0.1);
const FIRINGS = BEAMS.count * BEAMS.columns;
const DEG = Math.PI / 180;

/** Firings that are blocked at 1.5 s, and their angles in degrees. */
function blocked(over: Partial<Occlusion>, at = 1.5 * SECOND, name = "lidar") {
  const scene = emptyScene();
  scene.occlusions.push({
    ...{ span: { from: SECOND, to: 2 * SECOND }, from: 0, width: Infinity, share: 1 },
    rng: RandomTree.root(3).under("fault:mud"),
    ...over,
  });
  const way = new Float64Array(FIRINGS).fill(5), reflected = new Float64Array(FIRINGS).fill(0.5);
  new Cover(scene, BEAMS, name).block(at, way, reflected);
  return [...way.keys()].filter((firing) => {
    assert.equal(way[firing] === Infinity, reflected[firing] === 0);
    return way[firing] === Infinity;
  });
}

Deno.test("Cover: all beams within the span, none outside of it", () => {
  assert.equal(blocked({}).length, FIRINGS);
  assert.equal(blocked({}, SECOND - 1).length, 0);
  assert.equal(blocked({}, 2 * SECOND).length, 0);
});

Deno.test("Cover: a sector, also across the back", () => {
  for (const [from, width] of [[-20, 40], [170, 30], [-190, 30]] as const) {
    const firings = blocked({ from: from * DEG, width: width * DEG });
    assert.ok(Math.abs(firings.length / FIRINGS - width / 360) < 0.01, `${firings.length}`);
    for (const firing of firings) {
      const [x, y] = [BEAMS.directions[3 * firing]!, BEAMS.directions[3 * firing + 1]!];
      const beyond = ((Math.atan2(y, x) / DEG - from) % 360 + 360) % 360;
      assert.ok(beyond <= width + 1e-6, `${beyond}`);
    }
  }
});

Deno.test("Cover: a share of the beams, the same all the time, others on another lidar", () => {
  const some = blocked({ share: 0.3 });
  assert.ok(Math.abs(some.length / FIRINGS - 0.3) < 0.03, `${some.length}`);
  assert.deepEqual(blocked({ share: 0.3 }, 1.9 * SECOND), some);
  assert.notDeepEqual(blocked({ share: 0.3 }, 1.9 * SECOND, "rear_lidar"), some);
});
