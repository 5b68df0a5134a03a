/**
 * Runs every benchmark in this folder and prints what it measured: ours, the peer's of the same
 * run, the ratio, and the target. `--json`: all rows at the end; `--lines`: a row of JSON as it comes.
 *
 *     deno task bench [NAME…] [--json | --lines]
 */
import { keeps, type Report, type Row } from "./row.ts";

/** Not benchmarks themselves. */
const PARTS = ["main.ts", "row.ts"];

interface Module {
  run(report: Report): Promise<void>;
}

function names(): string[] {
  return [...Deno.readDirSync(new URL(".", import.meta.url))]
    .filter(({ isFile, name }) => isFile && name.endsWith(".ts") && !PARTS.includes(name))
    .map(({ name }) => name.slice(0, -3))
    .sort();
}

/** Four significant digits, never in powers of ten where people read them. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

function line({ name, value, unit, peer, peerValue, target, note }: Row): string {
  const kept = keeps(value, target);
  const goal = target === undefined ? "" : `${target}${kept === false ? "  MISSED" : ""}`;
  const other = peer === undefined || peerValue === undefined
    ? ""
    : `${digits(peerValue)} (${peer}), ratio ${digits(value / peerValue)}`;
  const cells = [name.padEnd(58), `${digits(value)} ${unit}`.padStart(16), other, goal, note ?? ""];
  return cells.filter((cell) => cell !== "").join("  ");
}

/** One benchmark's module in this process. */
async function here(bench: string, report: Report): Promise<void> {
  const module: Module = await import(new URL(`./${bench}.ts`, import.meta.url).href);
  await module.run(report);
}

/**
 * One benchmark in a process of its own: what others leave in the compiler's memory (shapes seen,
 * numbers boxed) makes the same loop up to two thirds slower.
 */
async function alone(bench: string, report: Report): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "bench", bench, "--lines"],
    cwd: new URL("..", import.meta.url),
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const row of lines) report(JSON.parse(row) as Row);
  }
  const { code } = await child.status;
  if (code !== 0) throw new Error(`ended with exit code ${code}`);
}

async function main(args: readonly string[]): Promise<number> {
  const flags = args.filter((arg) => arg.startsWith("--"));
  const asked = args.filter((arg) => !arg.startsWith("--"));
  const known = names();
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0 || flags.some((flag) => flag !== "--json" && flag !== "--lines")) {
    console.error(`usage: deno task bench [${known.join("|")}]… [--json | --lines]`);
    return 2;
  }
  const [json, lines] = [flags.includes("--json"), flags.includes("--lines")];
  const rows: (Row & { bench: string })[] = [];
  const benches = asked.length > 0 ? asked : known;
  let broken = 0;
  for (const bench of benches) {
    if (!json && !lines) console.log(`\n${bench}`);
    const report: Report = (row) => {
      rows.push({ bench, ...row });
      if (lines) console.log(JSON.stringify(row));
      else if (!json) console.log(`  ${line(row)}`);
    };
    try {
      await (benches.length === 1 ? here : alone)(bench, report);
    } catch (error) {
      broken++;
      console.error(`${bench}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  const missed = rows.filter(({ value, target }) => keeps(value, target) === false);
  if (json) console.log(JSON.stringify({ rows, missed: missed.length, broken }));
  else if (!lines) {
    console.log(`\n${rows.length} rows, ${missed.length} targets missed, ${broken} broken`);
  }
  return broken > 0 ? 3 : 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
