import assert from "#assert";
import fc from "fast-check";
import { rotate } from "../../core/math/quaternion.ts";
import type { TransformStamped } from "../../msgs/types.ts";
import type { StaticTransform } from "../../runtime/node.ts";
import { StaticTransforms } from "../../runtime/tf.ts";

type Four = readonly [number, number, number, number];
type Three = readonly [number, number, number];
const NONE: Four = [1, 0, 0, 0];

function link(parent: string, child: string, t: Three, [w, x, y, z] = NONE): TransformStamped {
  return {
    header: { stamp: { sec: 0, nanosec: 0 }, frame_id: parent },
    child_frame_id: child,
    transform: { translation: { x: t[0], y: t[1], z: t[2] }, rotation: { x, y, z, w } },
  };
}

/** A point through a transform. */
function through(t: StaticTransform | undefined, p: Three): number[] {
  assert.ok(t !== undefined);
  const out = [0, 0, 0];
  rotate(out, t!.rotation as unknown as number[], p as unknown as number[]);
  return out.map((value, i) => value + t!.translation[i]!);
}

function near(actual: number[], expected: readonly number[]): void {
  for (const [i, value] of actual.entries()) assert.ok(Math.abs(value - expected[i]!) < 1e-12);
}

const QUARTER: Four = [Math.SQRT1_2, 0, 0, Math.SQRT1_2]; // 90° about z

Deno.test("a chain is composed in either direction, over a common ancestor", () => {
  const tf = new StaticTransforms();
  assert.deepEqual(
    tf.add({
      transforms: [
        link("mast", "camera", [0, 0, 1]),
        link("base_link", "mast", [1, 0, 0], QUARTER),
        link("base_link", "imu", [0, 2, 0]),
      ],
    }),
    [],
  );
  near(through(tf.static("base_link", "camera"), [3, 0, 0]), [1, 3, 1]);
  near(through(tf.static("camera", "base_link"), [1, 3, 1]), [3, 0, 0]);
  near(through(tf.static("imu", "camera"), [3, 0, 0]), [1, 1, 1]);
  near(through(tf.static("camera", "imu"), [1, 1, 1]), [3, 0, 0]);
});

Deno.test("unknown frames and unjoined trees are undefined until a transform joins them", () => {
  const tf = new StaticTransforms();
  tf.add({ transforms: [link("a", "b", [1, 0, 0]), link("x", "y", [1, 0, 0])] });
  assert.equal(tf.static("a", "nowhere"), undefined);
  assert.equal(tf.static("a", "y"), undefined);
  tf.add({ transforms: [link("b", "x", [1, 0, 0])] });
  near(through(tf.static("a", "y"), [0, 0, 0]), [3, 0, 0]);
});

Deno.test("a frame is itself, known or not; a leading slash changes nothing", () => {
  const tf = new StaticTransforms();
  assert.deepEqual(tf.static("a", "/a"), { rotation: [1, 0, 0, 0], translation: [0, 0, 0] });
  tf.add({ transforms: [link("/a", "b", [1, 2, 3])] });
  assert.deepEqual(tf.static("a", "/b")?.translation, [1, 2, 3]);
});

Deno.test("what is said last of a frame counts", () => {
  const tf = new StaticTransforms();
  tf.add({ transforms: [link("a", "b", [1, 0, 0])] });
  assert.deepEqual(tf.static("a", "b")?.translation, [1, 0, 0]);
  tf.add({ transforms: [link("a", "b", [2, 0, 0])] });
  assert.deepEqual(tf.static("a", "b")?.translation, [2, 0, 0]);
  tf.add({ transforms: [link("c", "b", [5, 0, 0])] });
  assert.equal(tf.static("a", "b"), undefined);
});

Deno.test("bad transforms are refused with the reason, and change nothing", () => {
  const tf = new StaticTransforms();
  tf.add({ transforms: [link("a", "b", [1, 0, 0]), link("b", "c", [1, 0, 0])] });
  const problems = tf.add({
    transforms: [
      link("a", "b", [0, 0, 0], [0, 0, 0, 0]),
      link("a", "b", [NaN, 0, 0]),
      link("a", "b", [0, 0, 0], [NaN, 0, 0, 0]),
      link("a", "a", [0, 0, 0]),
      link("", "a", [0, 0, 0]),
      link("c", "a", [0, 0, 0]),
      link("b", "a", [0, 0, 0]),
    ],
  });
  assert.equal(problems.length, 7);
  assert.match(problems[0]!, /"a" → "b": its quaternion has norm 0/);
  assert.match(problems[5]!, /closes a loop/);
  assert.deepEqual(tf.static("a", "c")?.translation, [2, 0, 0]);
});

Deno.test("law: there and back is nothing, over random trees", () => {
  const half = fc.double({ min: -1, max: 1, noNaN: true });
  const rotation = fc.tuple(half, half, half, half).filter((q) => Math.hypot(...q) > 0.1)
    .map((q) => q.map((value) => value / Math.hypot(...q)) as unknown as Four);
  const step = fc.record({ parent: fc.nat(), rotation, t: fc.tuple(half, half, half) });
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
    const tf = new StaticTransforms();
    const transforms = steps.map(({ parent, t, rotation }, i) =>
      link(`f${parent % (i + 1)}`, `f${i + 1}`, t, rotation)
    );
    assert.deepEqual(tf.add({ transforms: transforms.reverse() }), []);
    const point: Three = [0.3, -0.7, 0.2];
    for (let a = 0; a <= steps.length; a++) {
      for (let b = 0; b <= steps.length; b++) {
        const there = through(tf.static(`f${a}`, `f${b}`), point);
        near(through(tf.static(`f${b}`, `f${a}`), there as unknown as Three), point);
        const over = through(tf.static("f0", `f${b}`), point);
        near(through(tf.static("f0", `f${a}`), there as unknown as Three), over);
      }
    }
  }));
});
