import assert from "#assert";
import { noJump } from "../../../harness/checks/no_jump.ts";
import { judge, straight } from "./streams.ts";

const covariance = new Float64Array(36);
for (let i = 0; i < 6; i++) covariance[7 * i] = 0.01 ** 2;

Deno.test("no_jump measures what velocities leave, in standard deviations", () => {
  const config = { floor_m: 1e-9, floor_deg: 1e-9 };
  const value = (change: Parameters<typeof straight>[0]) =>
    judge(noJump, config, { seen: straight((t) => ({ covariance, ...change!(t) })) }).value!;
  assert.ok(value(() => ({})) < 1e-9);
  assert.ok(Math.abs(value((t) => ({ position: [t, t > 5.05 ? 0.03 : 0, 0] })) - 3) < 1e-6);
  assert.ok(Math.abs(value((t) => ({ yaw: t > 5.05 ? 0.07 : 0, linear: 1 })) - 7) < 0.1);
});

Deno.test("no_jump names place, kind and time of the worst step", () => {
  const found = judge(noJump, {}, {
    seen: straight((t) => ({ covariance, position: [t, t > 5.05 ? 1 : 0, 0] })),
  });
  assert.equal(found.verdict, "fail");
  assert.match(found.reason!, /\/odom steps by 89\.\d+ sigma in position at 5\.1 s/);
});

Deno.test("no_jump keeps to its floor where a covariance is zero", () => {
  const seen = straight((t) => ({ position: [t, t > 5.05 ? 0.01 : 0, 0] }));
  assert.ok(Math.abs(judge(noJump, {}, { seen }).value! - 2) < 1e-6);
  assert.equal(judge(noJump, {}, { seen: seen.slice(0, 1) }).verdict, "fail");
  assert.equal(judge(noJump, { settle_s: 6 }, { seen }).value! < 1e-6, true);
});
