import assert from "#assert";
import { messageFiles, wheelSteps } from "../../../../runtime/ros2/setup/wheels.ts";

Deno.test("messageFiles has the interface files of the packages that have no wheel", () => {
  const files = messageFiles();
  assert.deepEqual(Object.keys(files), ["tf2_msgs", "vision_msgs"]);
  assert.deepEqual(files.tf2_msgs, {
    TFMessage: "geometry_msgs/TransformStamped[] transforms",
  });
  assert.deepEqual(Object.keys(files.vision_msgs!).sort(), [
    ...["BoundingBox2D", "Detection2D", "Detection2DArray", "ObjectHypothesis"],
    ...["ObjectHypothesisWithPose", "Point2D", "Pose2D"],
  ]);
  // vision_msgs 4.1: ros-perception/vision_msgs, msg/Detection2D.msg
  assert.equal(
    files.vision_msgs!.Detection2D,
    "std_msgs/Header header\nvision_msgs/ObjectHypothesisWithPose[] results\n" +
      "vision_msgs/BoundingBox2D bbox\nstring id",
  );
});

Deno.test("every wheel is pinned, and a changed pin makes all steps anew", async () => {
  const text = await Deno.readTextFile("runtime/ros2/setup/requirements.txt");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  assert.ok(lines.length > 50);
  for (const line of lines) assert.match(line, /^[\w.-]+==[\w.]+$/);
  for (const step of wheelSteps()) assert.ok(step.inputs.includes(text), step.name);
});
