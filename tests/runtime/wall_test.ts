import assert from "#assert";
import { Patience, pause, turn } from "../../runtime/wall.ts";

Deno.test("turn() resolves after every microtask", async () => {
  const order: number[] = [];
  const chain = async () => {
    for (let i = 0; i < 100; i++) await null;
    order.push(1);
  };
  void chain();
  await turn();
  order.push(2);
  assert.deepEqual(order, [1, 2]);
});

Deno.test("Patience is over when its wall time has passed", async () => {
  const patience = new Patience(20);
  assert.equal(patience.over, false);
  await pause(40);
  assert.equal(patience.over, true);
});
