/** What a command file exports as `command`, and how its arguments are read. */
import { parseArgs } from "#terminal";
import { InputError } from "../harness/errors.ts";
import { suggestion } from "../runtime/params/nearest.ts";

/** 0 passed, 1 a check failed, 2 usage or bad input, 3 internal error, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** One command: `cli/NAME.ts` exports it as `command`, the table in main.ts names it. */
export interface Command {
  readonly usage: Usage;
  /** Commands below this one, by the word that follows its name. */
  readonly below?: Readonly<Record<string, () => Promise<{ command: Command }>>>;
  /** Throws `InputError` for exit 2; main.ts prints it. */
  run(args: Arguments): Promise<ExitCode>;
}

/** What a command takes; `--help` is made of it, so that it can't list what does not exist. */
export interface Usage {
  /** After `deno task NAME`, such as `[SCENARIO]`. */
  readonly positionals: string;
  readonly positionalsMax: number;
  readonly about: string;
  readonly flags: Readonly<Record<string, Flag>>;
}

/** One flag: without `value` it is a switch. */
export interface Flag {
  /** The name of its value in the help, such as `N`. */
  readonly value?: string;
  /** May be given several times. */
  readonly many?: boolean;
  readonly about: string;
}

/** Arguments as a command reads them. */
export class Arguments {
  constructor(
    readonly positionals: readonly string[],
    readonly flags: ReadonlyMap<string, readonly string[]>,
  ) {}

  /** Was this switch given? */
  on(name: string): boolean {
    return this.flags.has(name);
  }

  /** The value of a flag, if it was given. */
  text(name: string): string | undefined {
    return this.flags.get(name)?.[0];
  }

  /** Every value of a flag that may be given several times. */
  all(name: string): readonly string[] {
    return this.flags.get(name) ?? [];
  }

  /** The comma-separated values of a flag. */
  list(name: string): string[] {
    return this.all(name).flatMap((text) => text.split(",")).map((part) => part.trim())
      .filter((part) => part !== "");
  }

  /** A number within bounds. @throws {InputError} not one */
  number(
    name: string,
    { min, max = Infinity, integer = false }: { min: number; max?: number; integer?: boolean },
  ): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = text.trim() === "" ? NaN : Number(text);
    const fits = integer ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (!fits || value < min || value > max) {
      const low = min === -Infinity ? "" : min === Number.MIN_VALUE ? " > 0" : ` >= ${min}`;
      const what = integer ? "a whole number below 2^53" : "a number";
      const high = max === Infinity ? "" : `${low && " and"} <= ${max}`;
      throw new InputError(`--${name}: expected ${what}${low}${high}, got "${text}"`);
    }
    return value;
  }
}

/**
 * Reads what stands after the command's name.
 *
 * @throws {InputError} an unknown flag (with the nearest one), a value too many or one missing
 */
export function readArguments(args: readonly string[], name: string, usage: Usage): Arguments {
  const help = `deno task ${name} -- --help lists the flags`;
  const options = Object.fromEntries(
    Object.entries(usage.flags).map(([flag, { value }]) => [
      flag,
      { type: value ? "string" as const : "boolean" as const, multiple: true },
    ]),
  );
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const flag = Object.hasOwn(usage.flags, token.name) ? usage.flags[token.name] : undefined;
    if (!flag || token.rawName !== `--${token.name}`) {
      const near = suggestion(token.name, Object.keys(usage.flags));
      const hint = near.startsWith("did") ? near.replace(/"(.*)"/, "--$1") : help;
      throw new InputError(`unknown flag ${token.rawName}; ${hint}`);
    }
    const missing = token.value === undefined || !token.inlineValue && token.value.startsWith("--");
    if (flag.value && missing) {
      throw new InputError(`--${token.name} needs a value: --${token.name} ${flag.value}`);
    }
    if (!flag.value && token.inlineValue) {
      throw new InputError(`--${token.name} takes no value, got "${token.value}"`);
    }
    const values = flags.get(token.name) ?? [];
    if (values.length > 0 && flag.value && !flag.many) {
      throw new InputError(`--${token.name} is given twice`);
    }
    flags.set(token.name, [...values, token.value ?? ""]);
  }
  if (positionals.length > usage.positionalsMax) {
    throw new InputError(`unexpected argument "${positionals[usage.positionalsMax]}"; ${help}`);
  }
  return new Arguments(positionals, flags);
}

/** The text of `--help`. */
export function helpOf(name: string, usage: Usage): string {
  const head = ["deno task", name, usage.positionals, Object.keys(usage.flags).length && "[FLAGS]"]
    .filter(Boolean).join(" ");
  const rows = Object.entries(usage.flags).map(([flag, { value, about }]) =>
    [`--${flag}${value ? ` ${value}` : ""}`, about] as const
  );
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  const lines = rows.map(([left, about]) => `  ${left.padEnd(width)}  ${about}`);
  return [`${head}\n`, usage.about, ...(lines.length ? ["", ...lines] : [])].join("\n");
}
