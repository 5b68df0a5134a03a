import assert from "#assert";
import { codecOf } from "../../../../msgs/cdr.ts";
import type { LogEntry } from "../../../../runtime/log.ts";
import { Life } from "../../../../runtime/ros2/host/life.ts";
import { probe, TEXT } from "./probe_node.ts";

Deno.test("a life delivers, advances and publishes CDR, until it is closed", async () => {
  const out: string[] = [];
  const said: LogEntry[] = [];
  const life = await Life.begin(probe, {
    ...{ epoch: { sec: 7, nanosec: 0 }, now: 20_000_000 },
    say: (entry) => void said.push(entry),
    out: (topic) =>
      topic !== "/said" ? undefined : (bytes) => out.push(codecOf(TEXT).decode(bytes).data),
  });
  assert.equal(life.now, 20_000_000);
  life.deliver("/fast", TEXT, { data: "x" });
  assert.deepEqual(out, []);
  await life.advance(0);
  assert.deepEqual(out.splice(0), ["! x@20"]);
  assert.equal(life.nextEvent, 120_000_000);
  await life.advance(250_000_000);
  assert.deepEqual(out.splice(0), ["tick 1", "tick 2"]);
  assert.equal(life.now, 250_000_000);
  life.close();
  life.deliver("/fast", TEXT, { data: "y" });
  await life.advance(900_000_000);
  assert.deepEqual(out, []);
  assert.equal(said.length, 0);
});

Deno.test("a node that can't be made is no life", async () => {
  const options = { epoch: { sec: 0, nanosec: 0 }, now: 0, say() {}, out: () => undefined };
  await assert.rejects(Life.begin(probe, { ...options, params: { speed: -1 } }), /speed/);
});
