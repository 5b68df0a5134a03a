import assert from "#assert";
import { codecOf } from "../../msgs/cdr.ts";
import { statusOf } from "../../msgs/diagnostics.ts";

Deno.test("a status has its values as text, in their order, and can be sent", () => {
  const head = { level: 1, name: "node: part", message: "late" };
  const status = statusOf(head, [["mode", "safe"], ["age_ms", 0.5], ["usable", false]]);
  assert.deepEqual(status, {
    ...head,
    hardware_id: "",
    values: [
      { key: "mode", value: "safe" },
      { key: "age_ms", value: "0.5" },
      { key: "usable", value: "false" },
    ],
  });
  const codec = codecOf("diagnostic_msgs/msg/DiagnosticArray");
  const sent = { header: { stamp: { sec: 1, nanosec: 0 }, frame_id: "" }, status: [status] };
  assert.deepEqual(codec.decode(codec.encode(sent)), sent);
});
