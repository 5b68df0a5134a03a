/**
 * The house rules as a test: what may import what (read from ARCHITECTURE.md's own table), one door
 * a package, banned calls, the mirror rule, sizes and names.
 */
import assert from "#assert";
import { hasFunction, importsOf, isReference, type Source, visit } from "./tidy_source.ts";

/** A package and the only places (folders end in `/`) where it may be imported. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  "#assert": ["tests/", "bench/"],
  "#compress": ["runtime/bag/"],
  "#hash": ["msgs/"],
  "#path": ["harness/host/"],
  "#sqlite": ["runtime/bag/"],
  "#terminal": ["cli/"],
  "#threads": ["runtime/pool/", "harness/host/threads/"],
  // To collect before memory is compared; tests alone may.
  "#v8": ["tests/soak/"],
  "#vm": ["tests/soak/"],
  "#zod": ["zod.ts"],
  "@foxglove/cdr": ["msgs/"],
  "@foxglove/rosmsg": ["msgs/"],
  "@foxglove/rosmsg-msgs-common": ["msgs/"],
  "@foxglove/rosmsg2-serialization": ["msgs/"],
  "@foxglove/wasm-lz4": ["runtime/bag/"],
  "@mcap/core": ["runtime/bag/"],
  "ajv": [],
  "assemblyscript": [],
  "fast-check": [],
  "fast-png": ["core/vision/picture.ts"],
  "jpeg-js": ["core/vision/picture.ts"],
  "mathjs": [],
  "onnxruntime-node": ["core/vision/onnx.ts"],
  "rclnodejs": ["runtime/ros2/"],
  "@types/three": ["sim/world/visible/mesh_file.ts"],
  "three": ["sim/world/visible/mesh_file.ts"],
  "uplot": ["harness/report/html/plots.ts"],
  "yaml": ["harness/", "runtime/bag/", "runtime/ros2/"],
  "zod": ["sim/", "runtime/", "nodes/", "harness/"],
};

/** Rooms whose code decides bytes: only exact arithmetic and the project's own functions. */
const EXACT_ROOMS = ["core/", "msgs/", "sim/", "nodes/", "runtime/"];
/** Rooms without clock, files, network or console, and the corners of them that are exempt. */
const SEALED_ROOMS = [...EXACT_ROOMS, "harness/"];
const UNSEALED = ["harness/host/", "runtime/bag/", "runtime/ros2/", "runtime/wall.ts"];

const BANNED_GLOBALS = new Set([
  ...["Deno", "Date", "performance", "crypto", "fetch", "console", "Intl", "Temporal", "process"],
  ...["setTimeout", "setInterval", "setImmediate", "requestAnimationFrame", "WebSocket"],
]);
const LOCALE_METHODS = /^(toLocale\w+|localeCompare)$/;
const EXACT_MATH = new Set([
  ...["abs", "min", "max", "floor", "ceil", "round", "trunc", "sign", "sqrt", "fround", "imul"],
  ...["clz32", "PI", "E", "LN2", "LN10", "LOG2E", "LOG10E", "SQRT2", "SQRT1_2"],
]);

/** Folders that are registries, where one member is one file: no limit on their number. */
const REGISTRIES = ["harness/checks", "sim/faults", "sim/sensors", "scenarios", "cli"];

const FREE_FOLDERS = ["tests/", "bench/", "training/", "docs/"];

function* walk(folder: string): Generator<string> {
  for (const entry of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    if (entry.isDirectory) yield* walk(path);
    else yield path;
  }
}

const ALL_FILES = [...walk(".")];
const SOURCES: readonly Source[] = ALL_FILES
  .filter((path) => path.endsWith(".ts") && !path.startsWith("core/kernels/as/"))
  .map((path) => ({ path, text: Deno.readTextFileSync(path) }));

const isFree = (path: string) => FREE_FOLDERS.some((folder) => path.startsWith(folder));

/** The file that a relative specifier means, from the project's root. */
function resolve(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

/** ARCHITECTURE.md's table of rooms: the room and what it may import. */
function architecture(): Map<string, string[]> {
  const rooms = new Map<string, string[]>();
  for (const line of Deno.readTextFileSync("ARCHITECTURE.md").split("\n")) {
    const cells = line.split("|").map((cell) => cell.trim());
    const room = /^`([a-z]+)\/`$/.exec(cells[1] ?? "")?.[1];
    if (room === undefined || cells.length < 5) continue;
    rooms.set(room, [...(cells[3] ?? "").matchAll(/`([\w/.]+)`/g)].map((match) => match[1] ?? ""));
  }
  return rooms;
}

function failures(list: readonly string[]): void {
  assert.deepEqual(list, [], `\n${list.join("\n")}\n`);
}

Deno.test("ARCHITECTURE.md lists exactly the rooms that exist", () => {
  const folders = new Set(
    ALL_FILES.filter((path) => path.includes("/")).map((path) => path.split("/")[0] ?? ""),
  );
  assert.deepEqual([...architecture().keys()].sort(), [...folders].sort());
});

Deno.test("a room imports only what ARCHITECTURE.md's table allows", () => {
  const rooms = architecture();
  const bad: string[] = [];
  for (const source of SOURCES) {
    const room = source.path.split("/")[0] ?? "";
    const allowed = rooms.get(room);
    if (allowed === undefined || isFree(source.path)) continue;
    for (const { specifier, place } of importsOf(source)) {
      if (!specifier.startsWith(".")) continue;
      const target = resolve(source.path, specifier);
      const ok = target.startsWith(`${room}/`) ||
        allowed.some((other) => target === other || target.startsWith(`${other}/`));
      if (!ok) bad.push(`${place}: ${room} may not import ${target}`);
    }
  }
  failures(bad);
});

Deno.test("a package is imported only through its door, and named only in deno.json", () => {
  const named = Object.keys(JSON.parse(Deno.readTextFileSync("deno.json")).imports);
  assert.deepEqual(Object.keys(DOORS).sort(), named.sort(), "DOORS and deno.json's imports differ");
  const bad: string[] = [];
  for (const source of SOURCES) {
    for (const { specifier, place } of importsOf(source)) {
      if (specifier.startsWith(".")) continue;
      const name = named.find((key) => specifier === key || specifier.startsWith(`${key}/`));
      if (name === undefined) bad.push(`${place}: "${specifier}" is not named in deno.json`);
      else if (!isFree(source.path) && !DOORS[name]?.some((door) => source.path.startsWith(door))) {
        bad.push(`${place}: "${specifier}" may only be imported in ${DOORS[name]?.join(" ")}`);
      }
    }
  }
  failures(bad);
});

Deno.test("sealed rooms reach no clock, file, network, console or locale", () => {
  const bad = SOURCES
    .filter(({ path }) => SEALED_ROOMS.some((room) => path.startsWith(room)))
    .filter(({ path }) => !UNSEALED.some((corner) => path.startsWith(corner)))
    .flatMap((source) =>
      visit(source, (report) => ({
        Identifier(node) {
          if (BANNED_GLOBALS.has(node.name) && isReference(node)) {
            report(node, `${node.name} is banned here: take it from the node's io or the caller`);
          }
          if (LOCALE_METHODS.test(node.name)) report(node, `${node.name} depends on the locale`);
        },
        MemberExpression(node) {
          if (node.object.type !== "Identifier" || node.object.name !== "Math") return;
          if (node.property.type === "Identifier" && node.property.name === "random") {
            report(node, "Math.random is banned: draw from a named stream");
          }
        },
      }))
    );
  failures(bad);
});

Deno.test("rooms that decide bytes use only exact functions of Math, and no **", () => {
  const bad = SOURCES
    .filter(({ path }) => EXACT_ROOMS.some((room) => path.startsWith(room)))
    .flatMap((source) =>
      visit(source, (report) => ({
        Identifier(node) {
          if (node.name !== "Math" || !isReference(node)) return;
          const parent = node.parent;
          const name = parent.type === "MemberExpression" && parent.property.type === "Identifier"
            ? parent.property.name
            : "(not a plain member)";
          if (!EXACT_MATH.has(name)) {
            report(node, `Math.${name} differs between machines: use core/math/scalar.ts`);
          }
        },
        BinaryExpression(node) {
          if (node.operator === "**") report(node, "** calls the system's pow: use scalar.ts");
        },
        AssignmentExpression(node) {
          if (node.operator === "**=") report(node, "**= calls the system's pow: use scalar.ts");
        },
      }))
    );
  failures(bad);
});

Deno.test("mirror rule: a file with a function has its test, a test has its source", () => {
  const bad: string[] = [];
  const tests = new Set(ALL_FILES.filter((path) => path.endsWith("_test.ts")));
  for (const source of SOURCES) {
    if (isFree(source.path) || source.path.startsWith("cli/")) continue;
    if (/(^|\/)mod\.ts$/.test(source.path)) continue;
    const test = `tests/${source.path.replace(/\.ts$/, "_test.ts")}`;
    if (!tests.has(test) && hasFunction(source)) bad.push(`${source.path}: ${test} is missing`);
  }
  const elsewhere = /^tests\/(laws|determinism|integration|soak)\/|^tests\/tidy_test\.ts$/;
  for (const test of tests) {
    if (elsewhere.test(test) || !test.startsWith("tests/")) continue;
    const source = test.slice("tests/".length).replace(/_test\.ts$/, ".ts");
    if (!ALL_FILES.includes(source)) bad.push(`${test}: its source ${source} is missing`);
  }
  failures(bad);
});

Deno.test("files stay under 300 lines, functions under 60, folders under 13 files", () => {
  const bad: string[] = [];
  const folders = new Map<string, number>();
  for (const source of SOURCES) {
    const lines = source.text.split("\n").length - 1;
    if (lines >= 300) bad.push(`${source.path}: ${lines} lines`);
    if (isFree(source.path)) continue;
    const folder = source.path.includes("/") ? source.path.replace(/\/[^/]*$/, "") : ".";
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
    const size = (node: Deno.lint.Node) =>
      source.text.slice(node.range[0], node.range[1]).split("\n").length;
    bad.push(...visit(source, (report) => {
      const limit = (node: Deno.lint.Node) => {
        if (size(node) > 60) report(node, `a function of ${size(node)} lines`);
      };
      return {
        FunctionDeclaration: limit,
        FunctionExpression: limit,
        ArrowFunctionExpression: limit,
      };
    }));
  }
  for (const path of ALL_FILES.filter((path) => /^core\/kernels\/as\/.*\.ts$/.test(path))) {
    const lines = Deno.readTextFileSync(path).split("\n").length - 1;
    if (lines >= 300) bad.push(`${path}: ${lines} lines`);
  }
  for (const [folder, count] of folders) {
    if (count > 12 && !REGISTRIES.includes(folder)) bad.push(`${folder}: ${count} files`);
  }
  failures(bad);
});

Deno.test("names: snake_case, mod.ts for a front, none that says nothing", () => {
  const bad = SOURCES.map(({ path }) => path).filter((path) =>
    !/^[a-z0-9_/.]+$/.test(path) || /(^|\/)(index|utils?|common|helpers?)(\/|\.ts$)/.test(path)
  );
  failures(bad);
});

Deno.test("nothing unfinished, no path of one machine, no test switched off", () => {
  const marks = new RegExp(
    ["TO" + "DO", "FIX" + "ME", "X" + "XX", "[Ss]implif" + "ied", "/(wo" + "rk|ro" + "ot)/[a-z]"]
      .join("|"),
  );
  const off = new RegExp(
    ["\\.on" + "ly\\(", "ignore: tr" + "ue", "assert\\(tr" + "ue\\)"].join("|"),
  );
  const bad: string[] = [];
  for (const path of ALL_FILES) {
    if (!/\.(ts|md|ya?ml|json|py|sh)$/.test(path)) continue;
    Deno.readTextFileSync(path).split("\n").forEach((line, index) => {
      if (marks.test(line) || off.test(line)) bad.push(`${path}:${index + 1}: ${line.trim()}`);
    });
  }
  failures(bad);
});
