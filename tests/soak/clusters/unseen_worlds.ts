/** Random halls and yards that no setting of the cloud node was chosen on, and a robot's way in each. */
import { RandomTree } from "../../../core/math/random.ts";
import { loadScenarioText, readScenarioData } from "../../../harness/host/load_scenario.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { Dice, type RandomWorld, randomWorld } from "../../../training/random_world.ts";

/** Of the robot's way, m. */
const CLEAR = 0.4;

/** A straight way past all that stands. */
function randomWay({ taken }: RandomWorld, tree: RandomTree) {
  const dice = new Dice(tree, "way");
  for (let attempt = 0; attempt < 1000; attempt++) {
    const [x, y] = [dice.between(-9, 9), dice.between(-9, 9)];
    const yaw = dice.between(-Math.PI, Math.PI), length = dice.between(2, 4);
    const [dx, dy] = [length * Math.cos(yaw), length * Math.sin(yaw)];
    if (Math.max(Math.abs(x + dx), Math.abs(y + dy)) > 9.5) continue;
    const isFree = taken.every((one) => {
      const along = ((one.x - x) * dx + (one.y - y) * dy) / (length * length);
      const part = Math.min(1, Math.max(0, along));
      return Math.hypot(one.x - x - part * dx, one.y - y - part * dy) > one.radius + CLEAR;
    });
    if (isFree) {
      const start = { position_m: [x, y], yaw_deg: yaw * 180 / Math.PI };
      return { start, waypoints: [[x, y], [x + dx, y + dy]] };
    }
  }
  throw new Error("no way through this world");
}

/** What a lidar's scenario, and its cloud node, are. */
export interface Setting {
  readonly lidar: Record<string, unknown>;
  /** Over the parameters that warehouse_perception gives its cloud node. */
  readonly params?: Record<string, unknown>;
}

interface Perception {
  readonly nodes: { readonly cloud: { readonly params: Record<string, unknown> } };
}

/** Precision and recall of clusters. */
export interface Shares {
  readonly precision: number;
  readonly recall: number;
}

/** How right clusters are in one drive through the world of a seed. */
export async function clustersOf(
  seed: number,
  { lidar, params = {} }: Setting,
): Promise<Shares> {
  const { nodes: { cloud } } = await readScenarioData("warehouse_perception") as Perception;
  const tree = RandomTree.root(seed).under("training"), scene = randomWorld(tree);
  const check = (measure: keyof Shares) => ({ type: "clusters", measure, min: 0 });
  const scenario = {
    ...{ name: "unseen", duration_s: 2, seed },
    world: { ...scene.world, bounds_m: { min: [-15, -15], max: [15, 15] } },
    robot: { type: "differential", max_speed_m_s: 1, ...randomWay(scene, tree) },
    sensors: { lidar: { type: "lidar", position_m: [0.1, 0, 1.1], labels: true, ...lidar } },
    nodes: { cloud: { node: "cloud", params: { ...cloud.params, ...params } } },
    checks: { precision: check("precision"), recall: check("recall") },
  };
  const loaded = await loadScenarioText(JSON.stringify(scenario), "warehouse_perception");
  const { checks: results } = await runScenario(loaded, { digests: false });
  const valueOf = (measure: keyof Shares) => results.find(({ name }) => name === measure)!.value!;
  return { precision: valueOf("precision"), recall: valueOf("recall") };
}
