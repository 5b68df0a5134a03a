import assert from "#assert";
import { parse } from "@foxglove/rosmsg";
import { type Definition, definitionOf, definitionsOf, shortName } from "../../msgs/definitions.ts";
import { type TypeName } from "../../msgs/message.ts";
import { TYPE_NAMES } from "../../msgs/types.ts";
import { VISION_FILES } from "./definitions/vision_files.ts";

const ORIGINALS = new URL(
  "../../node_modules/@foxglove/rosmsg-msgs-common/msgdefs/ros2jazzy/",
  import.meta.url,
);

/** Lines with comments, blank lines and runs of blanks removed. */
function bare(text: string): string[] {
  return text.split("\n").map((line) =>
    line.replace(/#.*/, "").replace(/\s+/g, " ").replace(/ ?= ?/, "=").trim()
  ).filter((line) => line !== "");
}

/** Each type's own lines in a concatenated text. */
function sections(text: string, root: string): Map<string, string[]> {
  const parts = text.split(/^=+\n/m);
  return new Map(parts.map((part, index) => {
    const lines = bare(part);
    if (index === 0) return [root, lines];
    return [(lines[0] ?? "").replace("MSG: ", ""), lines.slice(1)];
  }));
}

/** The package's own names are short inside a package; a definition may name both ways. */
function qualified(lines: string[], owner: string): string[] {
  const home = owner.split("/")[0];
  return lines.map((line) =>
    line.replace(/^[A-Z]\w*/, (name) => name === "Header" ? `std_msgs/${name}` : `${home}/${name}`)
  );
}

Deno.test("definitionOf() says what the original files say", () => {
  for (const type of TYPE_NAMES) {
    for (const [name, lines] of sections(definitionOf(type), shortName(type))) {
      const [home, short] = name.split("/");
      const original = VISION_FILES[name] ??
        Deno.readTextFileSync(new URL(`${home}/msg/${short}.msg`, ORIGINALS));
      const own = bare(original.split(/^=+\n/m)[0] ?? "");
      assert.deepEqual(qualified(lines, name), qualified(own, name), `${type}: ${name}`);
    }
  }
});

Deno.test("definitionOf() is complete: every type that is named is there", () => {
  for (const type of TYPE_NAMES) {
    const text = definitionOf(type);
    const there = new Set(sections(text, shortName(type)).keys());
    for (const line of text.matchAll(/^([a-z]\w*\/[A-Z]\w*)/gm)) {
      assert.ok(there.has(line[1] ?? ""), `${type} lacks ${line[1]}`);
    }
    assert.match(text, /^(?:(?!=).*\n)+/);
    assert.ok(!/^(?:time|duration) /m.test(text), `${type} names a primitive that ROS 2 lacks`);
  }
});

Deno.test("definitionOf() is read by rosmsg as the same fields", () => {
  const fields = (definition: Definition) =>
    JSON.parse(JSON.stringify(definition.definitions.filter((f) => f.isConstant !== true)));
  for (const type of TYPE_NAMES) {
    const read = parse(definitionOf(type), { ros2: true });
    for (const definition of definitionsOf(type)) {
      const same = read.find((d) => (d.name ?? shortName(type)) === definition.name);
      assert.ok(same, `${type} lacks ${definition.name}`);
      assert.deepEqual(
        fields(same as Definition),
        fields(definition),
        `${type}: ${definition.name}`,
      );
    }
  }
});

Deno.test("definitionOf() refuses a type that it does not know", () => {
  assert.throws(() => definitionOf("foo_msgs/msg/Bar" as TypeName), {
    name: "TypeError",
    message: 'foo_msgs/msg/Bar: there is no definition of "foo_msgs/Bar"',
  });
});
