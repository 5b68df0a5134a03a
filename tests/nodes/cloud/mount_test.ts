import assert from "#assert";
import fc from "fast-check";
import { rotate } from "../../../core/math/quaternion.ts";
import { Mounts } from "../../../nodes/cloud/mount.ts";
import type { StaticTransform } from "../../../runtime/node.ts";

function world(transform?: StaticTransform) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const io = {
    time: 0,
    now: () => io.time,
    tf: { static: (to: string) => to === "base_link" ? transform : undefined },
    log: { debug: say, info: say, warn: say, error: say },
  };
  return { io, said };
}

Deno.test("a mount's matrix turns as its quaternion does", () => {
  const number = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(number, number, number, number), fc.tuple(number, number, number), (
      q,
      v,
    ) => {
      const norm = Math.hypot(...q);
      fc.pre(norm > 0.1);
      const unit = q.map((part) => part / norm) as unknown as StaticTransform["rotation"];
      const { io } = world({ rotation: unit, translation: [1, 2, 3] });
      const mount = new Mounts(io, { target: "base_link", required: false }).of("lidar");
      if (typeof mount === "string") throw new Error(mount);
      assert.deepEqual(mount.translation, [1, 2, 3]);
      const want = new Float64Array(3);
      rotate(want, unit, v);
      for (let row = 0; row < 3; row++) {
        const got = [0, 1, 2].reduce((sum, k) => sum + mount.rotation[3 * row + k]! * v[k]!, 0);
        assert.ok(Math.abs(got - want[row]!) < 1e-12);
      }
    }),
  );
});

Deno.test("the target's own frame, and any where there is no target, is not turned", () => {
  const { io } = world();
  const [own, slashed] = ["base_link", "/base_link"].map((frame) =>
    new Mounts(io, { target: "base_link", required: true }).of(frame)
  );
  assert.deepEqual(own, slashed);
  assert.deepEqual(own, new Mounts(io, { target: "", required: true }).of("anything"));
});

Deno.test("an unknown frame waits a second, then is taken as the target with one warning", () => {
  const { io, said } = world();
  const mounts = new Mounts(io, { target: "base_link", required: false });
  assert.match(mounts.of("x") as string, /no static transform relates frame "x" .* yet/);
  io.time = 0.9e9;
  assert.equal(typeof mounts.of("x"), "string");
  assert.deepEqual(said, []);
  io.time = 1e9;
  assert.equal(typeof mounts.of("x"), "object");
  assert.equal(typeof mounts.of("x"), "object");
  assert.equal(said.length, 1);
});

Deno.test("require_tf refuses it instead, with one error", () => {
  const { io, said } = world();
  const mounts = new Mounts(io, { target: "base_link", required: true });
  mounts.of("x");
  io.time = 2e9;
  for (let i = 0; i < 3; i++) assert.match(mounts.of("x") as string, /refused/);
  assert.equal(said.length, 1);
});
