import assert from "#assert";
import { parse } from "@foxglove/rosmsg";
import { VISION_DEFINITIONS } from "../../../msgs/definitions/vision.ts";
import { VISION_FILES } from "./vision_files.ts";

Deno.test("vision definitions are what rosmsg parses from the files' text", () => {
  assert.deepEqual(Object.keys(VISION_DEFINITIONS).sort(), Object.keys(VISION_FILES).sort());
  // The parser resolves a name only if the text defines it, and drops definitions that look alike.
  const stubs = ["std_msgs/Header", "geometry_msgs/PoseWithCovariance"];
  const text = [
    "float64 unused",
    ...Object.entries(VISION_FILES).map(([name, body]) => `MSG: ${name}\n${body}`),
    ...stubs.map((name) => `MSG: ${name}\nfloat64 ${name.replace("/", "_").toLowerCase()}`),
  ].map((part) => `${part}\n`).join(`${"=".repeat(80)}\n`);
  for (const { name, definitions } of parse(text, { ros2: true })) {
    const ours = VISION_DEFINITIONS[name ?? ""];
    if (ours === undefined) {
      assert.ok(name === undefined || stubs.includes(name), name);
      continue;
    }
    assert.deepEqual(
      ours.definitions.map((field) => ({ ...field })),
      JSON.parse(JSON.stringify(definitions)),
      name,
    );
  }
});
