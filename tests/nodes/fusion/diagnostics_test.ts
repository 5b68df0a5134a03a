import assert from "#assert";
import { Context } from "../../../core/fusion/context.ts";
import { FusionFilter } from "../../../core/fusion/filter.ts";
import { REASONS, SENSORS } from "../../../core/fusion/kernel/layout.ts";
import { newInputCounts, Report } from "../../../nodes/fusion/diagnostics.ts";
import { defaultSettings } from "../../../core/fusion/settings.ts";
import { DEG, drive, feed, fusionHost, imu, mag, oriented, stamped, statusOf } from "./messages.ts";

/** A report on counters that a test may set. */
function report() {
  const filter = new FusionFilter(defaultSettings());
  const inputs = { imu: newInputCounts(), mag: newInputCounts(), wheel: newInputCounts() };
  const made = new Report(filter, inputs);
  const { counts } = filter.state;
  const set = (sensor: typeof SENSORS[number], reason: typeof REASONS[number], count: number) => {
    counts[SENSORS.indexOf(sensor) * REASONS.length + REASONS.indexOf(reason)] = count;
  };
  const status = (name: string) => {
    const found = made.statuses().find((entry) => entry.name === `fusion: ${name}`)!;
    return { ...found, values: Object.fromEntries(found.values.map((v) => [v.key, v.value])) };
  };
  return { inputs, set, made, status };
}

Deno.test("statuses(): the filter, then every sensor, by name", () => {
  const { made } = report();
  assert.deepEqual(
    made.statuses().map(({ name }) => name),
    ["filter", ...SENSORS].map((name) => `fusion: ${name}`),
  );
});

Deno.test("accepted, rejected with each reason, late: they add up", () => {
  const { inputs, set, status } = report();
  set("mag", "accepted", 100);
  set("mag", "gate", 3);
  set("mag", "dip", 2);
  Object.assign(inputs.mag, { received: 114, late: 4, notFinite: 1, unset: 1, refusedFrame: 2 });
  Object.assign(inputs.mag, { reordered: 9, backward: 8, negativeVariance: 7, future: 1 });
  const { level, message, values } = status("mag");
  assert.equal(level, 1);
  assert.equal(
    message,
    "10 rejected, 4 late: gate (3), dip (2), not finite (1), stamp far ahead (1), " +
      "stamp not set (1), unknown frame (2)",
  );
  const { received, accepted, rejected, late } = values;
  assert.deepEqual([received, accepted, rejected, late], ["114", "100", "10", "4"]);
  assert.equal(values["rejected: gate"], "3");
  assert.equal(values["rejected: unknown frame"], "2");
  assert.equal(values["rejected: field strength"], undefined, "what didn't happen isn't listed");
  assert.equal(values["negative variances"], "7");
});

Deno.test("a level tells of what is new since the last report", () => {
  const { inputs, set, status } = report();
  assert.equal(status("wheel").message, "ok");
  set("wheel", "gate", 1);
  assert.equal(status("wheel").level, 1);
  assert.equal(status("wheel").level, 0);
  inputs.wheel.late++;
  assert.equal(status("wheel").level, 1);
  assert.equal(status("wheel").level, 0);
  assert.equal(status("wheel").message, "1 rejected, 1 late: gate (1)");
});

Deno.test("every reason that the core can count is told", () => {
  const { set, status } = report();
  for (const reason of REASONS) set("yaw", reason, 1);
  const { values } = status("yaw");
  for (const reason of REASONS.slice(1)) assert.equal(values[`rejected: ${reason}`], "1");
  assert.equal(values.rejected, String(REASONS.length - 1));
  assert.ok(new Context(defaultSettings()).state.counts.length === SENSORS.length * REASONS.length);
});

Deno.test("the mode is told: waiting, attitude mode without wheels, aided with them", async () => {
  const host = await fusionHost();
  const seen: string[] = [];
  const look = () => seen.push(statusOf(host, "filter").message);
  await feed(host, drive({ seconds: 1, inputs: ["imu"] }));
  look();
  const turning = (k: number) => imu(1e9 + k * 1e7, { rate: [0, 0, 0.2] });
  for (let k = 1; k <= 300; k++) {
    await feed(host, [{ input: "imu", message: turning(k), at: 1e9 + k * 1e7 }]);
    if (k === 150) look();
    if (k > 150 && k < 180) await host.send("wheel", stamped(host.now, 0.5));
    if (k === 180 || k === 300) look();
  }
  assert.deepEqual(seen, ["waiting for a heading", "attitude mode", "aided mode", "attitude mode"]);
  assert.equal(statusOf(host, "filter").values.mode, "attitude");
  await host.close();
});

Deno.test("a yaw that leaves the gyro is told as rejected, with its reason", async () => {
  const host = await fusionHost();
  for (let k = 0; k <= 4000; k++) {
    const at = k * 1e7, wander = k > 1000 ? Math.min(0.03 * (k - 1000) / 100, 0.7) : 0;
    const message = oriented(imu(at, { rate: [0, 0, 0.05] }), [0, 0, 0.0005 * k + wander]);
    await feed(host, [{ input: "imu", message, at }]);
  }
  const { level, values } = statusOf(host, "filter");
  assert.deepEqual([level, values["imu yaw rejected"]], [1, "yes"]);
  assert.ok(Number(statusOf(host, "yaw").values["rejected: disagrees with the gyro"]) > 1000);
  await host.close();
});

Deno.test("the reference of the field and the bias of a standstill are told", async () => {
  const host = await fusionHost();
  await feed(host, drive({ seconds: 4, rest: 10, bias: [0, 0, 0.5 * DEG], noise: false }));
  const { values } = statusOf(host, "filter");
  assert.equal(values["gyro bias from standstill"], "yes");
  assert.ok(Math.abs(Number(values["gyro bias z, deg/s"]) - 0.5) < 0.01);
  assert.ok(Math.abs(Number(values["field reference, uT"]) - 44.7) < 0.1);
  await feed(host, [{ input: "mag", message: mag(4e9, { field: [0, 4e-5, -8e-5] }), at: 4e9 }]);
  await feed(host, [{ input: "imu", message: imu(4.01e9), at: 4.01e9 }]);
  assert.equal(statusOf(host, "mag").values["rejected: field strength"], "1");
  await host.close();
});
