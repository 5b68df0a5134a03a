/**
 * JUnit XML as CI servers read it (the schema of Jenkins' xunit plugin, junit-10.xsd): a suite a
 * scenario, in it a suite a seed with properties and exactly one test case. A failed check is a
 * failure; a run that came to no verdict is an error.
 */
import { repeatCommand } from "../run/repeat.ts";
import { variantName } from "../schema/sweep.ts";
import { type RunRecord, sortRecords } from "../sweep/record.ts";

/** The whole file. Times are simulated: the same runs give the same file. */
export function junitXml(records: readonly RunRecord[]): string {
  const groups = Map.groupBy(sortRecords(records), titleOf);
  const suites = [...groups].map(([title, own]) => [
    `  <testsuite${attributes({ name: title, ...countsOf(own) })}>`,
    ...own.map((record) => suiteOf(title, record)),
    "  </testsuite>",
  ]);
  const { skipped: _, ...counts } = countsOf(records);
  const total = attributes({ name: "dryrun", ...counts });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${total}>`,
    ...suites.flat(),
    "</testsuites>",
    "",
  ].join("\n");
}

/** A scenario with its variant, if it has one. */
function titleOf({ scenario, variant }: RunRecord): string {
  const name = variantName(variant);
  return name === "" ? scenario : `${scenario}[${name}]`;
}

function countsOf(records: readonly RunRecord[]): Record<string, string> {
  const count = (verdict: RunRecord["verdict"]) =>
    String(records.filter((record) => record.verdict === verdict).length);
  const seconds = records.reduce((sum, { simulated_s }) => sum + simulated_s, 0);
  return {
    tests: String(records.length),
    failures: count("fail"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds.toFixed(3),
  };
}

function suiteOf(title: string, record: RunRecord): string {
  const { seed, digest, checks, error, verdict } = record;
  const name = `seed ${seed}`, { skipped, ...counts } = countsOf([record]);
  const metrics = checks.flatMap(({ name, value, unit }) =>
    value === null ? [] : [[unit === "" ? name : `${name} [${unit}]`, String(value)]]
  );
  const properties = [["seed", String(seed)], ["digest", digest], ...metrics].map(([key, value]) =>
    `        <property${attributes({ name: key!, value: value! })}/>`
  );
  const failed = checks.filter((check) => check.verdict === "fail").map(
    ({ name, value, unit, limit, reason = "" }) =>
      `${name}: ${value ?? "–"} ${unit}, limit ${limit} ${unit} ${reason}`.trim(),
  );
  const unmet = failed.length > 0 ? failed : ["no check failed, though the scenario expects it"];
  const outcome = verdict === "fail"
    ? [tag("failure", { message: unmet[0]!, type: "check" }, unmet.join("\n"))]
    : verdict === "error"
    ? [tag("error", { message: error?.text ?? "", type: error?.kind ?? "" }, error?.text ?? "")]
    : verdict === "skipped"
    ? ["          <skipped/>"]
    : [];
  return [
    `    <testsuite${attributes({ name: `${title} ${name}`, ...counts, skipped: skipped! })}>`,
    "      <properties>",
    ...properties,
    "      </properties>",
    `      <testcase${attributes({ name, classname: title, time: counts.time! })}>`,
    ...outcome,
    tag("system-out", {}, repeatCommand(record)),
    "      </testcase>",
    "    </testsuite>",
  ].join("\n");
}

function tag(name: string, given: Record<string, string>, text: string): string {
  return `          <${name}${attributes(given)}>${escape(text)}</${name}>`;
}

function attributes(given: Record<string, string>): string {
  return Object.entries(given).map(([name, value]) => ` ${name}="${escape(value, true)}"`).join("");
}

/** What XML 1.0 can't hold is taken out; a line's end in an attribute would become a space. */
function escape(text: string, attribute = false): string {
  const sound = text.toWellFormed()
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return attribute
    ? sound.replaceAll('"', "&quot;").replace(/[\n\r\t]/g, (c) => `&#${c.charCodeAt(0)};`)
    : sound;
}
