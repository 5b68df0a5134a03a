/**
 * A worker of a node on ROS 2: the pool's, at a lower priority than the event loop, so that on a
 * machine whose cores are all busy what is urgent does not wait for what is not.
 */
import { ROOT } from "./prefix.ts";
import "../pool/worker.ts";

try {
  const folder = Deno.realPathSync(`${ROOT}/node_modules/rclnodejs`);
  const { symbols } = Deno.dlopen(`${folder}/build/Release/rclnodejs.node`, {
    dryrun_yield_to_others: { parameters: [], result: "void" },
  });
  symbols.dryrun_yield_to_others();
} catch {
  // A binding that was built before this was in it, or none: the worker works as it is.
}
