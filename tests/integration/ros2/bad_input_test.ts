/** All that a peer can get wrong: counted on `/diagnostics`, said once in the log, the node lives. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

/** What is said of it in the log, each once; what is not here stands on `/diagnostics` alone. */
const SAID = [
  /imu: stated variances that are not used, because they are negative/g,
  /imu: \/fusion: stamp 2147483647\.\d+ s is more than 104 days/g,
  /imu: no static transform relates frame "nowhere" .* refused/g,
  /\/wheel_velocity: \/bad_input_peer publishes std_msgs\/msg\/String, but \/fusion reads/g,
];

rosTest("bad messages of every kind are counted and named once, and odom goes on", async () => {
  const ros = inDomain(35);
  const folder = await Deno.makeTempDir();
  const params = `${folder}/p.yaml`;
  await Deno.writeTextFile(params, "fusion:\n  ros__parameters: { require_tf: true }\n");
  const node = ros.startDryrun("node", "fusion", "--params", params);
  try {
    await node.says(/is on ROS 2/);
    const peer = ros.startPython("tests/integration/ros2/bad_input_peer.py");
    assert.equal(await peer.code(300), 0, peer.text + node.text);
    const results = JSON.parse(peer.text.trim().split("\n").at(-1)!) as Record<string, boolean>;
    assert.equal(Object.keys(results).length, 12);
    for (const [kind, counted] of Object.entries(results)) assert.equal(counted, true, kind);
    for (const said of SAID) {
      assert.equal(node.text.match(said)?.length, 1, `${said}\n${node.text}`);
    }
    assert.match(node.text, /imu: stamps went back by more than [\d.]+ s: time reset/);
    assert.doesNotMatch(node.text, /\[error\].*failed/);
  } finally {
    assert.equal(await node.stop(), 130, node.text);
    await Deno.remove(folder, { recursive: true });
  }
});

/** The bound is 256 MB; here it is lowered, in the addon that the transport has loaded. */
const LARGE = `
import { codecOf } from "./msgs/cdr.ts";
import { ROOT } from "./runtime/ros2/prefix.ts";
import { InputLink } from "./runtime/ros2/host/input_link.ts";
import { closeRos, openNode } from "./runtime/ros2/ros_node.ts";
const node = await openNode({ name: "bound" });
const addon = Deno.realPathSync(ROOT + "/node_modules/rclnodejs") + "/build/Release/rclnodejs.node";
Deno.dlopen(addon, { dryrun_bytes_max: { parameters: ["u64"], result: "void" } })
  .symbols.dryrun_bytes_max(1000n);
const type = "std_msgs/msg/String", topic = "/bound";
const qos = { reliability: "reliable", durability: "volatile", depth: 10 };
const heard = [];
const link = new InputLink({ key: "in", topic, types: [type], decided: undefined, qos, realtime: false },
  { onMismatch() {}, onArrival() {
    while (!link.inbox.empty) heard.push(link.take()?.data.length ?? "undecodable");
  } });
link.open(node, type);
const publisher = node.advertise({ topic, type, qos });
const until = performance.now() + 30_000;
const wait = async (done) => {
  while (!done() && performance.now() < until) await new Promise((r) => setTimeout(r, 10));
};
await wait(() => publisher.matched > 0);
for (const size of [10, 2000, 20]) publisher.publish(codecOf(type).encode({ data: "x".repeat(size) }));
await wait(() => heard.length >= 3);
console.log(JSON.stringify([heard, link.undecodable]));
closeRos();
`;

rosTest(
  "a message over the bound is handed on empty, counted, and the next one arrives",
  async () => {
    const { code, stdout, stderr } = await inDomain(39).program(LARGE);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), [[10, "undecodable", 20], 1]);
  },
);
