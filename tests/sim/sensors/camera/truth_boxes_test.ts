/** True boxes: where things are, how much of them is seen, which are left out. */
import assert from "#assert";
import fc from "fast-check";
import { spans } from "../../../../sim/sensors/camera/truth_boxes.ts";
import { shoot } from "./pictures.ts";

const CUBE = { type: "box", size_m: [1, 1, 1], class: "cone" };

function boxes(objects: object[], camera: object = {}) {
  return shoot({ world: { objects }, camera }).truths[0]!.detections.map((
    { bbox, results, id },
  ) => ({
    id,
    class: results[0]!.hypothesis.class_id,
    visibility: results[0]!.hypothesis.score,
    left: bbox.center.position.x - bbox.size_x / 2,
    right: bbox.center.position.x + bbox.size_x / 2,
    top: bbox.center.position.y - bbox.size_y / 2,
    bottom: bbox.center.position.y + bbox.size_y / 2,
  }));
}

Deno.test("truth: a box's edges are where its face is, to a pixel", () => {
  const [box] = boxes([{ ...CUBE, position_m: [5, 0] }]);
  const f = 80 / Math.tan(35 * Math.PI / 180);
  // The near face, 4.5 m away, from 1 m below the camera up to its height, pixels' outer edges.
  const expected = {
    left: 79.5 - f / 9 + 0.5,
    right: 79.5 + f / 9 + 0.5,
    bottom: 59.5 + f / 4.5 + 0.5,
  };
  for (const [side, value] of Object.entries(expected)) {
    assert.ok(
      Math.abs(box![side as "left"] - value) <= 1,
      `${side} ${box![side as "left"]}, ${value}`,
    );
  }
  assert.equal(box!.visibility, 1);
});

Deno.test("truth: what is hidden by half is seen by half; what is hidden is not there", () => {
  const target = { ...CUBE, position_m: [5, 0] };
  const wall = (y: number) => ({ type: "box", size_m: [0.1, 4, 4], position_m: [3, y] });
  const [half] = boxes([target, wall(2)]);
  assert.ok(Math.abs(half!.visibility - 0.5) < 0.06, `${half!.visibility}`);
  assert.ok(half!.left >= 79, "only the right half has pixels");
  assert.deepEqual(boxes([target, wall(0)]), []);
});

Deno.test("truth: other classes, few pixels and little visibility are left out, as is said", () => {
  const far = { ...CUBE, position_m: [49, 0] };
  assert.equal(boxes([far], { truth: { min_pixels: 1 } }).length, 1);
  assert.deepEqual(boxes([far], { truth: { min_pixels: 100 } }), []);
  assert.deepEqual(boxes([{ ...CUBE, class: "shelf", position_m: [5, 0] }]), []);
  assert.equal(
    boxes([{ ...CUBE, class: "shelf", position_m: [5, 0] }], { truth: { classes: ["shelf"] } })
      .length,
    1,
  );
  const wall = { type: "box", size_m: [0.1, 4, 4], position_m: [3, 2.2] };
  assert.deepEqual(
    boxes([{ ...CUBE, position_m: [5, 0] }, wall], { truth: { min_visibility: 0.9 } }),
    [],
  );
});

Deno.test("truth: what begins behind the camera is judged all the same", () => {
  const long = { type: "box", size_m: [20, 0.5, 0.5], class: "cone", position_m: [5, 1] };
  const [box] = boxes([long]);
  assert.equal(box!.visibility, 1);
  assert.equal(box!.left, 0);
});

Deno.test("truth: what walks is judged where it is", () => {
  const wall = { type: "box", size_m: [0.1, 4, 4], position_m: [3, 2] };
  // Out from behind the wall, 0.3 m from picture to picture.
  const walking = { ...CUBE, path: { points_m: [[5, 0.75], [5, -9]], speed_m_s: 3 } };
  const { truths } = shoot({
    world: { objects: [walking, wall] },
    camera: { rate_hz: 10, exposure_ms: 0.1, truth: { min_visibility: 0 } },
    duration_s: 0.3,
  });
  const seen = truths.map(({ detections }) =>
    detections.map(({ results }) => results[0]!.hypothesis.score)[0] ?? 0
  );
  const standing = [0.45, 0.15, -0.15].map((y) => {
    const [box] = boxes([{ ...CUBE, position_m: [5, y] }, wall], { truth: { min_visibility: 0 } });
    return box?.visibility ?? 0;
  });
  assert.equal(seen.length, 3);
  seen.forEach((visibility, i) => {
    assert.ok(Math.abs(visibility - standing[i]!) < 0.02, `${visibility}, not ${standing[i]}`);
  });
  assert.ok(standing[1]! > standing[0]! + 0.2 && standing[2]! > standing[1]! + 0.2);
});

Deno.test("truth: spans count pixels", () => {
  const image = Int32Array.of(-1, 0, 0, -1, -1, 0, 1, -1);
  assert.deepEqual([...spans(image, 4, 2)], [1, 0, 2, 1, 3, 2, 1, 2, 1, 1]);
});

Deno.test("truth: spans are those of looking at each pixel", () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 9 }), rows: fc.nat(6) });
  const images = size.chain(({ width, rows }) => {
    const pixels = fc.array(fc.integer({ min: -1, max: 2 }), {
      minLength: width * rows,
      maxLength: width * rows,
    });
    return fc.record({ width: fc.constant(width), pixels });
  });
  fc.assert(fc.property(images, ({ width, pixels }) => {
    const found = spans(Int32Array.from(pixels), width, 3);
    for (let object = 0; object < 3; object++) {
      const own = pixels.flatMap((shown, i) => shown === object ? [i] : []);
      const [left, top, right, bottom, count] = found.subarray(5 * object, 5 * object + 5);
      assert.equal(count, own.length);
      if (own.length === 0) continue;
      const columns = own.map((i) => i % width), rows = own.map((i) => Math.floor(i / width));
      assert.deepEqual([left, right], [Math.min(...columns), Math.max(...columns)]);
      assert.deepEqual([top, bottom], [Math.min(...rows), Math.max(...rows)]);
    }
  }));
});
