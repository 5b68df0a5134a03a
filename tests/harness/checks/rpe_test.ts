import assert from "#assert";
import { rpe } from "../../../harness/checks/rpe.ts";
import { judge, straight } from "./streams.ts";

Deno.test("rpe is the drift a step, wherever the run began", () => {
  const seen = straight((t) => ({ position: [1.02 * t + 7, 3, 0] }));
  const value = (config: object) => judge(rpe, { max_m: 1, ...config }, { seen }).value!;
  assert.ok(Math.abs(value({ delta: 2, delta_unit: "s" }) - 0.04) < 1e-9);
  assert.ok(Math.abs(value({ delta: 5, delta_unit: "frames" }) - 0.01) < 1e-9);
  assert.ok(Math.abs(value({ delta: 1.02 - 1e-9, delta_unit: "m" }) - 0.02) < 1e-9);
});

Deno.test("rpe in degrees is the turn gained a step", () => {
  const seen = straight((t) => ({ yaw: t * Math.PI / 180 }));
  const found = judge(rpe, { max_deg: 5, delta: 1, delta_unit: "s" }, { seen });
  assert.ok(Math.abs(found.value! - 1) < 1e-9);
});

Deno.test("rpe says when the run holds no step", () => {
  const found = judge(rpe, { max_m: 1, delta: 50 }, { seen: straight() });
  assert.match(found.reason!, /holds no step of 50 m/);
  assert.equal(rpe.config.safeParse({ max_m: 1, delta: 1.5, delta_unit: "frames" }).success, false);
});
