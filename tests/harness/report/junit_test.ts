import assert from "#assert";
import fc from "fast-check";
import { junitXml } from "../../../harness/report/junit.ts";
import { madeError, madeRecord } from "../sweep/made_records.ts";

const RECORDS = [
  madeRecord(1, 0.5),
  madeRecord(2, 1.5),
  madeError(3, "a node <never> returns & hangs\u0000"),
  madeRecord(4, 0.5, { verdict: "skipped" }),
  madeRecord(1, 0.5, { k: 1, variant: { "sensors.imu.rate_hz": 50 } }),
];

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

const UNESCAPED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const plain = (text: string) =>
  text.replace(
    /&(?:#(\d+)|(\w+));/g,
    (_, code, name) => code ? String.fromCharCode(Number(code)) : UNESCAPED[name]!,
  );

/** A strict reader of the XML that may be written: anything else throws. */
function parseXml(text: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  const body = text.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "");
  for (const [token] of body.matchAll(/<[^>]*>|[^<]+/g)) {
    const tag = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>$/.exec(token);
    if (tag === null) {
      assert.doesNotMatch(token, /[<>]|&(?!#\d+;|lt;|gt;|amp;|quot;)/);
      open.at(-1)!.text += plain(token);
    } else if (tag[1] === "/") {
      assert.equal(open.pop()!.name, tag[2]);
    } else {
      const attributes = Object.fromEntries(
        [...tag[3]!.matchAll(/ ([a-z]+)="([^"]*)"/g)].map((
          [, key, value],
        ) => [key!, plain(value!)]),
      );
      const element: Element = { name: tag[2]!, attributes, children: [], text: "" };
      open.at(-1)!.children.push(element);
      if (tag[4] !== "/") open.push(element);
    }
  }
  assert.equal(open.length, 1);
  assert.equal(root.children.length, 1);
  return root.children[0]!;
}

/** What junit-10.xsd of Jenkins' xunit plugin allows: children, and attributes (! is required). */
const SCHEMA: Record<string, { children: string[]; attributes: string[] }> = {
  testsuites: {
    children: ["testsuite"],
    attributes: ["name", "time", "tests", "failures", "errors"],
  },
  testsuite: {
    children: ["testsuite", "properties", "testcase", "system-out", "system-err"],
    attributes: [
      ...["!name", "!tests", "!failures", "!errors", "group", "time", "skipped", "timestamp"],
      ...["hostname", "id", "package", "file", "log", "url"],
    ],
  },
  properties: { children: ["property"], attributes: [] },
  property: { children: [], attributes: ["!name", "!value"] },
  testcase: {
    children: ["skipped", "error", "failure", "system-out", "system-err"],
    attributes: ["!name", "time", "classname", "group"],
  },
  failure: { children: [], attributes: ["type", "message"] },
  error: { children: [], attributes: ["type", "message"] },
  skipped: { children: [], attributes: ["type", "message"] },
  "system-out": { children: [], attributes: [] },
};

function validate({ name, attributes, children }: Element): void {
  const rule = SCHEMA[name];
  if (rule === undefined) throw new Error(`<${name}> is not in the schema`);
  const known = rule.attributes.map((attribute) => attribute.replace("!", ""));
  for (const key of Object.keys(attributes)) assert.ok(known.includes(key), `${name} ${key}`);
  for (const key of rule.attributes.filter((attribute) => attribute.startsWith("!"))) {
    assert.ok(key.slice(1) in attributes, `${name} lacks ${key}`);
  }
  if (name.startsWith("testsuite")) {
    assert.match(attributes.time!, /^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$/);
  }
  for (const child of children) {
    assert.ok(rule.children.includes(child.name), `${name} holds ${child.name}`);
    validate(child);
  }
}

Deno.test("junitXml(): valid for Jenkins, one case a seed, failure apart from error", () => {
  const xml = parseXml(junitXml(RECORDS));
  validate(xml);
  assert.deepEqual(xml.children.map(({ attributes: { name, tests } }) => [name, tests]), [
    ["dock", "4"],
    ["dock[sensors.imu.rate_hz=50]", "1"],
  ]);
  const seeds = xml.children[0]!.children;
  assert.deepEqual(seeds.map(({ attributes }) => attributes.name), [
    ...["dock seed 1", "dock seed 2", "dock seed 3", "dock seed 4"],
  ]);
  const [passed, failed, broken, skipped] = seeds.map(({ children: [, testcase] }) => testcase!);
  for (const [i, testcase] of [passed!, failed!, broken!, skipped!].entries()) {
    assert.equal(seeds[i]!.children.filter(({ name }) => name === "testcase").length, 1);
    assert.deepEqual([testcase.attributes.name, testcase.attributes.classname], [
      `seed ${i + 1}`,
      "dock",
    ]);
    const out = testcase.children.find(({ name }) => name === "system-out")!;
    assert.equal(out.text, `deno task sim dock --seed ${i + 1}`);
  }
  const kinds = [passed, failed, broken, skipped].map((one) => one!.children[0]!.name);
  assert.deepEqual(kinds, ["system-out", "failure", "error", "skipped"]);
  assert.match(failed!.children[0]!.attributes.message!, /^error: 1\.5 m, limit <= 1 m/);
  assert.equal(broken!.children[0]!.attributes.message, "a node <never> returns & hangs");
  const properties = seeds[1]!.children[0]!.children.map((
    { attributes: { name, value } },
  ) => [name, value]);
  assert.deepEqual(properties, [
    ["seed", "2"],
    ["digest", "d2"],
    ["error [m]", "1.5"],
    ["rate [Hz]", "100"],
  ]);
});

Deno.test("junitXml(): any text in it stays well-formed and valid", () => {
  const property = fc.property(fc.string({ unit: "binary" }), (text) => {
    const xml = parseXml(
      junitXml([madeError(1, text), madeRecord(2, 2, { variant: { x: text } })]),
    );
    validate(xml);
  });
  fc.assert(property, { numRuns: 200 });
});

Deno.test("junitXml(): the same in whatever order the runs came", () => {
  assert.equal(junitXml(RECORDS.toReversed()), junitXml(RECORDS));
});
