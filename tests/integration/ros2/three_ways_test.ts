/** The same nodes in memory, from the bag and over ROS 2 in lockstep: the same bytes. */
import assert from "#assert";
import type { RunResult } from "../../../harness/run/result.ts";
import type { MessageOf } from "../../../msgs/message.ts";
import { openLog } from "../../../runtime/bag/mod.ts";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

/** One run, three ways: the result of each, and the bags that two of them recorded. */
interface ThreeWays {
  readonly memory: RunResult;
  readonly bag: RunResult;
  readonly ros: RunResult;
  readonly bags: readonly [memory: string, ros: string, replayed: string];
}

async function threeWays(
  { domain, scenario, nodes }: {
    domain: number;
    scenario: readonly string[];
    nodes: readonly string[];
  },
  judge: (runs: ThreeWays) => Promise<void> | void,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const ros = inDomain(domain);
  const hosted = nodes.map((node) => ros.startDryrun("node", node, "--use-sim-time"));
  const said = () => hosted.map(({ text }) => text).join("\n");
  try {
    const parse = (text: string) => JSON.parse(text) as RunResult;
    const [first, second, third] = ["memory", "ros", "replayed"].map((name) =>
      `${folder}/${name}.mcap`
    ) as [string, string, string];
    const memory = await ros.dryrun("sim", ...scenario, "--json", "--record", first);
    const replayed = await ros.dryrun(
      ...["replay", first, "--node", nodes.join(","), "--json", "--record", third],
    );
    assert.equal(replayed.code, 0, replayed.stderr);
    for (const node of hosted) await node.says(/waiting for \/clock/);
    const outside = await ros.dryrun(
      ...["sim", ...scenario, "--json", "--ros", "--nodes", "out", "--record", second],
    );
    assert.equal(outside.code, memory.code, outside.stderr + said());
    await judge({
      ...{ memory: parse(memory.stdout), bag: parse(replayed.stdout), ros: parse(outside.stdout) },
      bags: [first, second, third],
    });
  } finally {
    for (const node of hosted) assert.equal(await node.stop(), 130, node.text);
    await Deno.remove(folder, { recursive: true });
  }
}

/** Equal digests of a topic, delivery times included. */
function requireSame({ memory, bag, ros }: ThreeWays, topic: string, least: number): void {
  const { count, digest } = memory.topics[topic]!;
  assert.ok(count >= least, `${topic}: ${count} messages`);
  assert.equal(bag.topics[topic]!.digest, digest, `${topic} on the bag`);
  assert.equal(ros.topics[topic]!.digest, digest, `${topic} over ROS 2`);
}

rosTest("fusion says the same in memory, on the bag and in lockstep over ROS 2", async () => {
  const scenario = ["warehouse_loop", "--duration", "6", "--seed", "4"];
  await threeWays({ domain: 14, scenario, nodes: ["fusion"] }, (runs) => {
    for (const topic of ["/odom", "/tf"]) requireSame(runs, topic, 1000);
    // Everything but what counts the way over ROS 2 is the same, and so are the verdicts.
    for (const [topic, { digest }] of Object.entries(runs.memory.topics)) {
      if (topic !== "/diagnostics") {
        assert.equal(runs.ros.topics[topic]!.digest, digest, topic);
      }
    }
    assert.deepEqual(runs.ros.checks, runs.memory.checks);
  });
});

type Detections = MessageOf<"vision_msgs/msg/Detection2DArray">;

/** What a bag holds on `/detections`. */
async function detectionsIn(file: string): Promise<Detections[]> {
  const log = await openLog(file);
  const found: Detections[] = [];
  try {
    for await (const read of log.messages({ topics: new Set(["/detections"]) })) {
      found.push(log.decode(read) as Detections);
    }
  } finally {
    log.close();
  }
  return found;
}

/** Inference promises no bytes: the same boxes, within this of each other. */
const PIXELS = 0.01;
const SCORE = 1e-4;

function requireClose(one: Detections, other: Detections): void {
  assert.deepEqual(other.header, one.header);
  assert.equal(other.detections.length, one.detections.length);
  for (const [i, { bbox, results }] of one.detections.entries()) {
    const twin = other.detections[i]!;
    const sizes = (box: typeof bbox) => [
      ...[box.center.position.x, box.center.position.y, box.size_x, box.size_y],
    ];
    for (const [k, size] of sizes(bbox).entries()) {
      assert.ok(Math.abs(sizes(twin.bbox)[k]! - size) <= PIXELS, `${size}`);
    }
    const [best, twins] = [results[0]!.hypothesis, twin.results[0]!.hypothesis];
    assert.equal(twins.class_id, best.class_id);
    assert.ok(Math.abs(twins.score - best.score) <= SCORE, `${best.score}`);
  }
}

rosTest("so do cloud, and detection within a tolerance, on what lidar and camera see", async () => {
  const scenario = ["warehouse_perception", "--duration", "2", "--seed", "4"];
  const nodes = ["fusion", "cloud", "detection"];
  await threeWays({ domain: 33, scenario, nodes }, async (runs) => {
    for (const topic of ["/processed_points", "/clusters"]) requireSame(runs, topic, 15);
    requireSame(runs, "/odom", 300);
    const [memory, ros, replayed] = await Promise.all(runs.bags.map(detectionsIn));
    assert.ok(memory!.length >= 15, `${memory!.length} pictures`);
    assert.ok(memory!.some(({ detections }) => detections.length > 0), "something was seen");
    for (const others of [ros!, replayed!]) {
      assert.equal(others.length, memory!.length);
      for (const [i, one] of memory!.entries()) requireClose(one, others[i]!);
    }
  });
});
