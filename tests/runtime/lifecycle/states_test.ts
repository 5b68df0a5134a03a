import assert from "#assert";
import { STATES, TRANSITIONS, transitionsFrom } from "../../../runtime/lifecycle/states.ts";

/** What rclpy's LifecycleNode of Jazzy answers to get_transition_graph: id, label, start, goal. */
const RCL = `
1 configure 1 10; 10 success 10 2; 11 failure 10 1; 12 error 10 15
2 cleanup 2 11; 20 success 11 1; 21 failure 11 2; 22 error 11 15
3 activate 2 13; 30 success 13 3; 31 failure 13 2; 32 error 13 15
4 deactivate 3 14; 40 success 14 2; 41 failure 14 3; 42 error 14 15
5 shutdown 1 12; 6 shutdown 2 12; 7 shutdown 3 12
50 success 12 4; 51 failure 12 4; 52 error 12 15
60 success 15 1; 61 failure 15 4; 62 error 15 4`;

Deno.test("numbers, names and order are rcl_lifecycle's", () => {
  const rows = TRANSITIONS.map(({ id, label, start, goal }) =>
    `${id} ${label.replace("transition_", "")} ${STATES[start]} ${STATES[goal]}`
  );
  assert.deepEqual(rows, RCL.trim().split(/[;\n]/).map((row) => row.trim()));
});

Deno.test("what begins in a state is what can be asked for there, or how what is under way ends", () => {
  assert.deepEqual(transitionsFrom("active").map(({ label }) => label), ["deactivate", "shutdown"]);
  assert.deepEqual(transitionsFrom("configuring").map(({ goal }) => goal), [
    ...["inactive", "unconfigured", "errorprocessing"],
  ]);
  assert.deepEqual(transitionsFrom("finalized"), []);
});
