import assert from "#assert";
import { modeStatus, noCounts, recoveryMessage } from "../../../nodes/supervisor/diagnostics.ts";
import type { Mode } from "../../../nodes/supervisor/decide.ts";
import { Robot, WELL } from "./messages.ts";

Deno.test("diagnostics: the mode, its reason and all counts, as bad as the mode is", () => {
  const levels = (["nominal", "degraded", "fallback", "safe"] as Mode[]).map((mode) => {
    const status = modeStatus({ mode, reason: "because" }, noCounts());
    assert.equal(status.message, "because");
    assert.deepEqual(status.values[0], { key: "mode", value: mode });
    return status.level;
  });
  assert.deepEqual(levels, [0, 1, 2, 2]);
  const counts = noCounts();
  counts.limited.distance = 3;
  const { values } = modeStatus({ mode: "nominal", reason: "ok" }, counts);
  assert.ok(values.some(({ key, value }) => key === "limited_by_distance" && value === "3"));
});

Deno.test("diagnostics: a status an input, odometry only where it is watched", async () => {
  const plain = await Robot.start();
  const names = (robot: Robot) => robot.host.diagnostics().map(({ name }) => name).slice(0, -1);
  assert.deepEqual(names(plain), [
    ...["supervisor: mode", "supervisor: primary", "supervisor: backup"],
  ]);
  assert.equal(plain.said("primary", "age_ms"), "none");
  await plain.feed(2000, WELL);
  const [, primary] = plain.host.diagnostics();
  assert.deepEqual([primary!.level, primary!.message], [0, "ok"]);
  assert.equal(plain.said("primary", "age_ms"), "150.0");
  assert.equal(plain.said("primary", "good_messages"), "20");
  await plain.feed(1000, { command: 1 });
  assert.equal(plain.host.diagnostics()[1]!.level, 1);
  await plain.host.advance(20_000);
  assert.equal(plain.host.diagnostics()[1]!.level, 2); // given up
  const watching = await Robot.start({ safety_limits: { max_heading_sd_rad: 0.1 } });
  assert.equal(names(watching).at(-1), "supervisor: odometry");
  await Promise.all([plain.host.close(), watching.host.close()]);
});

Deno.test("a request for recovery says of what, why, which attempt and when the next comes", () => {
  const request = { attempt: 2, limit: 4, waitNs: 1.25e9, reason: "silent" };
  const { header, status } = recoveryMessage({ sec: 7, nanosec: 5 }, "primary", request);
  assert.deepEqual(header, { stamp: { sec: 7, nanosec: 5 }, frame_id: "" });
  assert.deepEqual(status, [{
    ...{ level: 2, name: "primary", message: "silent", hardware_id: "" },
    values: [
      { key: "attempt", value: "2" },
      { key: "limit", value: "4" },
      { key: "next_in_ms", value: "1250" },
    ],
  }]);
});
