/**
 * Runs every benchmark in this folder and prints what it measured: ours, the peer's of the same
 * run, the ratio, and the target.
 *
 *     deno task bench [NAME…] [--json]
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

async function main(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const asked = args.filter((arg) => !arg.startsWith("--"));
  const known = names();
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0 || args.some((arg) => arg.startsWith("--") && arg !== "--json")) {
    console.error(`usage: deno task bench [${known.join("|")}]… [--json]`);
    return 2;
  }
  const rows: (Row & { bench: string })[] = [];
  let broken = 0;
  for (const bench of asked.length > 0 ? asked : known) {
    if (!json) console.log(`\n${bench}`);
    const report: Report = (row) => {
      rows.push({ bench, ...row });
      if (!json) console.log(`  ${line(row)}`);
    };
    try {
      const module: Module = await import(new URL(`./${bench}.ts`, import.meta.url).href);
      await module.run(report);
    } catch (error) {
      broken++;
      console.error(`${bench}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  const missed = rows.filter(({ value, target }) => keeps(value, target) === false);
  if (json) console.log(JSON.stringify({ rows, missed: missed.length, broken }));
  else console.log(`\n${rows.length} rows, ${missed.length} targets missed, ${broken} broken`);
  return broken > 0 ? 3 : 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
