import assert from "#assert";
import fc from "fast-check";
import { clearanceOf, type Corridor } from "../../../core/resilience/clearance.ts";

const ROBOT: Corridor = { front: 0.3, rear: 0.2, halfWidth: 0.4, minHeight: 0.1, maxHeight: 1.5 };
const NONE = { ahead: Infinity, behind: Infinity };

Deno.test("clearance: the nearest ahead and behind, from the outline", () => {
  const xyz = [3, 0, 1, 2, 0.4, 1, -1, -0.4, 0.1, -4, 0, 1];
  assert.deepEqual(clearanceOf(xyz, 4, ROBOT), { ahead: 1.7, behind: 0.8 });
  assert.deepEqual(clearanceOf(xyz, 1, ROBOT), { ahead: 2.7, behind: Infinity });
  assert.deepEqual(clearanceOf([], 0, ROBOT), NONE);
});

Deno.test("clearance: beside, below, above, within the outline and not finite are none", () => {
  const beside = [2, 0.41, 1], ground = [2, 0, 0.09], above = [2, 0, 1.51], self = [0.3, 0, 1];
  const back = [-0.2, 0, 1], nan = [NaN, 0, 1, 2, NaN, 1, 2, 0, NaN];
  const xyz = [...beside, ...ground, ...above, ...self, ...back, ...nan];
  assert.deepEqual(clearanceOf(xyz, xyz.length / 3, ROBOT), NONE);
});

Deno.test("clearance: as a search over all points has it, and the way is mirrored with them", () => {
  const metre = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(fc.property(fc.array(fc.tuple(metre, metre, metre)), (points) => {
    const found = clearanceOf(points.flat(), points.length, ROBOT);
    const inside = points.filter(([, y, z]) => Math.abs(y) <= 0.4 && z >= 0.1 && z <= 1.5);
    const ahead = inside.map(([x]) => x - 0.3).filter((way) => way > 0);
    assert.equal(found.ahead, Math.min(Infinity, ...ahead));
    const symmetric = { ...ROBOT, rear: 0.3 };
    const turned = points.flatMap(([x, y, z]) => [-x, -y, z]);
    const [one, two] = [points.flat(), turned].map((xyz) =>
      clearanceOf(xyz, points.length, symmetric)
    );
    assert.deepEqual([one!.ahead, one!.behind], [two!.behind, two!.ahead]);
  }));
});
