/**
 * The verdict over seeds on a filter that can be seen through: an extended Kalman filter of a
 * robot in the plane (position in the world, heading), driven by wheels and a gyro, with position
 * fixes. Right, it passes; with each of the mistakes that filters are shipped with, it fails.
 */
import assert from "#assert";
import { normalisedSquare } from "../../core/evaluation/consistency.ts";
import { type RandomStream, RandomTree } from "../../core/math/random.ts";
import { type EpochSummary, judgeEpochs } from "../../harness/checks/base/epochs.ts";

const MISTAKES = [
  "none",
  "wrong Jacobian",
  "missing covariance mapping",
  "doubled Q",
  "doubled R",
  "halved P0",
] as const;
type Mistake = typeof MISTAKES[number];

const DT = 0.1;
const STEPS = 400;
const P0 = [0.04, 0.04, 0.0025];
/** Along and across the wheels, and of the turn: variances a step, in the body. */
const Q = [1e-3, 1e-5, 4e-6];
const R = 0.04;

type Matrix = number[][];
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
const transpose = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));
const sum = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x + b[i]![j]!));
const diagonal = (values: readonly number[]): Matrix =>
  values.map((value, i) => values.map((_, j) => i === j ? value : 0));

function turn(heading: number): Matrix {
  const [c, s] = [Math.cos(heading), Math.sin(heading)];
  return [[c, -s, 0], [s, c, 0], [0, 0, 1]];
}

function run(seed: number, mistake: Mistake): EpochSummary {
  const draw: RandomStream = RandomTree.root(seed).at("robot");
  const truth = [0, 0, 0.3];
  const state = truth.map((value, i) => value - Math.sqrt(P0[i]!) * draw.gaussian());
  let p = diagonal(P0.map((value) => mistake === "halved P0" ? value / 2 : value));
  const all: number[] = [];
  for (let k = 1; k <= STEPS; k++) {
    const step = [0.15, 0, 0.02 + 0.05 * Math.sin(k / 25)];
    const noisy = step.map((value, i) => value + Math.sqrt(Q[i]!) * draw.gaussian());
    // The robot does the step; the filter is told another one.
    move(truth, step);
    p = predict(state, noisy, { p, mistake });
    if (k % 10 === 0) {
      const fix = [0, 1].map((i) => truth[i]! + Math.sqrt(R) * draw.gaussian());
      p = correct(state, fix, { p, mistake });
    }
    if (k % 5 === 0) {
      all.push(normalisedSquare(truth.map((value, i) => value - state[i]!), p.flat()));
    }
  }
  return { epochs: { all } };
}

function move(pose: number[], step: readonly number[]): void {
  const [[dx], [dy]] = product(turn(pose[2]!), step.map((value) => [value])) as [
    number[],
    number[],
  ];
  pose[0]! += dx!;
  pose[1]! += dy!;
  pose[2]! += step[2]!;
}

function predict(state: number[], step: number[], { p, mistake }: { p: Matrix; mistake: Mistake }) {
  const r = turn(state[2]!);
  const [x, y] = state as [number, number];
  move(state, step);
  const f = diagonal([1, 1, 1]);
  const sign = mistake === "wrong Jacobian" ? -1 : 1;
  f[0]![2] = -sign * (state[1]! - y);
  f[1]![2] = sign * (state[0]! - x);
  const q = diagonal(Q.map((value) => mistake === "doubled Q" ? 2 * value : value));
  const mapped = mistake === "missing covariance mapping"
    ? q
    : product(product(r, q), transpose(r));
  return sum(product(product(f, p), transpose(f)), mapped);
}

function correct(state: number[], fix: number[], { p, mistake }: { p: Matrix; mistake: Mistake }) {
  const r = mistake === "doubled R" ? 2 * R : R;
  for (const axis of [0, 1]) {
    const s = p[axis]![axis]! + r;
    const gain = p.map((row) => row[axis]! / s);
    const residual = fix[axis]! - state[axis]!;
    gain.forEach((value, i) => state[i]! += value * residual);
    p = p.map((row, i) => row.map((value, j) => value - gain[i]! * gain[j]! * s));
  }
  return p;
}

for (const mistake of MISTAKES) {
  Deno.test(`a filter with ${mistake === "none" ? "no mistake passes" : `${mistake} fails`}`, () => {
    const runs = Array.from({ length: 200 }, (_, seed) => run(seed, mistake));
    const rule = { dimensions: { all: 3 }, probability: 0.999, share: 0.95, step_s: 5 * DT };
    const [found] = judgeEpochs(runs, rule);
    assert.equal(found!.verdict, mistake === "none" ? "pass" : "fail", JSON.stringify(found));
  });
}
