/** The laws of checks, tried on every check of the table with a witness who lies. */
import assert from "#assert";
import { z } from "zod";
import { CHECKS } from "../../harness/checks/mod.ts";
import type { CheckSetup, Json, Seen, Verdict } from "../../harness/contract.ts";
import type { AnyCheck } from "../../harness/schema/catalogue.ts";
import type { Message } from "../../msgs/message.ts";
import { type Case, CASES } from "./check_cases.ts";
import { setupOf, testimony } from "./check_testimony.ts";
import type { Lie } from "./check_witness.ts";

const RUNS = 24;
const memory = new Map<string, Promise<Seen[]>>();

function told(lie: Lie, seed = 1): Promise<Seen[]> {
  const key = JSON.stringify([lie, seed]);
  const known = memory.get(key) ?? testimony(lie, seed);
  memory.set(key, known);
  return known;
}

interface Found {
  readonly verdict: Verdict;
  readonly summary: Json | undefined;
}

function judge(check: AnyCheck, { config }: Case, seen: readonly Seen[], setup = setupOf()): Found {
  const parsed = check.config.parse(config);
  const state = check.init(parsed, setup);
  const topics = check.topics(parsed);
  for (const message of seen) if (topics.includes(message.topic)) check.see(state, message);
  const verdict = check.verdict(state);
  assert.deepEqual(check.verdict(state), verdict, "asked twice, it answers the same");
  return { verdict, summary: check.summary?.(state) };
}

function requireReason(found: Verdict, wanted: Verdict["verdict"], what: string): void {
  assert.equal(found.verdict, wanted, `${what}: ${JSON.stringify(found)}`);
  if (wanted !== "pass") assert.ok((found.reason ?? "").length > 8, `${what}: no reason`);
  assert.ok(found.value === null || Number.isFinite(found.value), `${what}: ${found.value}`);
}

const cases = Object.entries(CASES).flatMap(([name, list]) =>
  list.map((entry) => ({ name, entry, check: CHECKS[name]! }))
);

Deno.test("every check of the table is in the law suite", () => {
  assert.deepEqual(Object.keys(CASES).sort(), Object.keys(CHECKS).sort());
});

for (const { name, entry, check } of cases) {
  const title = `${name} ${JSON.stringify(entry.config)}`;

  Deno.test(`${title} passes an honest node and catches each lie`, async () => {
    requireReason(judge(check, entry, await told({})).verdict, "pass", title);
    for (const lie of entry.catches) {
      const found = judge(check, entry, await told(lie)).verdict;
      requireReason(found, "fail", `${title} of ${JSON.stringify(lie)}`);
    }
  });

  Deno.test(`${title} skips what it can't judge, fails what is empty or NaN, never throws`, async () => {
    const honest = await told({});
    const without = (over: Partial<CheckSetup>) =>
      judge(check, entry, honest, setupOf(over)).verdict;
    requireReason(without({ topics: new Set() }), "skipped", "no topics");
    requireReason(without({ truth: undefined }), entry.needsTruth ? "skipped" : "pass", "no truth");
    requireReason(judge(check, entry, []).verdict, "fail", "no messages");
    const broken = await told({ allNaN: true });
    requireReason(judge(check, entry, broken).verdict, entry.exempt?.nan ? "pass" : "fail", "NaN");
  });

  Deno.test(`${title} takes foreign types and stamps without an exception`, async () => {
    const honest = await told({});
    const foreign = honest.map(({ topic, at }): Seen => ({
      topic,
      at,
      type: "std_msgs/msg/String",
      message: { data: "?" },
    }));
    const found = judge(check, entry, foreign).verdict;
    requireReason(found, entry.exempt?.type ? "pass" : "fail", "foreign type");
    const late = honest.map((seen) => ({ ...seen, message: stampedFarAway(seen.message) }));
    judge(check, entry, late);
  });

  Deno.test(`${title} summarises as JSON, and refuses an ensemble that is too small`, async () => {
    const { summary } = judge(check, entry, await told({}));
    if (check.summary === undefined) return assert.equal(check.across, undefined);
    assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary);
    const config = check.config.parse(entry.config);
    for (const verdict of check.across?.(config, [summary!, summary!]) ?? []) {
      requireReason(verdict, "skipped", "two runs");
    }
  });

  if (entry.catchesAcross) {
    Deno.test(`${title} tells an honest ensemble from each lie over ${RUNS} seeds`, async () => {
      for (const verdict of await ensemble(check, entry, {})) {
        requireReason(verdict, "pass", `honest ensemble, ${verdict.part}`);
      }
      for (const lie of entry.catchesAcross!) {
        const verdicts = await ensemble(check, entry, lie);
        const failed = verdicts.filter(({ verdict }) => verdict === "fail");
        assert.ok(failed.length > 0, `${JSON.stringify(lie)}: ${JSON.stringify(verdicts)}`);
        for (const verdict of failed) requireReason(verdict, "fail", JSON.stringify(lie));
      }
    });
  }
}

async function ensemble(check: AnyCheck, entry: Case, lie: Lie): Promise<Verdict[]> {
  const summaries: Json[] = [];
  for (let seed = 1; seed <= RUNS; seed++) {
    summaries.push(judge(check, entry, await testimony(lie, seed)).summary!);
  }
  return check.across!(check.config.parse(entry.config), JSON.parse(JSON.stringify(summaries)));
}

/** The same message, its stamp at the far end of 32 bits. */
function stampedFarAway(message: Message): Message {
  const { header } = message as { header?: { stamp: unknown; frame_id: string } };
  if (header === undefined) return message;
  const stamp = { sec: 2 ** 31 - 1, nanosec: 0 };
  return { ...message, header: { ...header, stamp } } as Message;
}

Deno.test("every check's configuration becomes JSON Schema and names absolute topics", () => {
  for (const { name, entry, check } of cases) {
    assert.ok(z.toJSONSchema(check.config, { io: "input" }), name);
    for (const topic of check.topics(check.config.parse(entry.config))) {
      assert.match(topic, /^\//, name);
    }
  }
});
