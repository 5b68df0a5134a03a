import assert from "#assert";
import { RandomTree } from "../../../../core/math/random.ts";
import { type EpochSummary, judgeEpochs } from "../../../../harness/checks/base/epochs.ts";

const rule = { dimensions: { p: 3 }, probability: 0.999, share: 0.95, step_s: 0.5 };

/** Runs whose errors were drawn with `scale` times the variance that was claimed. */
function ensemble(runs: number, scale: (epoch: number) => number): EpochSummary[] {
  const noise = RandomTree.root(7).at("ensemble");
  return Array.from({ length: runs }, () => ({
    epochs: {
      p: Array.from({ length: 100 }, (_, epoch) => {
        const [a, b, c] = [noise.gaussian(), noise.gaussian(), noise.gaussian()];
        return scale(epoch) * (a * a + b * b + c * c);
      }),
    },
  }));
}

Deno.test("judgeEpochs() passes an honest ensemble, fails 20 % too much or too little", () => {
  const verdict = (scale: number) => judgeEpochs(ensemble(100, () => scale), rule)[0]!;
  assert.equal(verdict(1).verdict, "pass");
  assert.equal(verdict(1).part, "p");
  assert.match(verdict(2).reason!, /too little error/);
  assert.match(verdict(0.5).reason!, /too much error/);
});

Deno.test("judgeEpochs() sees a lie of some epochs, and names the worst", () => {
  const some = judgeEpochs(ensemble(100, (epoch) => epoch >= 90 ? 3 : 1), rule)[0]!;
  assert.equal(some.verdict, "fail");
  assert.ok(some.value! < 0.92);
  assert.match(some.reason!, /worst at 4[5-9](\.5)? s/);
  const few = judgeEpochs(ensemble(100, (epoch) => epoch === 90 ? 3 : 1), rule)[0]!;
  assert.equal(few.verdict, "pass");
});

Deno.test("judgeEpochs() skips small ensembles and runs without truth, fails broken runs", () => {
  const honest = ensemble(30, () => 1);
  assert.match(judgeEpochs(honest.slice(0, 19), rule)[0]!.reason!, /19 runs; an ensemble needs 20/);
  const blind = honest.map(() => ({ obstacle: "no truth" }));
  assert.equal(judgeEpochs(blind, rule)[0]!.verdict, "skipped");
  const broke = judgeEpochs([...honest, { problem: "NaN" }], rule)[0]!;
  assert.match(broke.reason!, /1 of 31 runs broke: NaN/);
  const empty = judgeEpochs(honest.map(() => ({ epochs: { p: [] } })), rule)[0]!;
  assert.match(empty.reason!, /no epoch is in 20 runs/);
});

Deno.test("judgeEpochs() leaves out epochs that few runs had", () => {
  const runs = ensemble(30, () => 1);
  const holed = runs.map((run, i) => ({
    epochs: { p: run.epochs!.p!.map((value, epoch) => epoch === 3 && i > 5 ? null : value) },
  }));
  holed[0]!.epochs.p[3] = 1e9;
  assert.equal(judgeEpochs(holed, rule)[0]!.verdict, "pass");
});
