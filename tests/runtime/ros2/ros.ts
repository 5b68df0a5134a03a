/** ROS 2 in tests: where it is absent they are skipped by name, unless DRYRUN_ROS=required. */
import { READY, readyPrefix, RosMissingError } from "../../../runtime/ros2/prefix.ts";
import { textOf } from "../../../runtime/ros2/prefix.ts";

function isReady(): boolean {
  try {
    readyPrefix((name) => Deno.env.get(name), () => textOf(READY));
    return true;
  } catch (error) {
    if (error instanceof RosMissingError) return false;
    throw error;
  }
}

/** Whether ROS 2 can be used here. */
export const HAS_ROS: boolean = isReady();

/** Whether a run without ROS 2 is a failure: in CI it is. */
const REQUIRED = Deno.env.get("DRYRUN_ROS") === "required";

/** A test that needs ROS 2; it runs in processes of its own, in a domain of its own. */
export function rosTest(name: string, fn: () => Promise<void>): void {
  const ignore = !HAS_ROS && !REQUIRED;
  Deno.test({ name: `${name} (needs \`deno task ros:setup\`)`, ignore, fn });
}
