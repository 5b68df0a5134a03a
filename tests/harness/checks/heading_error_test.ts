import assert from "#assert";
import { headingError } from "../../../harness/checks/heading_error.ts";
import { judge, straight } from "./streams.ts";

const DEG = Math.PI / 180;

Deno.test("heading_error is the largest after settling, of either sign, blind to a tilt", () => {
  const seen = straight((t) => ({ yaw: (t < 2 ? 30 : t > 6 ? -2 : 1) * DEG, roll: 5 * DEG }));
  const value = (config: object) => judge(headingError, { max_deg: 3, ...config }, { seen });
  assert.equal(value({}).verdict, "fail");
  const settled = value({ settle_s: 2.05 });
  assert.equal(settled.verdict, "pass");
  assert.ok(Math.abs(settled.value! - 2) < 1e-9);
  assert.ok(Math.abs(value({ settle_s: 2.05, statistic: "median" }).value! - 1.5) < 0.6);
});

Deno.test("heading_error wraps: 179° against -179° is 2°", () => {
  const seen = straight(() => ({ yaw: 359 * DEG }));
  assert.ok(Math.abs(judge(headingError, { max_deg: 3 }, { seen }).value! - 1) < 1e-9);
});
