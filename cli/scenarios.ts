/** `scenarios`: runs scenarios over seeds on all cores; `merge` and `fuzz` are commands below it. */
import { InputError } from "../harness/errors.ts";
import { readResults, scenarioNames } from "../harness/host/files.ts";
import { Pool } from "../harness/host/pool.ts";
import { interruption } from "../harness/host/signals.ts";
import { describeAll, judgeAll, runSweep } from "../harness/host/sweep.ts";
import { cores, wallSeconds } from "../harness/host/wall.ts";
import type { RunResult } from "../harness/run/result.ts";
import { parseSeeds } from "../harness/schema/seeds.ts";
import { casesOf, parseShard, type ScenarioInfo, type SweepCase } from "../harness/sweep/cases.ts";
import { compare } from "../harness/sweep/compare.ts";
import { fromLines, type RunRecord } from "../harness/sweep/record.ts";
import { summarise } from "../harness/sweep/summary.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import { DURATION_MAX_S, endless, parseDuration } from "./duration.ts";
import { exitCodeOf, openOutputs, OUTPUT_FLAGS } from "./sweep_outputs.ts";
import { showComparison, showSummary, SweepWatch } from "./sweep_view.ts";

/** The command. */
export const command: Command = {
  // No scenario can have their names.
  below: {
    fuzz: () => import("./scenarios_fuzz.ts"),
    merge: () => import("./scenarios_merge.ts"),
  },
  usage: {
    positionals: "[NAME…] | merge FILE… | fuzz [NAME]",
    positionalsMax: Infinity,
    about:
      "Runs scenarios (names in scenarios/ or paths; default: all in scenarios/) over seeds, " +
      "on all cores. merge puts results files together; fuzz looks for failures at random.",
    flags: {
      seeds: { value: "1..20", about: "seeds of each scenario (default: the scenario's own)" },
      jobs: { value: "N", about: "workers (default: one a core)" },
      tag: { value: "TAG,…", many: true, about: "only scenarios with one of these tags" },
      duration: { value: "S", about: "simulated seconds of each run (default: the scenario's)" },
      shard: { value: "i/n", about: "run only every n-th case, from the i-th on" },
      until: { value: "10m", about: "go on with further seeds until this much time is over" },
      watchdog: { value: "S", about: "end a run that says nothing for so long (default: 60)" },
      memory: { value: "MB", about: "end a run that holds more than this (default: 1024)" },
      yes: { about: "run more than 100 000 cases" },
      ...OUTPUT_FLAGS,
    },
  },

  async run(args: Arguments): Promise<ExitCode> {
    const settings = await settingsOf(args);
    const { signal, stop } = interruption();
    const pool = new Pool(settings);
    try {
      return await sweep(args, { ...settings, pool, signal });
    } finally {
      pool.close();
      stop();
    }
  },
};

async function settingsOf(args: Arguments) {
  const seeds = args.text("seeds"), shard = args.text("shard"), until = args.text("until");
  const duration = args.number("duration", { min: Number.MIN_VALUE, max: DURATION_MAX_S });
  const against = args.text("against");
  return {
    jobs: args.number("jobs", { min: 1, integer: true }) ?? cores(),
    memoryMb: args.number("memory", { min: 1 }),
    watchdogS: args.number("watchdog", { min: 0.1 }) ?? 60,
    seeds: seeds === undefined ? undefined : parseSeeds(seeds, "--seeds"),
    shard: shard === undefined ? undefined : parseShard(shard),
    untilS: until === undefined ? undefined : parseDuration(until, "--until"),
    duration_s: duration,
    before: against === undefined ? undefined : fromLines(await readResults(against), against),
    outputs: await openOutputs(args),
  };
}

type Settings = Awaited<ReturnType<typeof settingsOf>> & { pool: Pool; signal: AbortSignal };

async function sweep(args: Arguments, settings: Settings): Promise<ExitCode> {
  const { pool, jobs, signal, seeds, shard, untilS, duration_s, before, outputs, memoryMb } =
    settings;
  const json = args.on("json");
  const names = args.positionals.length > 0 ? args.positionals : scenarioNames();
  const { infos, refused } = await describeAll(pool, names);
  for (const { problems } of refused) {
    for (const problem of problems) console.error(`error: ${problem}`);
  }
  const chosen = tagged(infos, args.list("tag"));
  if (chosen.length === 0 && refused.length > 0) return 2;
  const listed = casesOf(chosen, { seeds, shard, duration_s, yes: args.on("yes") });
  const cases = untilS === undefined ? listed : untilTime(listed, untilS);
  const total = untilS === undefined ? listed.length : undefined;
  const watch = new SweepWatch(total, { quiet: json, seconds: untilS });
  const results = new Map<RunRecord, RunResult>();
  const records = await runSweep(cases, {
    ...{ pool, jobs, signal, memoryMb },
    onRecord(record, result) {
      watch.record(record);
      if (json && result) results.set(record, result);
    },
    onAlive: (of, at) => watch.alive(of, at),
  });
  watch.clear();
  const across = signal.aborted ? [] : await judgeAll(pool, records, signal);
  const summary = summarise(records, across);
  const comparison = before && compare(records, before);
  if (json) {
    const runs = records.flatMap((record) => results.get(record) ?? []);
    const errors = records.flatMap(({ scenario, seed, error }) =>
      error ? [{ scenario, seed, error }] : []
    );
    console.log(
      JSON.stringify({ verdict: summary.verdict, runs, across, errors, summary, comparison }),
    );
  } else {
    console.log(showSummary(summary, records));
    if (comparison) console.log(`\n${showComparison(comparison)}`);
  }
  const pages = signal.aborted ? [] : pool;
  await outputs.write({ records, summary, comparison, pages });
  if (signal.aborted) {
    const of = total === undefined ? "" : ` of ${total}`;
    console.error(`interrupted: ${records.length}${of} runs are kept`);
    return 130;
  }
  return refused.length > 0 ? 2 : exitCodeOf(summary, records, comparison);
}

function tagged(infos: readonly ScenarioInfo[], tags: readonly string[]): ScenarioInfo[] {
  if (tags.length === 0) return [...infos];
  const chosen = infos.filter((info) => info.tags.some((tag) => tags.includes(tag)));
  if (chosen.length > 0) return chosen;
  const known = [...new Set(infos.flatMap((info) => info.tags))].sort();
  throw new InputError(
    `--tag: no scenario has ${tags.join(" or ")}; there are ${known.join(", ") || "none"}`,
  );
}

/** The cases, then the same with further seeds, until the time is over. */
function* untilTime(cases: readonly SweepCase[], seconds: number): Generator<SweepCase> {
  const began = wallSeconds();
  for (const one of endless(cases)) {
    if (wallSeconds() - began >= seconds) return;
    yield one;
  }
}
