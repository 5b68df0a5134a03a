import assert from "#assert";
import { InputError, Interrupted } from "../../harness/errors.ts";

Deno.test("InputError holds one problem or several, a line each", () => {
  const one = new InputError("a.yaml:1:2: name: is missing");
  assert.deepEqual(one.problems, ["a.yaml:1:2: name: is missing"]);
  assert.equal(String(one), "InputError: a.yaml:1:2: name: is missing");
  const two = new InputError(["first", "second"]);
  assert.deepEqual(two.problems, ["first", "second"]);
  assert.equal(two.message, "first\nsecond");
});

Deno.test("InputError keeps its cause, and is told from other errors", () => {
  const cause = new RangeError("deep down");
  assert.equal(new InputError("above", { cause }).cause, cause);
  assert.equal("cause" in new InputError("above"), false);
  assert.ok(new InputError("a") instanceof Error);
  assert.ok(!(new Interrupted() instanceof InputError));
  assert.equal(String(new Interrupted()), "Interrupted: Interrupted");
});
