import assert from "#assert";
import { z } from "zod";
import { hostNode } from "../../../runtime/host.ts";
import type { LifecycleHooks } from "../../../runtime/lifecycle/managed.ts";
import { defineNode, type NodeDef, reliable } from "../../../runtime/node.ts";
import { testHost } from "../../../runtime/test_host.ts";
import { TEXT, textNode, world } from "../probe.ts";

/** A node that says what happens to it, and whose steps may throw. */
function managed(fails: { [step: string]: boolean } = {}): { def: NodeDef; seen: string[] } {
  const seen: string[] = [];
  const step = (name: string) => () => {
    seen.push(name);
    if (fails[name]) throw new Error(`${name} is broken`);
  };
  const def = defineNode({
    name: "managed",
    params: z.object({ mark: z.string().min(1).default("!") }),
    inputs: {
      heard: { topic: "heard", type: TEXT, qos: reliable(10), group: "side" },
    },
    outputs: { said: { topic: "said", type: TEXT, qos: reliable(10) } },
    groups: { side: "reentrant" },
    lifecycle: true,
    create({ mark }, io) {
      step(`create ${mark}`)();
      if (fails.create) throw new Error("no model");
      io.every(100, () => io.publish.said({ data: `${mark} tick` }));
      io.lifecycle({
        activate: step("activate"),
        deactivate: step("deactivate"),
        cleanup: step("cleanup"),
        shutdown: step("shutdown"),
      });
      return {
        async heard({ data }) {
          await io.sleep(Number(data));
          io.publish.said({ data: mark + data });
        },
      };
    },
  });
  return { def, seen };
}

const said = (host: Awaited<ReturnType<typeof testHost>>) =>
  (host.outputs.said!.splice(0) as unknown as { data: string }[]).map(({ data }) => data);

Deno.test("without a manager a node is configured and activated at its start", async () => {
  const { def, seen } = managed();
  const host = await testHost(def);
  assert.equal(host.state, "active");
  await host.send("heard", { data: "1" });
  await host.advance(10);
  assert.deepEqual(said(host), ["!1"]);
  assert.deepEqual(seen, ["create !", "activate"]);
  await host.close();
});

Deno.test("messages and timers reach a managed node only while it is active", async () => {
  const { def, seen } = managed();
  const host = await testHost(def, {}, { managed: true });
  const tell = async () => {
    await host.send("heard", { data: "1" });
    await host.advance(110);
    return said(host);
  };
  assert.equal(host.state, "unconfigured");
  assert.deepEqual([await tell(), seen], [[], []]);
  assert.equal(await host.change("configure"), true);
  assert.deepEqual([await tell(), host.state], [[], "inactive"]);
  assert.equal(await host.change("activate"), true);
  assert.deepEqual(await tell(), ["!1", "! tick"]);
  assert.equal(await host.change("deactivate"), true);
  assert.deepEqual(await tell(), []);
  assert.equal(host.counters.inputs.heard!.received, 1);
  assert.equal(await host.change("activate"), true);
  assert.deepEqual(await tell(), ["!1", "! tick"]);
  assert.equal(await host.change("shutdown"), true);
  assert.deepEqual([await tell(), host.state, host.node.closed], [[], "finalized", true]);
  assert.deepEqual(seen, ["create !", "activate", "deactivate", "activate", "shutdown"]);
  await host.close();
});

Deno.test("after a clean-up it is made anew, with the parameters of that time", async () => {
  const { def, seen } = managed();
  const host = await testHost(def, {}, { managed: true });
  assert.equal((await host.setParams({ mark: "" })).ok, false);
  assert.deepEqual(await host.setParams({ mark: "a" }), { ok: true });
  for (const step of ["configure", "activate", "deactivate", "cleanup"] as const) {
    assert.equal(await host.change(step), true, step);
  }
  assert.deepEqual(await host.setParams({ mark: "b" }), { ok: true });
  await host.change("configure");
  await host.change("activate");
  await host.advance(100);
  assert.deepEqual(said(host), ["b tick"], "the timer of the first life has ended");
  assert.deepEqual(seen.filter((step) => step.startsWith("create")), ["create a", "create b"]);
  await host.close();
});

Deno.test("what is in progress at a deactivation says nothing more, and holds up a clean-up", async () => {
  const { def } = managed();
  const host = await testHost(def);
  await host.send("heard", { data: "50" });
  await host.change("deactivate");
  assert.equal(await host.change("cleanup"), false);
  assert.match(
    host.log.at(-1)!.text,
    /^cleanup failed: LifecycleError: callbacks are in progress: 1$/,
  );
  assert.equal(host.state, "inactive");
  await host.advance(60);
  assert.deepEqual([said(host), host.counters.refused], [[], 1]);
  assert.equal(await host.change("cleanup"), true);
  await host.close();
});

Deno.test("a step that throws fails: back where it was, or without configuration, and said", async () => {
  const cases = [
    ["create", ["configure"], "unconfigured"],
    ["activate", ["configure", "activate"], "inactive"],
    ["deactivate", ["configure", "activate", "deactivate"], "unconfigured"],
    ["cleanup", ["configure", "cleanup"], "unconfigured"],
    ["shutdown", ["configure", "shutdown"], "finalized"],
  ] as const;
  for (const [broken, steps, state] of cases) {
    const { def } = managed({ [broken]: true });
    const host = await testHost(def, {}, { managed: true });
    const done: boolean[] = [];
    for (const step of steps) done.push(await host.change(step));
    assert.deepEqual([done.at(-1), host.state], [false, state], broken);
    assert.equal(host.counters.errors, 1);
    assert.match(host.log.at(-1)!.text, /failed: Error: (no model|\w+ is broken)/);
    await host.advance(1000);
    assert.deepEqual(said(host), [], "nothing of it is left");
    await host.close();
  }
});

Deno.test("a node whose creation fails at its start is an error of the start", async () => {
  const { def } = managed({ create: true });
  await assert.rejects(testHost(def), { message: "no model" });
});

Deno.test("whoever asks for no lifecycle has none to be managed, and no hooks", async () => {
  const plain = textNode("plain", () => ({ in() {} }), { inputs: { in: {} } });
  const { bus } = world();
  await assert.rejects(hostNode(plain, bus, { managed: true }), /plain has no lifecycle to manage/);
  const hooked = textNode("hooked", (io) => {
    io.lifecycle({} satisfies LifecycleHooks);
    return { in() {} };
  }, { inputs: { in: {} } });
  await assert.rejects(hostNode(hooked, bus), /hooked asks for no lifecycle/);
});
