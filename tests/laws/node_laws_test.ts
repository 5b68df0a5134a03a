/** The laws of nodes, tried on every node of the table, and on wrong ones that each must catch. */
import assert from "#assert";
import { NODES } from "../../nodes/mod.ts";
import { NODE_LAWS } from "./node_laws.ts";
import { SOUND, WRONG } from "./wrong_nodes.ts";

for (const [node, def] of [...Object.entries(NODES), ...Object.entries(SOUND)]) {
  for (const [law, hold] of Object.entries(NODE_LAWS)) {
    Deno.test(`${node}: ${law}`, async () => await hold(def));
  }
}

Deno.test("every law has a wrong node", () => {
  assert.deepEqual(Object.keys(WRONG).sort(), Object.keys(NODE_LAWS).sort());
});

for (const [law, def] of Object.entries(WRONG)) {
  Deno.test(`a wrong node is caught by the law: ${law}`, async () => {
    await assert.rejects(async () => await NODE_LAWS[law]!(def()));
  });
}
