import assert from "#assert";
import { inDomain } from "./processes.ts";
import { rosTest } from "./ros.ts";

const PROGRAM = `
import { allanDeviation } from "./core/math/allan.ts";
import { WorkerPool } from "./runtime/pool/mod.ts";
const niceness = () => [...Deno.readDirSync("/proc/self/task")].map(({ name }) => {
  const stat = Deno.readTextFileSync("/proc/self/task/" + name + "/stat");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
});
const own = niceness()[0];
const script = new URL("./runtime/ros2/background_worker.ts", import.meta.url);
const pool = new WorkerPool({ workers: 2, script });
const samples = Float64Array.from({ length: 1000 }, (_, i) => (i * 7919) % 101);
const task = { samples, intervalS: 0.01 };
const results = await pool.run("math/allan", [task, task, task]);
const expected = JSON.stringify(allanDeviation(samples, task));
console.log(JSON.stringify({
  same: results.every((one) => JSON.stringify(one) === expected),
  lower: niceness().filter((nice) => nice >= 10).length >= 2,
  loop: niceness()[0] === own,
}));
await pool.close();
`;

rosTest("workers of a node on ROS 2 work as all, at a lower priority than its loop", async () => {
  const { code, stdout, stderr } = await inDomain(30).program(PROGRAM, { all: true });
  assert.equal(code, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), { same: true, lower: true, loop: true });
});
