import assert from "#assert";
import { codecOf } from "../../../msgs/cdr.ts";
import { LogChannel } from "../../../runtime/bag/channel.ts";

const INFO = {
  topic: "chatter",
  type: "std_msgs/String",
  encoding: "cdr",
  definitionEncoding: "ros2msg",
  definition: "string data\n",
  qos: undefined,
};

Deno.test("LogChannel makes topics absolute and type names whole", () => {
  const channel = new LogChannel(INFO);
  assert.equal(channel.topic, "/chatter");
  assert.equal(channel.type, "std_msgs/msg/String");
  const bytes = codecOf("std_msgs/msg/String").encode({ data: "hi" });
  assert.deepEqual(channel.decode(bytes), { data: "hi" });
});

Deno.test("LogChannel takes Dryrun's own definition where the log has none", () => {
  const channel = new LogChannel({ ...INFO, definition: "", definitionEncoding: "" });
  assert.equal(channel.unreadable, undefined);
  const idl = new LogChannel({
    ...INFO,
    definition: "module std_msgs {",
    definitionEncoding: "ros2idl",
  });
  assert.equal(idl.unreadable, undefined);
});

Deno.test("LogChannel reads types that Dryrun doesn't know by their definition", () => {
  const info = { ...INFO, type: "mine/msg/Pair", definition: "uint8 a\nfloat64 b\n" };
  const bytes = new Uint8Array(4 + 16);
  bytes.set([0, 1, 0, 0, 7]);
  assert.deepEqual(new LogChannel(info).decode(bytes), { a: 7, b: 0 });
});

Deno.test("LogChannel says why it can't be read", () => {
  const why = (change: Partial<typeof INFO>) => new LogChannel({ ...INFO, ...change }).unreadable;
  assert.match(why({ encoding: "json" }) ?? "", /encoded as "json", expected "cdr"/);
  assert.match(why({ definition: "not a definition" }) ?? "", /definition can't be read/);
  const unknown = { type: "mine/msg/Pair", definition: "", definitionEncoding: "" };
  assert.match(why(unknown) ?? "", /mine\/msg\/Pair has no ros2msg definition/);
  assert.match(why({ ...unknown, definitionEncoding: "ros2idl" }) ?? "", /it is "ros2idl"/);
  const channel = new LogChannel({ ...INFO, encoding: "json" });
  assert.throws(() => channel.decode(new Uint8Array(8)), /json/);
});

Deno.test("LogChannel widens its span", () => {
  const channel = new LogChannel(INFO);
  channel.span(5n, 7n);
  channel.span(6n, 9n);
  channel.span(1n, 1n);
  assert.deepEqual([channel.first, channel.last], [1n, 9n]);
});
