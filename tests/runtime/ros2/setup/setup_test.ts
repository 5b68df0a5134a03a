import assert from "#assert";
import { setUp } from "../../../../runtime/ros2/setup/setup.ts";
import { rosTest } from "../ros.ts";

rosTest("a second set-up does nothing, and says so for every step", async () => {
  const said: string[] = [];
  const prefix = await setUp({
    say: (line) => void said.push(line),
    variable: (name) => Deno.env.get(name),
  });
  assert.equal(prefix.distro, Deno.env.get("ROS_DISTRO") ?? "jazzy");
  const steps = said.filter((line) => line.startsWith("["));
  assert.ok(steps.length >= 3);
  for (const line of steps) assert.match(line, /: done already$/);
});
