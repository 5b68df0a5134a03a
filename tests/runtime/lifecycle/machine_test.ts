import assert from "#assert";
import fc from "fast-check";
import { Lifecycle } from "../../../runtime/lifecycle/machine.ts";
import {
  type LifecycleOutcome,
  type LifecycleStep,
  STATES,
  TRANSITIONS,
} from "../../../runtime/lifecycle/states.ts";

const STEPS: LifecycleStep[] = ["configure", "activate", "deactivate", "cleanup", "shutdown"];

/** A machine whose steps end as they are told, and what happened. */
function machine(outcomes: LifecycleOutcome[] = []) {
  const seen: string[] = [], acts: string[] = [];
  const lifecycle = new Lifecycle((step) => {
    acts.push(step);
    return Promise.resolve(outcomes.shift() ?? "success");
  });
  lifecycle.onTransition = ({ label, start, goal }) => void seen.push(`${start} ${label} ${goal}`);
  return { lifecycle, seen, acts };
}

Deno.test("a node goes through its life, and each transition is told once it is done", async () => {
  const { lifecycle, seen, acts } = machine();
  for (const step of STEPS) assert.equal(await lifecycle.change(step), true, step);
  assert.equal(lifecycle.state, "finalized");
  assert.deepEqual(acts, STEPS);
  assert.deepEqual(seen.slice(0, 4), [
    "unconfigured configure configuring",
    "configuring transition_success inactive",
    "inactive activate activating",
    "activating transition_success active",
  ]);
});

Deno.test("a step that the state does not have changes nothing", async () => {
  const { lifecycle, seen, acts } = machine();
  for (const step of ["activate", "deactivate", "cleanup"] as const) {
    assert.equal(await lifecycle.change(step), false);
  }
  assert.deepEqual([lifecycle.state, seen, acts], ["unconfigured", [], []]);
});

Deno.test("one step at a time: what is asked for during one is refused", async () => {
  const { lifecycle } = machine();
  const first = lifecycle.change("configure");
  assert.equal(lifecycle.state, "configuring");
  assert.deepEqual(await Promise.all([lifecycle.change("configure"), first]), [false, true]);
  assert.equal(lifecycle.state, "inactive");
});

Deno.test("a failure goes back, an error is processed", async () => {
  const failed = machine(["failure"]);
  assert.equal(await failed.lifecycle.change("configure"), false);
  assert.equal(failed.lifecycle.state, "unconfigured");
  const error = machine(["success", "error"]);
  await error.lifecycle.change("configure");
  assert.equal(await error.lifecycle.change("cleanup"), false);
  assert.deepEqual(error.acts, ["configure", "cleanup", "error"]);
  assert.equal(error.lifecycle.state, "unconfigured");
});

Deno.test("law: whatever is asked for and however it ends, it rests in one of four states", async () => {
  const outcome = fc.constantFrom<LifecycleOutcome>("success", "failure", "error");
  const asks = fc.array(fc.constantFrom(...STEPS), { maxLength: 30 });
  const property = fc.asyncProperty(
    asks,
    fc.array(outcome, { maxLength: 60 }),
    async (steps, ends) => {
      const { lifecycle, seen } = machine(ends);
      for (const step of steps) {
        const before = lifecycle.state;
        const done = await lifecycle.change(step);
        assert.ok(STATES[lifecycle.state] >= 1 && STATES[lifecycle.state] <= 4, lifecycle.state);
        if (done) assert.notEqual(lifecycle.state, before);
      }
      let at = "unconfigured";
      for (const line of seen) {
        const [start, label, goal] = line.split(" ");
        assert.equal(start, at, "a chain");
        assert.ok(TRANSITIONS.some((one) => {
          return one.start === start && one.label === label && one.goal === goal;
        }));
        at = goal!;
      }
    },
  );
  await fc.assert(property, { numRuns: 200 });
});
