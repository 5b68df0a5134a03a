import assert from "#assert";
import { standstillDrift } from "../../../harness/checks/standstill_drift.ts";
import type { Truth } from "../../../sim/contract.ts";
import { judge, odometry, setupOf, STRAIGHT, times } from "./streams.ts";

/** Rests from 2 s to 4 s and from 6 s on. */
const stops = (t: number) => (t >= 2 && t <= 4) || t >= 6;
const truth: Truth = {
  ...STRAIGHT,
  at(at, out) {
    STRAIGHT.at(at, out);
    if (stops(at / 1e9)) out.velocity.fill(0);
  },
};

Deno.test("standstill_drift is the longest way of any rest, motion between not counted", () => {
  const wander = (t: number) =>
    t < 2 ? t : t <= 4 ? 2 + 0.01 * (t - 2) : t < 6 ? t : 6 + 0.02 * (t - 6);
  const seen = times(0.1, 10).map((at) => odometry(at, { position: [wander(at / 1e9), 0, 0] }));
  const found = judge(standstillDrift, { max_m: 0.05 }, { seen, setup: setupOf({ truth }) });
  assert.ok(Math.abs(found.value! - 0.08) < 1e-9);
  assert.match(found.reason!, /has wandered since 6 s when it is 10 s/);
  const settled = judge(standstillDrift, { max_m: 0.1, settle_s: 1 }, {
    seen,
    setup: setupOf({ truth }),
  });
  assert.ok(Math.abs(settled.value! - 0.06) < 1e-9);
});

Deno.test("standstill_drift in a given span needs no truth, and knows degrees", () => {
  const seen = times(0.1, 10).map((at) => odometry(at, { yaw: at / 1e9 * Math.PI / 1800 }));
  const config = { max_deg: 1, from_s: 5, to_s: 8 };
  const found = judge(standstillDrift, config, { seen, setup: setupOf({ truth: undefined }) });
  assert.ok(Math.abs(found.value! - 0.3) < 1e-9);
});

Deno.test("standstill_drift of a run without rest fails, saying so", () => {
  const seen = times(0.1, 10).map((at) => odometry(at));
  assert.match(judge(standstillDrift, { max_m: 1 }, { seen }).reason!, /never seen at rest/);
});
