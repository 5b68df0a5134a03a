import assert from "#assert";
import { isSimulated, TRUTH } from "../../../../harness/hil/truth/source.ts";

Deno.test("truth is a word, or an object that says more", () => {
  assert.deepEqual(TRUTH.parse(undefined), { from: "simulation" });
  for (const from of ["simulation", "commanded", "none"]) {
    assert.deepEqual(TRUTH.parse(from), { from });
    assert.deepEqual(TRUTH.parse({ from }), { from });
  }
  assert.deepEqual(TRUTH.parse({ from: "topic", topic: "/mocap/pose" }), {
    ...{ from: "topic", topic: "/mocap/pose", window_s: 0.2 },
  });
  const tolerances = { from: "commanded", tolerance_m: 0.5, tolerance_deg: 10 };
  assert.deepEqual(TRUTH.parse(tolerances), tolerances);
});

Deno.test("what is half said, or says too much, is refused", () => {
  for (
    const bad of [
      ...["topic", "/odom", 3, { from: "topic" }, { from: "topic", topic: "odom" }],
      ...[{ from: "none", topic: "/a" }, { from: "topic", topic: "/a", window_s: 0 }],
      ...[{ from: "commanded", tolerance_m: 0 }, { from: "commanded", tolerance_deg: 181 }],
      ...[{ topic: "/a" }, { from: "mocap", topic: "/a" }],
    ]
  ) assert.equal(TRUTH.safeParse(bad).success, false, JSON.stringify(bad));
});

Deno.test("in memory truth is known, unless the scenario says that nobody knows it", () => {
  assert.equal(isSimulated({ from: "none" }), false);
  for (const text of ["simulation", "commanded"]) assert.ok(isSimulated(TRUTH.parse(text)));
  assert.ok(isSimulated(TRUTH.parse({ from: "topic", topic: "/a" })));
});
