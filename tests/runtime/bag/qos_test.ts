import assert from "#assert";
import { parse } from "yaml";
import { bestEffort, latched, reliable } from "../../../msgs/message.ts";
import { parseQos, qosText } from "../../../runtime/bag/qos.ts";

Deno.test("qosText() is what parseQos() reads", () => {
  for (const qos of [bestEffort(10), reliable(1), latched(1)]) {
    assert.deepEqual(parseQos(qosText(qos)), qos);
  }
});

Deno.test("qosText() has every field that rosbag2 requires, as numbers", () => {
  const [profile] = parse(qosText({ ...reliable(5), deadlineMs: 1500.5 }));
  assert.deepEqual(profile, {
    history: 1,
    depth: 5,
    reliability: 1,
    durability: 2,
    deadline: { sec: 1, nsec: 500_500_000 },
    lifespan: { sec: 9223372036, nsec: 854775807 },
    liveliness: 1,
    liveliness_lease_duration: { sec: 9223372036, nsec: 854775807 },
    avoid_ros_namespace_conventions: false,
  });
});

Deno.test("parseQos() reads the names that rosbag2 writes since metadata version 9", () => {
  const text = "- history: keep_last\n  depth: 3\n  reliability: best_effort\n" +
    "  durability: transient_local\n";
  assert.deepEqual(parseQos(text), {
    reliability: "best_effort",
    durability: "transient_local",
    depth: 3,
  });
});

Deno.test("parseQos() is undefined where nothing was offered or nothing can be understood", () => {
  for (const text of [undefined, "", "[]", "- {", "just text", "- 5", "- depth: 1", "{}"]) {
    assert.equal(parseQos(text), undefined);
  }
});
