/** Slots say the same as the exact numbers, to f32. */
import assert from "#assert";
import { KIND, SHAPE_SIZE } from "../../../../core/kernels/raycast/shapes.ts";
import { SLOT_SIZE, writeSlot } from "../../../../core/kernels/raycast/slots.ts";
import { drawing, mixedWorld } from "./worlds.ts";

Deno.test("slots: barycentric coordinates of a triangle's corners, local ones of a body's middle", () => {
  const list = mixedWorld(drawing("slots")), slots = new Float32Array(2 * SLOT_SIZE);
  const kinds = new Int32Array(slots.buffer);
  for (let shape = 0; shape < list.count; shape++) {
    const kind = list.kinds[shape]!, o = shape * SHAPE_SIZE;
    if (kind === KIND.plane) continue;
    writeSlot(list, shape, slots, kinds, 1);
    const s = slots.subarray(SLOT_SIZE);
    assert.equal(kinds[2 * SLOT_SIZE - 1], kind);
    const affine = (at: number, p: Float64Array) =>
      s[at]! * p[0]! + s[at + 1]! * p[1]! + s[at + 2]! * p[2]!;
    if (kind === KIND.triangle) {
      for (let corner = 0; corner < 3; corner++) {
        const p = list.data.subarray(o + 3 * corner, o + 3 * corner + 3);
        assert.ok(Math.abs(affine(0, p) - s[3]!) < 1e-5, "in its plane");
        assert.ok(Math.abs(affine(4, p) + s[7]! - (corner === 1 ? 1 : 0)) < 1e-4);
        assert.ok(Math.abs(affine(8, p) + s[11]! - (corner === 2 ? 1 : 0)) < 1e-4);
      }
    } else if (kind !== KIND.sphere) {
      const p = list.data.subarray(o, o + 3);
      for (let row = 0; row < 12; row += 4) {
        assert.ok(Math.abs(affine(row, p) + s[row + 3]!) < 1e-5);
      }
    }
  }
});
