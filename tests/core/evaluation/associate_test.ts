import assert from "#assert";
import { associate } from "../../../core/evaluation/associate.ts";
import { trajectoryOf } from "../../../core/evaluation/trajectory.ts";
import { pairOf, readOracle } from "../../oracles/evo_oracle.ts";

Deno.test("associate() pairs the stamps that evo pairs", () => {
  for (const expected of readOracle().cases) {
    const { reference, estimate } = pairOf(expected);
    assert.ok(expected.associated[0].length < trajectoryOf(expected.estimate).stamps.length);
    assert.deepEqual([...reference.stamps], expected.associated[0]);
    assert.deepEqual([...estimate.stamps], expected.associated[1]);
  }
});

Deno.test("associate() takes the nearest, the earlier of two, and nothing beyond the limit", () => {
  const { first, second } = associate([0, 1, 2, 3], [0.004, 1.02, 3.0, 2.996, 9].sort());
  assert.deepEqual(first, [0, 3]);
  assert.deepEqual(second, [0, 3]);
  assert.deepEqual(associate([1.5], [1, 2], { maxDifference: 1 }), { first: [0], second: [0] });
});

Deno.test("associate() shifts the second list by the offset, whichever is longer", () => {
  const long = [10, 11, 12, 13];
  assert.deepEqual(associate([1, 2], long, { offset: -10 }), { first: [0, 1], second: [1, 2] });
  assert.deepEqual(associate(long, [1, 2], { offset: 10 }), { first: [1, 2], second: [0, 1] });
});

Deno.test("associate() of nothing is nothing", () => {
  assert.deepEqual(associate([], [1]), { first: [], second: [] });
  assert.deepEqual(associate([], []), { first: [], second: [] });
});
