import assert from "#assert";
import { type LogEntry, RunLog } from "../../runtime/log.ts";

Deno.test("lines carry time, level and node, in order; debug is dropped unless asked for", () => {
  const log = new RunLog();
  let now = 5;
  const a = log.of("/a", () => now);
  a.debug("no");
  a.info("one");
  now = 7;
  log.of("/b", () => now).error("two");
  a.warn("three");
  assert.deepEqual(log.entries, [
    { at: 5, level: "info", node: "/a", text: "one" },
    { at: 7, level: "error", node: "/b", text: "two" },
    { at: 7, level: "warn", node: "/a", text: "three" },
  ]);
  const verbose = new RunLog({ level: "debug" });
  verbose.of("/a", () => 0).debug("yes");
  assert.equal(verbose.entries.length, 1);
});

Deno.test("a key is said once a node", () => {
  const log = new RunLog();
  const a = log.of("/a", () => 0);
  for (let i = 0; i < 3; i++) a.warn(`text ${i}`, "key");
  log.of("/b", () => 0).warn("text", "key");
  a.warn("text");
  assert.deepEqual(log.entries.map(({ node, text }) => `${node} ${text}`), [
    "/a text 0",
    "/b text",
    "/a text",
  ]);
});

Deno.test("a full log counts what it lets go; onEntry gets those too", () => {
  const heard: LogEntry[] = [];
  const log = new RunLog({ limit: 2, onEntry: (entry) => heard.push(entry) });
  const say = log.of("/a", () => 0);
  for (let i = 0; i < 5; i++) say.info(String(i));
  assert.deepEqual(log.entries.map(({ text }) => text), ["0", "1"]);
  assert.equal(log.lost, 3);
  assert.deepEqual(heard.map(({ text }) => text), ["0", "1", "2", "3", "4"]);
});
