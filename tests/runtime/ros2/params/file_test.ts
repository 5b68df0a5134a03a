import assert from "#assert";
import { ParameterFileError, readParams } from "../../../../runtime/ros2/params/file.ts";

const read = (text: string, node = "/robot1/fusion") => readParams(text, { node, file: "p.yaml" });

Deno.test("sections of ROS 2's forms fit the node, later ones over earlier ones", () => {
  const text = `
/**:
  ros__parameters: { use_sim_time: true, use_mag: false, config.max_range: 5 }
/*/fusion:
  ros__parameters:
    config: { min_intensity: 0.1 }
robot1:
  fusion:
    ros__parameters: { use_mag: true }
  other:
    ros__parameters: { use_mag: 7 }
/robot2/fusion:
  ros__parameters: { use_wheel: false }
`;
  assert.deepEqual(read(text), {
    params: { use_mag: true, config: { max_range: 5, min_intensity: 0.1 } },
    useSimTime: true,
  });
  assert.deepEqual(read(text, "/robot2/fusion").params.use_wheel, false);
});

Deno.test("a node's plain name is a section of its own, and JSON is YAML", () => {
  const text = JSON.stringify({ "/fusion": { ros__parameters: { initial_position: [1, 2, 3] } } });
  const expected = { params: { initial_position: [1, 2, 3] }, useSimTime: undefined };
  assert.deepEqual(read(text, "/fusion"), expected);
  assert.deepEqual(read("fusion:\n  ros__parameters: {}\n", "/fusion").params, {});
});

Deno.test("what is no parameter file is one error with file and place", () => {
  const refused = (text: string, said: RegExp) =>
    assert.throws(
      () => read(text),
      (error: Error) => error instanceof ParameterFileError && said.test(error.message),
    );
  refused("a: [", /^p\.yaml: .*line \d+/);
  refused("", /^p\.yaml: expected NODE: \{ ros__parameters/);
  refused("- a\n", /^p\.yaml: expected NODE/);
  refused("fusion: 5\n", /^p\.yaml: \/fusion: expected NODE/);
  refused("fusion:\n  ros__parameters: 5\n", /^p\.yaml: \/fusion: ros__parameters: expected names/);
  refused("/other:\n  ros__parameters: { a: 1 }\n", /no section for \/robot1\/fusion; .* \/other$/);
  refused("/**:\n  ros__parameters: { use_sim_time: 1 }\n", /use_sim_time: expected true or false/);
});
