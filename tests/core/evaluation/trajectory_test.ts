import assert from "#assert";
import { select, trajectoryOf } from "../../../core/evaluation/trajectory.ts";

Deno.test("trajectoryOf() normalises quaternions, select() copies poses", () => {
  const two = trajectoryOf([[0, 1, 2, 3, 2, 0, 0, 0], [1, 4, 5, 6, 0, 0, 3, 4]]);
  assert.deepEqual([...two.orientations], [1, 0, 0, 0, 0, 0, 0.6, 0.8]);
  const last = select(two, [1]);
  assert.deepEqual([...last.stamps], [1]);
  assert.deepEqual([...last.positions], [4, 5, 6]);
  assert.deepEqual([...last.orientations], [0, 0, 0.6, 0.8]);
  last.positions[0] = 9;
  assert.equal(two.positions[3], 4);
});
