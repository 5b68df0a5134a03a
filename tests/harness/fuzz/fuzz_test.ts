import assert from "#assert";
import { fuzz, scenarioYaml } from "../../../harness/fuzz/fuzz.ts";
import { Source } from "../../../harness/schema/source.ts";
import { BASE, type Bug, judgeOf } from "./planted.ts";

const SEEDS = Array.from({ length: 200 }, (_, i) => i + 1);

const PLANTED: [string, Bug, string, number, RegExp][] = [
  ["takes what is not finite", { trusting: true }, "finite", 1, /^nan$/],
  ["answers what is old", { hasty: true }, "order", 1, /^(duplicate|reorder|frozen_clock|stuck)$/],
  ["breaks on two faults together", { brittle: true }, "finite", 2, /./],
];

interface Found {
  readonly faults?: Record<string, { readonly type: string }>;
  readonly duration_s: number;
  readonly robot: { readonly waypoints?: unknown[] };
  readonly checks: object;
}

for (const [what, bug, check, most, kinds] of PLANTED) {
  Deno.test(`a node that ${what}: found in under 200 seeds, shrunk to ${most} or fewer`, async () => {
    const judge = judgeOf(bug);
    const { seeds, findings } = await fuzz(BASE, { judge, seeds: SEEDS, shrinkRuns: 150 });
    const [found] = findings;
    if (found === undefined) throw new Error(`nothing found in ${seeds} seeds`);
    assert.ok(seeds < 200 && found.check === check, `${found.check} after ${seeds} seeds`);
    const { faults = {}, duration_s, robot, checks } = found.data as unknown as Found;
    const types = Object.values(faults).map(({ type }) => type);
    assert.ok(types.length >= 1 && types.length <= most, types.join(" "));
    for (const type of types) assert.match(type, kinds);
    assert.ok(duration_s <= 12, `${duration_s} s are left`);
    assert.equal(robot.waypoints, undefined, "no wheels are needed, so none are left");
    assert.deepEqual(Object.keys(checks), [check]);
    // What is written down fails the same check.
    const written = scenarioYaml(found.data, [`Fails ${check}.`]);
    assert.match(written, /^# Fails (finite|order)\.\nname: planted\n/);
    const read = new Source(written, "found.yaml").data as Record<string, unknown>;
    assert.deepEqual(await judge(read), [check]);
  });
}

Deno.test("a node without a bug passes all, and what can't be run is counted", async () => {
  const seeds = SEEDS.slice(0, 25);
  const sound = await fuzz(BASE, { judge: judgeOf({}), seeds });
  assert.deepEqual([sound.seeds, sound.findings], [25, []]);
  const none = await fuzz(BASE, { judge: () => Promise.resolve(undefined), seeds });
  assert.deepEqual(none, { seeds: 25, refused: 25, findings: [] });
});

Deno.test("the number of jobs changes nothing that is found", async () => {
  const options = { judge: judgeOf({ trusting: true }), seeds: SEEDS.slice(0, 60), shrinkRuns: 40 };
  const one = await fuzz(BASE, { ...options, jobs: 1 });
  const four = await fuzz(BASE, { ...options, jobs: 4 });
  assert.equal(one.findings.length, 1);
  assert.deepEqual(four, one);
});

Deno.test("several failures are those of different checks", async () => {
  const judge = () => Promise.resolve(["finite", "order"]);
  const { findings, seeds } = await fuzz(BASE, { judge, seeds: SEEDS, failures: 2, shrinkRuns: 5 });
  assert.deepEqual(findings.map(({ check }) => check), ["finite", "order"]);
  assert.equal(seeds, 2);
});
