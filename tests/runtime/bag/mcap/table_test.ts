import assert from "#assert";
import { McapTable } from "../../../../runtime/bag/mcap/table.ts";

const CHANNEL = {
  id: 3,
  schemaId: 1,
  topic: "/s",
  messageEncoding: "cdr",
  metadata: new Map([["offered_qos_profiles", "[]"]]),
};
const SCHEMA = {
  id: 1,
  name: "std_msgs/msg/String",
  encoding: "ros2msg",
  data: new TextEncoder().encode("string data\n"),
};

Deno.test("McapTable joins channels and schemas; the first of an id counts", () => {
  const table = new McapTable();
  assert.equal(table.knows(CHANNEL), false);
  table.addSchema(SCHEMA);
  table.addSchema({ ...SCHEMA, name: "other/msg/Type" });
  assert.equal(table.knows(CHANNEL), true);
  table.addChannel(CHANNEL);
  table.addChannel({ ...CHANNEL, topic: "/other" });
  const channel = table.channels.get(3);
  assert.equal(channel?.topic, "/s");
  assert.equal(channel?.type, "std_msgs/msg/String");
  assert.equal(channel?.unreadable, undefined);
});

Deno.test("McapTable keeps Dryrun's metadata, and ends a long list of findings", () => {
  const table = new McapTable();
  table.addMetadata({ name: "rosbag2", metadata: new Map([["a", "b"]]) });
  assert.equal(table.metadata, undefined);
  table.addMetadata({ name: "dryrun", metadata: new Map([["seed", "1"]]) });
  assert.deepEqual({ ...table.metadata }, { seed: "1" });
  for (let i = 0; i < 100; i++) table.warn(`finding ${i}`);
  assert.equal(table.warnings.length, 51);
  assert.match(table.warnings.at(-1) ?? "", /more damage follows/);
});
