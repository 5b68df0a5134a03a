import assert from "#assert";
import { Health } from "../../../../harness/report/capture/health.ts";
import { seen } from "../setup.ts";

const say = (health: Health, at: number, level: number, message: string, name = "filter") =>
  health.see(seen({ status: [{ name, level, message, hardware_id: "", values: [] }] }, at));

Deno.test("Health: what changed and when; all well from the start is no change", () => {
  const health = new Health();
  say(health, 1e9, 0, "ok");
  say(health, 2e9, 0, "ok");
  say(health, 3e9, 1, "no wheel");
  say(health, 4e9, 1, "no wheel");
  say(health, 5e9, 0, "ok");
  say(health, 6e9, 2, "lost", "other");
  assert.deepEqual(health.changes, [
    { at_s: 3, name: "filter", level: 1, message: "no wheel" },
    { at_s: 5, name: "filter", level: 0, message: "ok" },
    { at_s: 6, name: "other", level: 2, message: "lost" },
  ]);
});

Deno.test("Health: a count that goes up is no change", () => {
  const health = new Health();
  for (let i = 1; i < 5; i++) say(health, i * 1e9, 1, `${i * 10} rejected, gate ${i}.5`);
  say(health, 5e9, 1, "50 late");
  assert.deepEqual(health.changes.map(({ message }) => message), [
    ...["10 rejected, gate 1.5", "50 late"],
  ]);
});

Deno.test("Health: bounded, however often a node changes its mind; all are counted", () => {
  const health = new Health();
  for (let i = 0; i < 1000; i++) say(health, i * 1e9, 1 + i % 2, "");
  assert.equal(health.changes.length, 200);
  assert.equal(health.count, 1000);
});
