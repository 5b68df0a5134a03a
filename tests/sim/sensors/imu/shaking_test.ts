import assert from "#assert";
import { RandomTree } from "../../../../core/math/random.ts";
import { SECOND, SIMULATED_EPOCH } from "../../../../msgs/time.ts";
import type { SensorSetup } from "../../../../sim/contract.ts";
import { imuSchema } from "../../../../sim/sensors/imu/config.ts";
import { Shaking } from "../../../../sim/sensors/imu/shaking.ts";
import { emptyScene } from "../../../../sim/world/scene.ts";

function setupOf(shaken: boolean): SensorSetup {
  const scene = emptyScene(), none = [0, 0, 0] as const;
  if (shaken) {
    scene.vibrations.push({
      ...{ span: { from: 0, to: Infinity }, hz: 2.5, force: [1, 2, 3], rate: none },
      ...{ forcePhase: none, ratePhase: none },
    });
  }
  const half = Math.SQRT1_2;
  return {
    ...{ name: "imu", frame: "imu_link", epoch: SIMULATED_EPOCH, start: 0, wheels: undefined },
    mount: { translation: [0, 0, 0], rotation: [half, 0, 0, half] }, // 90° about z
    world: { gravity: 9.8, scene, magneticField: () => {} },
    rng: RandomTree.root(1).under("imu"),
  };
}

Deno.test("Shaking: none where nothing shakes", () => {
  const config = imuSchema.parse({ type: "imu" });
  assert.equal(Shaking.of(config, setupOf(false)), undefined);
});

Deno.test("Shaking: in the sensor's own axes, as its sampling sees it", () => {
  const config = imuSchema.parse({ type: "imu", sampling: "instant" });
  const shaking = Shaking.of(config, setupOf(true))!;
  shaking.feel(0, 0.1 * SECOND); // sin(2π · 2.5 · 0.1) = 1
  const near = [2, -1, 3].map((value, i) => Math.abs(shaking.force[i]! - value));
  assert.ok(Math.max(...near) < 1e-12, String(shaking.force));
  assert.deepEqual([...shaking.rate], [0, 0, 0]);
});
