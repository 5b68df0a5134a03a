import assert from "#assert";
import { conjugate, multiply, toRotationVector } from "../../../core/math/quaternion.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { InputError } from "../../../harness/errors.ts";
import { type Initial, initialParameters } from "../../../harness/run/initial.ts";
import { nodeStreams } from "../../../harness/run/host_nodes.ts";
import type { Truth } from "../../../sim/contract.ts";

const POSITION = [1, 2, 3];
const VELOCITY = [0.5, -0.25, 0.125];
/** w x y z: yaw 90°, then roll 90° in the body; far from every axis that a mix-up would spare. */
const ORIENTATION = [0.5, 0.5, 0.5, 0.5];

/** Truth that stands in that state at the start, and elsewhere later. */
const truth: Truth = {
  start: 0,
  end: 1e9,
  at(at, out) {
    assert.equal(at, 0, "the start of the run");
    out.position.set(POSITION);
    out.orientation.set(ORIENTATION);
    out.velocity.set(VELOCITY);
  },
};

/** The deviations of the three axes differ, so that swapped or shared draws are seen. */
const SDS = {
  initial_position_sd: [0.1, 0.2, 0.4],
  initial_orientation_sd: [0.01, 0.02, 0.04],
  initial_velocity_sd: [1, 2, 4],
};

type Given = Record<string, readonly number[]>;

function start(initial: Initial, parsed: Record<string, unknown>, seed = 1): Given {
  const random = nodeStreams(seed, "fusion");
  return initialParameters(initial, {}, { truth, parsed, random, name: "fusion" }) as Given;
}

Deno.test("initialParameters(): none leaves the parameters as they were given", () => {
  const given = { gate: 0.9 };
  const random = RandomTree.root(1);
  const options = { truth, parsed: { initial_time: 0, ...SDS }, random, name: "fusion" };
  assert.deepEqual(initialParameters("none", given, options), given);
});

Deno.test("initialParameters(): truth, with the quaternion in the order of messages", () => {
  assert.deepEqual(start("truth", {}), {
    initial_position: POSITION,
    initial_orientation: [0.5, 0.5, 0.5, 0.5],
    initial_velocity: VELOCITY,
  });
  const turned: Truth = { ...truth, at: (_at, out) => out.orientation.set([0.8, 0, 0.6, 0]) };
  const options = { truth: turned, parsed: {}, random: RandomTree.root(1), name: "fusion" };
  const { initial_orientation } = initialParameters("truth", {}, options);
  assert.deepEqual(initial_orientation, [0, 0.6, 0, 0.8], "x y z w");
});

Deno.test("initialParameters() keeps other parameters and sets the time of a node that has one", () => {
  const options = { truth, parsed: { initial_time: 7 }, random: RandomTree.root(1), name: "n" };
  const found = initialParameters("truth", { gate: 0.9, initial_position: [9, 9, 9] }, options);
  assert.equal(found.gate, 0.9);
  assert.equal(found.initial_time, 0);
  assert.deepEqual(found.initial_position, POSITION, "truth goes over what was written");
  assert.equal("initial_time" in start("truth", {}), false);
});

/** The error of a drawn start: position and velocity in world axes, attitude in the body's. */
function errors(found: Given): number[] {
  const [x, y, z, w] = found.initial_orientation!;
  const inverse = new Float64Array(4), error = new Float64Array(4), turn = new Float64Array(3);
  conjugate(inverse, Float64Array.from(ORIENTATION));
  multiply(error, inverse, Float64Array.of(w!, x!, y!, z!));
  toRotationVector(turn, error);
  return [
    ...found.initial_position!.map((value, i) => value - POSITION[i]!),
    ...turn,
    ...found.initial_velocity!.map((value, i) => value - VELOCITY[i]!),
  ];
}

Deno.test("initialParameters(): drawn errors have the stated deviations and no correlation", () => {
  const count = 4000;
  const draws = Array.from({ length: count }, (_, seed) => errors(start("drawn", SDS, seed)));
  const sds = [...SDS.initial_position_sd, ...SDS.initial_orientation_sd];
  sds.push(...SDS.initial_velocity_sd);
  const moment = (i: number, j: number) =>
    draws.reduce((sum, e) => sum + e[i]! * e[j]!, 0) / count / (sds[i]! * sds[j]!);
  for (let i = 0; i < 9; i++) {
    const mean = draws.reduce((sum, e) => sum + e[i]!, 0) / count / sds[i]!;
    assert.ok(Math.abs(mean) < 4.5 / Math.sqrt(count), `mean of ${i}: ${mean}`);
    for (let j = 0; j <= i; j++) {
      // Of a normal variable: variance of the second moment 2, of a product of two 1; 4.5 σ.
      const bound = 4.5 * Math.sqrt((i === j ? 2 : 1) / count);
      const off = moment(i, j) - (i === j ? 1 : 0);
      assert.ok(Math.abs(off) < bound, `moment ${i},${j} is off by ${off}`);
    }
  }
});

Deno.test("initialParameters(): each draw has its own stream; one number is for all axes", () => {
  const one = start("drawn", SDS, 5);
  const still = start("drawn", { ...SDS, initial_velocity_sd: 0 }, 5);
  assert.deepEqual(still.initial_velocity, VELOCITY);
  assert.deepEqual(still.initial_position, one.initial_position);
  assert.deepEqual(still.initial_orientation, one.initial_orientation);
  const same = start("drawn", { ...SDS, initial_position_sd: 0.3 }, 5);
  const three = start("drawn", { ...SDS, initial_position_sd: [0.3, 0.3, 0.3] }, 5);
  assert.deepEqual(same, three);
  assert.deepEqual(start("drawn", SDS, 5), one);
  assert.notDeepEqual(start("drawn", SDS, 6), one);
});

for (const what of ["position", "velocity", "orientation"]) {
  for (const sd of [undefined, [1, 2], "much"]) {
    Deno.test(`initialParameters() refuses a draw with ${what} deviation ${sd}`, () => {
      const parsed = { ...SDS, [`initial_${what}_sd`]: sd };
      assert.throws(() => start("drawn", parsed), (error: Error) => {
        if (!(error instanceof InputError)) throw error;
        const expected = `nodes.fusion: initial: drawn needs params.initial_${what}_sd`;
        assert.equal(error.message, expected);
        return true;
      });
    });
  }
}
