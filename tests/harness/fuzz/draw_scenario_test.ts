import assert from "#assert";
import { CATALOGUE } from "../../../harness/catalogue.ts";
import { drawScenario, type ScenarioData } from "../../../harness/fuzz/draw_scenario.ts";
import { readScenarioData } from "../../../harness/host/load_scenario.ts";
import { parseScenarioData } from "../../../harness/schema/scenario.ts";

const BASE = await readScenarioData("any_robot") as ScenarioData;
const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1);
const kindsOf = (seed: number) => Object.keys(drawScenario(BASE, seed).faults as object);

Deno.test("drawScenario(): almost every draw can be run, and none is like another", async () => {
  let refused = 0;
  const texts = new Set<string>();
  for (const seed of SEEDS) {
    const data = drawScenario(BASE, seed);
    texts.add(JSON.stringify({ ...data, seed: 0 }));
    await parseScenarioData(data, { file: "drawn", catalogue: CATALOGUE }).catch(() => refused++);
  }
  assert.equal(texts.size, SEEDS.length);
  assert.ok(refused <= SEEDS.length / 10, `${refused} of ${SEEDS.length} refused`);
});

Deno.test("drawScenario(): the base's nodes and checks stay, all else is a draw of the seed", () => {
  for (const seed of SEEDS.slice(0, 10)) {
    const data = drawScenario(BASE, seed);
    assert.deepEqual(drawScenario(structuredClone(BASE), seed), data);
    assert.deepEqual([data.nodes, data.checks, data.seed], [BASE.nodes, BASE.checks, seed]);
    assert.deepEqual(Object.keys(data.sensors as object), Object.keys(BASE.sensors as object));
    assert.equal(data.description, undefined);
  }
});

Deno.test("drawScenario(): a swarm has runs without faults, with one and with many", () => {
  const counts = SEEDS.map((seed) => kindsOf(seed).length);
  assert.ok(counts.includes(0) && counts.includes(1), counts.join(" "));
  assert.ok(Math.max(...counts) >= 4, counts.join(" "));
  const kinds = new Set(SEEDS.flatMap(kindsOf));
  // Those that only a lidar or a camera feels have nothing to act on here.
  const sensors = Object.values(BASE.sensors as Record<string, { type: string }>);
  const felt = Object.values(CATALOGUE.faults).filter((fault) =>
    fault.kind === "stream" || sensors.some(({ type }) => fault.seenBy.includes(type))
  );
  assert.equal(kinds.size, felt.length, [...kinds].join(" "));
});
