/** How arguments are read, in this process: the commands' own tests show what users see of it. */
import assert from "#assert";
import { helpOf, readArguments, type Usage } from "../../../cli/command.ts";
import { InputError } from "../../../harness/errors.ts";

const USAGE: Usage = {
  positionals: "[FILE]",
  positionalsMax: 1,
  about: "Does something.",
  flags: {
    seed: { value: "N", about: "a number" },
    without: { value: "NAME,…", many: true, about: "names" },
    json: { about: "a switch" },
  },
};

const read = (...args: string[]) => readArguments(args, "do", USAGE);

/** What a refusal says. */
function refused(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new assert.AssertionError({ message: "was taken" });
}

Deno.test("readArguments() takes flags in any order and both spellings, and negative numbers", () => {
  for (const args of [["--seed", "-7", "a", "--json"], ["--json", "a", "--seed=-7"]]) {
    const given = read(...args);
    assert.deepEqual(given.positionals, ["a"]);
    assert.equal(given.on("json"), true);
    assert.equal(given.number("seed", { min: -Infinity, integer: true }), -7);
  }
  const none = read();
  assert.equal(none.on("json"), false);
  assert.equal(none.text("seed"), undefined);
  assert.equal(none.number("seed", { min: 0 }), undefined);
  assert.deepEqual(none.list("without"), []);
});

Deno.test("readArguments() gathers a flag that may be given several times", () => {
  const given = read("--without", "a, b", "--without=c,,", "--without", "");
  assert.deepEqual(given.all("without"), ["a, b", "c,,", ""]);
  assert.deepEqual(given.list("without"), ["a", "b", "c"]);
});

Deno.test("readArguments() takes what follows -- as it is", () => {
  assert.deepEqual(read("--json", "--", "--seed").positionals, ["--seed"]);
});

const WRONG: readonly [args: string[], said: RegExp][] = [
  [["--seed"], /^--seed needs a value: --seed N$/],
  [["--seed", "--json"], /^--seed needs a value: --seed N$/],
  [["--seed", "1", "--seed", "2"], /^--seed is given twice$/],
  [["--json=yes"], /^--json takes no value, got "yes"$/],
  [["--sede", "1"], /^unknown flag --sede; did you mean --seed\?$/],
  [["--no-json"], /^unknown flag --no-json; deno task do -- --help lists the flags$/],
  [["--constructor"], /^unknown flag --constructor; /],
  [["-x"], /^unknown flag -x; deno task do -- --help lists the flags$/],
  [["-s", "1"], /^unknown flag -s; /],
  [["a", "b"], /^unexpected argument "b"; deno task do -- --help lists the flags$/],
];
for (const [args, said] of WRONG) {
  Deno.test(`readArguments() refuses ${args.join(" ")}`, () => {
    assert.match(refused(() => read(...args)), said);
  });
}

const NUMBERS: readonly [
  text: string,
  rules: { min: number; max?: number; integer?: boolean },
  said: string | number,
][] = [
  ["1.5", { min: -Infinity, integer: true }, "a whole number below 2^53"],
  ["9007199254740993", { min: -Infinity, integer: true }, "a whole number below 2^53"],
  ["", { min: 0 }, "a number >= 0"],
  [" ", { min: 0 }, "a number >= 0"],
  ["abc", { min: 1, integer: true }, "a whole number below 2^53 >= 1"],
  ["NaN", { min: 0 }, "a number >= 0"],
  ["Infinity", { min: 0 }, "a number >= 0"],
  ["0", { min: Number.MIN_VALUE }, "a number > 0"],
  ["-1", { min: Number.MIN_VALUE, max: 10 }, "a number > 0 and <= 10"],
  ["11", { min: -Infinity, max: 10 }, "a number <= 10"],
  ["1s", { min: 0 }, "a number >= 0"],
  ["1e-3", { min: Number.MIN_VALUE }, 1e-3],
  ["10", { min: 0, max: 10 }, 10],
  ["-9007199254740991", { min: -Infinity, integer: true }, -9007199254740991],
];
for (const [text, rules, said] of NUMBERS) {
  Deno.test(`a number flag with "${text}" within ${JSON.stringify(rules)}`, () => {
    const number = () => read(`--seed=${text}`).number("seed", rules);
    if (typeof said === "number") assert.equal(number(), said);
    else assert.equal(refused(number), `--seed: expected ${said}, got "${text}"`);
  });
}

Deno.test("helpOf() is made of what readArguments() takes", () => {
  assert.equal(
    helpOf("do", USAGE),
    "deno task do [FILE] [FLAGS]\n\nDoes something.\n\n  --seed N          a number\n" +
      "  --without NAME,…  names\n  --json            a switch",
  );
});
