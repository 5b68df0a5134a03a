import assert from "#assert";
import { diagnostics } from "../../../harness/checks/diagnostics.ts";
import { diagnosis, judge } from "./streams.ts";

const seen = [0, 4, 2].map((rejected, i) =>
  diagnosis(i * 1e9, {
    name: "fusion: mag",
    level: i === 1 ? 1 : 0,
    values: { rejected: String(rejected), mode: i === 2 ? "aided" : "attitude" },
  })
);

Deno.test("diagnostics takes the last, largest or smallest value of a key", () => {
  const value = (take: string) =>
    judge(diagnostics, { status: "mag", key: "rejected", min: 1, take }, { seen }).value;
  assert.equal(value("last"), 2);
  assert.equal(value("max"), 4);
  assert.equal(
    judge(diagnostics, { status: "mag", key: "rejected", max: 0, take: "min" }, { seen }).value,
    0,
  );
});

Deno.test("diagnostics judges levels and texts", () => {
  const level = judge(diagnostics, { status: "fusion: mag", max: 0, take: "max" }, { seen });
  assert.equal(level.verdict, "fail");
  assert.equal(level.value, 1);
  const mode = { status: "mag", key: "mode" };
  assert.equal(judge(diagnostics, { ...mode, equals: "aided" }, { seen }).verdict, "pass");
  assert.match(judge(diagnostics, { ...mode, equals: "off" }, { seen }).reason!, /"aided"/);
  assert.match(judge(diagnostics, { ...mode, min: 1 }, { seen }).reason!, /mag\/mode is "aided"/);
});

Deno.test("diagnostics names what there is when it finds nothing", () => {
  const found = judge(diagnostics, { status: "mag", key: "accepted", min: 1 }, { seen });
  assert.match(found.reason!, /there are: .*fusion: mag\/rejected/);
  const none = judge(diagnostics, { status: "wheel", min: 1 }, { seen: [] });
  assert.match(none.reason!, /no messages/);
  assert.equal(diagnostics.config.safeParse({ status: "x" }).success, false);
  assert.equal(diagnostics.config.safeParse({ status: "x", min: 1, equals: "y" }).success, false);
});
