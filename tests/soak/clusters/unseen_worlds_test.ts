/** Clusters of worlds that nobody tuned on, by the settings of warehouse_perception. */
import assert from "#assert";
import { clustersOf, type Setting, type Shares } from "./unseen_worlds.ts";

const VLP16: Setting = { lidar: { preset: "vlp16", output: "dense" } };

/** Means over so many worlds. */
async function means(worlds: number, setting: Setting) {
  const all: Shares[] = [];
  for (let seed = 5001; seed < 5001 + worlds; seed++) all.push(await clustersOf(seed, setting));
  const mean = (measure: keyof Shares) => all.reduce((sum, one) => sum + one[measure], 0) / worlds;
  return { precision: mean("precision"), recall: mean("recall"), all };
}

/** Lidars, worlds, and what was measured. */
const LIDARS: Readonly<Record<string, { readonly worlds: number; readonly setting: Setting }>> = {
  vlp16: { worlds: 20, setting: VLP16 }, // precision 0.996, recall 1.000
  os1_32: { worlds: 10, setting: { lidar: { preset: "os1_32" } } }, // 0.993, 0.999
  os1_128: { worlds: 10, setting: { lidar: { preset: "os1_128" } } }, // 0.995, 0.999
};

for (const [name, { worlds, setting }] of Object.entries(LIDARS)) {
  Deno.test(`clusters of a ${name} match the true objects of worlds never seen`, async () => {
    const { precision, recall, all } = await means(worlds, setting);
    const list = all.map((one, i) => `\n${i}: ${one.precision} ${one.recall}`).join("");
    assert.ok(precision >= 0.95 && recall >= 0.95, `${precision}, ${recall}${list}`);
    // None of them is a world in which clusters fail.
    assert.ok(all.every((one) => Math.min(one.precision, one.recall) > 0.85), list);
  });
}

Deno.test("one tolerance for all directions leaves things in pieces, which is seen", async () => {
  const { precision, recall } = await means(3, { ...VLP16, params: { cluster_tolerance_z: 0.3 } });
  // 0.74 and 0.89.
  assert.ok(precision < 0.8 && recall < 0.95, `${precision}, ${recall}`);
});
