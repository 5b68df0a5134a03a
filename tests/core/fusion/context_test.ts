import assert from "#assert";
import { Context } from "../../../core/fusion/context.ts";
import { defaultSettings } from "../../../core/fusion/settings.ts";
import { counted } from "./fixtures.ts";

Deno.test("Context: gates are χ² by probability", () => {
  const context = new Context(defaultSettings());
  // χ²(1) at 99.9 %: 10.828 (Bar-Shalom's table).
  assert.ok(Math.abs(context.bound - 10.828) < 1e-3);
  assert.ok(Math.abs(context.incrementBound - 3.841) < 1e-3);
  context.correction.innovation = 3.29;
  assert.equal(context.passes(1), true);
  context.correction.innovation = 3.3;
  assert.equal(context.passes(1), false);
});

Deno.test("Context: counts by sensor and reason; tells each message's innovation once", () => {
  const context = new Context(defaultSettings());
  context.count("mag", "dip");
  context.count("mag", "dip");
  context.count("wheel", "accepted");
  assert.equal(counted(context.state, "mag", "dip"), 2);
  assert.equal(counted(context.state, "wheel", "accepted"), 1);
  const told: string[] = [];
  context.sink = (sensor) => told.push(sensor);
  context.tell("mag", true);
  context.firstTime = false;
  context.tell("mag", true);
  assert.deepEqual(told, ["mag"]);
});
