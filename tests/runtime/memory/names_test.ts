import assert from "#assert";
import fc from "fast-check";
import { NameError, nodeName, resolveTopic } from "../../../runtime/memory/names.ts";

Deno.test("topic names resolve as ROS 2 resolves them", () => {
  const cases: [
    name: string,
    namespace: string,
    remaps: Record<string, string>,
    expected: string,
  ][] = [
    // The table of design.ros2.org, "Topic and Service name mapping", node my_node.
    ["ping", "/ns", {}, "/ns/ping"],
    ["ping", "/", {}, "/ping"],
    ["ping/pong", "/ns/sub", {}, "/ns/sub/ping/pong"],
    ["/ping", "/ns", {}, "/ping"],
    ["~", "/ns", {}, "/ns/my_node"],
    ["~/ping", "/ns", {}, "/ns/my_node/ping"],
    ["~/ping", "/", {}, "/my_node/ping"],
    ["ping", "ns", {}, "/ns/ping"],
    ["odom", "/ns", { odom: "state" }, "/ns/state"],
    ["odom", "/ns", { odom: "/state" }, "/state"],
    ["odom", "/ns", { "/ns/odom": "/state" }, "/state"],
    ["odom", "/ns", { "/odom": "/state" }, "/ns/odom"],
    ["/odom", "/ns", { "/odom": "state" }, "/ns/state"],
    ["~/debug", "/ns", { "~/debug": "~/other" }, "/ns/my_node/other"],
    ["odom", "/", { "my_node:odom": "a" }, "/a"],
    ["odom", "/", { "other_node:odom": "a" }, "/odom"],
    ["odom", "/", { odom: "a", a: "b" }, "/a"],
  ];
  for (const [name, namespace, remaps, expected] of cases) {
    assert.equal(resolveTopic(name, { node: "my_node", namespace, remaps }), expected);
  }
});

Deno.test("names that ROS 2 refuses are refused", () => {
  const bad = ["", "a b", "a//b", "a/", "1a", "a/2b", "~a", "/", "ä", "a-b", "//a"];
  for (const name of bad) {
    assert.throws(() => resolveTopic(name, { node: "n" }), NameError, name);
    assert.throws(() => resolveTopic("x", { node: "n", remaps: { x: name } }), NameError, name);
  }
  for (const node of ["", "a/b", "2a", "~", "a b"]) {
    assert.throws(() => nodeName({ node }), NameError, node);
  }
  assert.throws(() => nodeName({ node: "n", namespace: "a//b" }), NameError);
});

Deno.test("whatever resolves is absolute and resolves to itself", () => {
  const token = fc.stringMatching(/^[a-z_][a-z0-9_]{0,4}$/);
  const name = fc.tuple(
    fc.constantFrom("", "/", "~/"),
    fc.array(token, { minLength: 1, maxLength: 3 }),
  )
    .map(([head, tokens]) => head + tokens.join("/"));
  fc.assert(fc.property(name, token, token, (topic, node, namespace) => {
    const absolute = resolveTopic(topic, { node, namespace });
    assert.match(absolute, /^(\/[a-z_][a-z0-9_]*)+$/);
    assert.equal(resolveTopic(absolute, { node: "other", namespace: "elsewhere" }), absolute);
  }));
});
