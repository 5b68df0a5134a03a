/** What the set-up ends with: in a process of its own, as every command will load it. */
import { codecOf } from "../../../msgs/cdr.ts";
import { loadRcl } from "../rcl.ts";

/** How long discovery and one message may take. */
const PATIENCE_MS = 20_000;

const QOS = {
  ...{ history: 1, depth: 1, reliability: 1, durability: 1, liveliness: 1 },
  avoidRosNameSpaceConventions: false,
};

const { publish, start, Node } = await loadRcl();
const context = start();
const node = new Node("dryrun_proof", "", context, {}, [], false);
const type = "tf2_msgs/msg/TFMessage"; // of a package that the set-up builds
const sent = codecOf(type).encode({ transforms: [] });
const topic = `/dryrun/proof_${Deno.pid}`;
const arrived = new Promise<Uint8Array>((resolve, reject) => {
  node.createSubscription(type, topic, { qos: QOS, isRaw: true }, resolve);
  setTimeout(() => reject(new Error("the message did not come back")), PATIENCE_MS);
});
// Latched: it arrives whenever the two have found each other.
const publisher = node.createPublisher(type, topic, { qos: QOS });
node.spin(10);
publish(publisher.handle, Buffer.from(sent));
const came = await arrived;
context.shutdown();
Deno.exit(came.length === sent.length && came.every((byte, i) => byte === sent[i]) ? 0 : 1);
