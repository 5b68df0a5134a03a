/** 3 Simultaneity: events of one instant keep their order, however the scenario lists its parts. */
import assert from "#assert";
import fc from "fast-check";
import { z } from "zod";
import { CATALOGUE } from "../../harness/catalogue.ts";
import type { Check } from "../../harness/contract.ts";
import { edited, run } from "./runs.ts";

const TOPICS = [
  "/imu/data",
  "/imu/mag",
  "/wheel_velocity",
  "/wheel/odom",
  "/odom",
  "/tf",
  "/clock",
];

/** Notes what arrives in the order in which it does. */
function noting(heard: string[]) {
  const note: Check<unknown, null> = {
    config: z.object({}),
    topics: () => TOPICS,
    init: () => null,
    see: (_, { topic, at }) => void heard.push(`${at} ${topic}`),
    verdict: () => ({ verdict: "pass", value: 0, unit: "", limit: "" }),
  };
  return { ...CATALOGUE, checks: { ...CATALOGUE.checks, note } };
}

/** All sensors at one rate without latency: everything happens at once. */
async function heardWith(order: readonly string[]): Promise<string[]> {
  const heard: string[] = [];
  const scenario = await edited("warehouse_loop", (written) => {
    const sensors: typeof written.sensors = {};
    for (const name of order) {
      const timing = { rate_hz: 100, latency_ms: 0, latency_jitter_ms: 0 };
      sensors[name] = { ...written.sensors[name], ...timing };
    }
    return { ...written, sensors, checks: { note: { type: "note" } } };
  }, noting(heard));
  await run(scenario, 0.5);
  return heard;
}

Deno.test("simultaneity: any order of the sensors in the file gives one order of events", async () => {
  const names = ["imu", "mag", "wheel"];
  const expected = await heardWith(names);
  assert.ok(expected.filter((line) => line.startsWith("300000000 ")).length >= 6);
  const order = fc.shuffledSubarray(names, { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(order, async (sensors) => {
      assert.deepEqual(await heardWith(sensors), expected);
    }),
    { numRuns: 6 },
  );
});

Deno.test("simultaneity: the clock comes first, inputs before what nodes make of them", async () => {
  const heard = (await heardWith(["imu", "mag", "wheel"]))
    .filter((line) => line.startsWith("300000000 ")).map((line) => line.split(" ")[1]);
  assert.equal(heard[0], "/clock");
  assert.ok(heard.indexOf("/imu/data") < heard.indexOf("/odom"));
});
