import assert from "#assert";
import { InputError } from "../../../harness/errors.ts";
import { nodesNamed, overridden, recordedSettings } from "../../../harness/replay/settings.ts";
import { fusion } from "../../../nodes/fusion/fusion.ts";
import { spinner } from "../fixtures.ts";

const TABLE = { fusion, spinner };
const SETTINGS = {
  spin: {
    node: "spinner",
    namespace: "/robot",
    remap: { odom: "pose" },
    params: { gain: 2 },
    compute_ms: { mean: 3, sd: 1, max: 9 },
    fetch: { "http://a/": { body: "x", delay_ms: 3 } },
  },
};

Deno.test("recordedSettings() reads what a recording says of its nodes", () => {
  const metadata = { nodes: JSON.stringify(SETTINGS), seed: "1" };
  assert.deepEqual(recordedSettings(metadata, "a.mcap"), SETTINGS);
});

Deno.test("recordedSettings() says nothing of a log that is no recording of a run", () => {
  assert.deepEqual(recordedSettings(undefined, "a.mcap"), {});
  assert.deepEqual(recordedSettings({ seed: "1" }, "a.mcap"), {});
});

Deno.test("recordedSettings() refuses a damaged record, with the file's name", () => {
  const { node: _node, ...nameless } = SETTINGS.spin;
  const { compute_ms: _compute, ...rest } = SETTINGS.spin;
  for (
    const nodes of [
      "{",
      "[]",
      JSON.stringify({ spin: nameless }),
      JSON.stringify({ spin: { ...rest, compute_ms: -1 } }),
      JSON.stringify({ spin: { ...SETTINGS.spin, remap: { odom: 3 } } }),
    ]
  ) {
    assert.throws(() => recordedSettings({ nodes }, "a.mcap"), (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^a\.mcap: metadata "dryrun": expected nodes as a recording/);
      return true;
    });
  }
});

Deno.test("nodesNamed() gives the nodes in the order in which they are named", () => {
  const named = nodesNamed(["spinner", "fusion"], TABLE);
  assert.deepEqual(Object.entries(named), [["spinner", spinner], ["fusion", fusion]]);
});

Deno.test("nodesNamed() refuses none, one twice, and one that is none", () => {
  const refused = (names: string[], message: RegExp) =>
    assert.throws(() => nodesNamed(names, TABLE), (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  refused([], /^--node: expected one or more of fusion, spinner$/);
  refused(["fusion", "spinner", "fusion"], /^--node: "fusion" is named twice$/);
  refused(["fusoin"], /^--node: unknown node "fusoin"; did you mean "fusion"\?$/);
  refused(["toString"], /unknown node "toString"/);
});

Deno.test("overridden(): texts go over what was recorded; a node's name says whose it is", () => {
  const both = { name: "spinner", def: spinner, nodes: ["spinner", "fusion"] };
  const recorded = { gain: 2, publish_debug: true };
  assert.deepEqual(overridden(recorded, [], both), recorded);
  assert.deepEqual(overridden(recorded, ["gain=3"], both), { gain: 3, publish_debug: true });
  const texts = ["spinner.gain=4", "fusion.use_mag=false"];
  assert.deepEqual(overridden(recorded, texts, both), { gain: 4, publish_debug: true });
  const other = { name: "fusion", def: fusion, nodes: ["spinner", "fusion"] };
  assert.deepEqual(overridden({}, texts, other), { use_mag: false });
  assert.deepEqual(recorded, { gain: 2, publish_debug: true });
});

Deno.test("overridden(): a name that the node lacks, or a value that it can't be, is refused", () => {
  const alone = { name: "fusion", def: fusion, nodes: ["fusion"] };
  const refused = (text: string, message: RegExp) =>
    assert.throws(() => overridden({}, [text], alone), { name: "ParameterError", message });
  refused("use_mga=true", /did you mean "use_mag"/);
  refused("use_mag=1", /use_mag: expected boolean, got "1"/);
  refused("use_mag", /expected name=value/);
  refused("spinner.gain=1", /unknown name/);
});
