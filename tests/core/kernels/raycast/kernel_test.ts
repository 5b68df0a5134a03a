import assert from "#assert";
import { newKernel, Room } from "../../../../core/kernels/raycast/kernel.ts";

Deno.test("kernel: instances have memories of their own, places don't overlap", () => {
  const a = newKernel(), b = newKernel();
  assert.notEqual(a.memory, b.memory);
  const room = new Room(a);
  const places = [room.take(100), room.take(1), room.take(200_000)];
  assert.ok(places[0]! >= a.free());
  assert.ok(places.every((at) => at % 64 === 0));
  assert.ok(places[1]! >= places[0]! + 100 && places[2]! > places[1]!);
  const buffer = room.open();
  assert.ok(buffer.byteLength >= places[2]! + 200_000);
});
