import assert from "#assert";
import { ate } from "../../../harness/checks/ate.ts";
import { judge, odometry, setupOf, straight, times } from "./streams.ts";

Deno.test("ate is the statistic of the distances to truth", () => {
  const seen = straight((t) => ({ position: [t, t > 5.05 ? 0.4 : 0, 0] }));
  const value = (config: object) => judge(ate, { max_m: 1, ...config }, { seen }).value!;
  assert.ok(Math.abs(value({}) - 0.4 * Math.sqrt(0.5)) < 1e-12);
  assert.ok(Math.abs(value({ statistic: "mean" }) - 0.2) < 1e-12);
  assert.ok(Math.abs(value({ statistic: "max" }) - 0.4) < 1e-12);
  assert.ok(Math.abs(value({ settle_s: 5.05 }) - 0.4) < 1e-12);
});

Deno.test("ate in degrees is the angle of the turn between", () => {
  const found = judge(ate, { max_deg: 10 }, { seen: straight(() => ({ yaw: Math.PI / 36 })) });
  assert.ok(Math.abs(found.value! - 5) < 1e-9);
  assert.equal(found.unit, "deg");
});

Deno.test("ate after an alignment forgives what the alignment takes", () => {
  const seen = straight((t) => ({ position: [3, t + 1, 2], yaw: Math.PI / 2 }));
  const value = (align: string) => judge(ate, { max_m: 1, align }, { seen }).value!;
  assert.ok(value("none") > 1);
  assert.ok(value("origin") < 1e-9);
  assert.ok(value("yaw") < 1e-9);
});

Deno.test("ate says why no alignment follows from a straight line", () => {
  const found = judge(ate, { max_m: 1, align: "se3" }, { seen: straight() });
  assert.equal(found.verdict, "fail");
  assert.match(found.reason!, /align se3: the positions lie on one line/);
});

Deno.test("ate against a topic associates by stamp", () => {
  const reference = times(0.1, 10).map((at) =>
    odometry(at, { stamp: at + 4e6, position: [at / 1e9, 0, 0], topic: "/ground_truth/odom" })
  );
  const topics = new Set(["/odom", "/ground_truth/odom"]);
  const setup = setupOf({ truth: undefined, topics });
  const config = { max_m: 0.1, reference: "/ground_truth/odom" };
  const found = judge(ate, config, { seen: [...straight(), ...reference], setup });
  assert.equal(found.verdict, "pass");
  const far = reference.map((seen, i) =>
    odometry(seen.at, { stamp: i * 1e8 + 5e7, topic: seen.topic })
  );
  const none = judge(ate, config, { seen: [...straight(), ...far], setup });
  assert.match(none.reason!, /no pose on \/odom to compare/);
});

Deno.test("ate names where a pose is not finite, and stamps outside of truth", () => {
  const nan = judge(ate, { max_m: 1 }, {
    seen: straight((t) => t > 3.05 ? { position: [NaN, 0, 0] } : {}),
  });
  assert.match(nan.reason!, /pose on \/odom stamped 3\.1 s is not finite/);
  const late = judge(ate, { max_m: 1 }, { seen: [odometry(1e9, { stamp: 20e9 })] });
  assert.match(late.reason!, /stamped 20 s, where truth is not defined/);
});

Deno.test("ate wants one limit", () => {
  assert.equal(ate.config.safeParse({}).success, false);
  assert.equal(ate.config.safeParse({ max_m: 1, max_deg: 1 }).success, false);
  assert.equal(ate.config.safeParse({ max_m: -1 }).success, false);
  assert.equal(ate.config.safeParse({ max_m: 1, topic: "odom" }).success, false);
});
