/** `deno task bag`: what is in a log, is it sound, where do two differ. */
import { InputError } from "../harness/errors.ts";
import { userPath } from "../harness/host/files.ts";
import { checkLog } from "../runtime/bag/inspect/check.ts";
import { diffLogs } from "../runtime/bag/inspect/diff.ts";
import { type Log, LogError, openLog } from "../runtime/bag/mod.ts";
import { bigTime, secondsText } from "../runtime/bag/stamps.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import { digits, paint, table } from "./terminal.ts";

/** The command as cli/main.ts lists it. */
export const command: Command = {
  usage: {
    positionals: "info|check|diff FILE...",
    positionalsMax: 1000,
    about: "info FILE...  what is in a log: topics, types, counts, rates\n" +
      "check FILE... is it sound? (exit 1: no)\n" +
      "diff A B      where do two logs differ first, topic by topic? (exit 1: they do)\n\n" +
      "FILE is an MCAP file, a rosbag2 folder or .db3, or a CSV (.gz).",
    flags: {
      columns: {
        value: "F.yaml",
        about: "column map of a CSV (default: the shipped one that fits)",
      },
      json: { about: "one JSON object on standard output, nothing else" },
    },
  },
  async run(args) {
    const [action, ...files] = args.positionals;
    const columns = args.text("columns");
    const options = columns === undefined ? {} : { columns: userPath(columns) };
    try {
      switch (action) {
        case "info":
          return await info(needFiles(files), args, options);
        case "check":
          return await check(needFiles(files), args, options);
        case "diff":
          return await diff(files, args, options);
        default:
          throw new InputError(
            `bag ${action ?? ""}: expected info, check or diff, then FILE...`,
          );
      }
    } catch (cause) {
      if (cause instanceof LogError) throw new InputError(cause.message, { cause });
      throw cause;
    }
  },
};

interface Options {
  readonly columns?: string;
}

function needFiles(files: readonly string[]): readonly string[] {
  if (files.length === 0) throw new InputError("bag: expected FILE...");
  return files;
}

/** One object for one file; for several, one that holds them by name. */
function printJson(files: readonly string[], reports: readonly unknown[]): void {
  const all = files.length === 1
    ? reports[0]
    : { files: Object.fromEntries(files.map((file, i) => [file, reports[i]])) };
  console.log(JSON.stringify(all));
}

async function info(
  files: readonly string[],
  args: Arguments,
  options: Options,
): Promise<ExitCode> {
  const reports: unknown[] = [];
  for (const file of files) {
    const log = await openLog(userPath(file), { ...options, allowEmpty: true });
    try {
      for (const warning of log.warnings) console.error(`warning: ${warning}`);
      if (args.on("json")) reports.push(infoOf(log));
      else console.log(infoText(file, log));
    } finally {
      log.close();
    }
  }
  if (args.on("json")) printJson(files, reports);
  return 0;
}

/** A time as JSON's integer, with all its digits. */
const exact = (at: bigint): unknown =>
  (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(at));

function infoOf(log: Log): unknown {
  const epoch = bigTime(log.epoch);
  return {
    format: log.format,
    messages: log.messageCount,
    start_ns: log.messageCount === 0 ? null : exact(epoch + BigInt(log.start)),
    end_ns: log.messageCount === 0 ? null : exact(epoch + BigInt(log.end)),
    topics: Object.fromEntries(
      [...log.topics.values()].map(({ name, type, encoding, count, hz }) => [
        name,
        { type, encoding, count, hz },
      ]),
    ),
  };
}

function infoText(file: string, log: Log): string {
  const epoch = bigTime(log.epoch);
  const at = (nanos: number) => {
    const absolute = epoch + BigInt(nanos);
    const date = new Date(Number(absolute / 1_000_000n));
    return `${secondsText(absolute)} s` +
      (epoch > 31_536_000_000_000_000n ? ` (${date.toISOString()})` : "");
  };
  const rows = [...log.topics.values()].map((topic) => [
    topic.name,
    String(topic.count),
    topic.hz.toFixed(2),
    topic.type,
    topic.encoding,
    topic.unreadable !== undefined
      ? "unreadable"
      : topic.qos === undefined
      ? ""
      : `${topic.qos.reliability}, ${topic.qos.durability}`,
  ]);
  const said = Object.entries(log.metadata ?? {}).map(([key, value]) =>
    `${key.padEnd(10)}${value.length > 80 ? `${value.slice(0, 77)}...` : value}`
  );
  return [
    `${paint("bold", file)}`,
    `format    ${log.format}`,
    `messages  ${log.messageCount}`,
    ...(log.messageCount === 0 ? [] : [
      `duration  ${digits((log.end - log.start) / 1e9)} s`,
      `start     ${at(log.start)}`,
      `end       ${at(log.end)}`,
    ]),
    ...said,
    "",
    table(["topic", ">count", ">Hz", "type", "encoding", "QoS"], rows),
    "",
  ].join("\n");
}

async function check(
  files: readonly string[],
  args: Arguments,
  options: Options,
): Promise<ExitCode> {
  const reports = [];
  for (const file of files) {
    const report = await checkLog(userPath(file), options);
    reports.push(report);
    if (args.on("json")) continue;
    const verdict = report.sound ? paint("green", "sound") : paint("red", "NOT SOUND");
    console.log(`${file}: ${verdict}, ${report.messages} messages (${report.format})`);
    for (const problem of report.problems) console.log(`  ${paint("red", "problem")} ${problem}`);
    for (const note of report.notes) console.log(`  ${paint("dim", "note")} ${note}`);
  }
  if (args.on("json")) printJson(files, reports);
  return reports.every(({ sound }) => sound) ? 0 : 1;
}

async function diff(
  files: readonly string[],
  args: Arguments,
  options: Options,
): Promise<ExitCode> {
  const [a, b] = files;
  if (a === undefined || b === undefined || files.length > 2) {
    throw new InputError(`bag diff: expected two logs, got ${files.length}`);
  }
  const report = await diffLogs([userPath(a), userPath(b)], options);
  if (args.on("json")) {
    console.log(JSON.stringify(report));
    return report.same ? 0 : 1;
  }
  if (report.same) console.log("no difference");
  for (const topic of report.only_a) console.log(`${topic}: only in ${a}`);
  for (const topic of report.only_b) console.log(`${topic}: only in ${b}`);
  for (const [topic, { type, count, first }] of Object.entries(report.topics)) {
    if (type[0] !== type[1]) console.log(`${topic}: type ${type[0]} | ${type[1]}`);
    if (count[0] !== count[1]) console.log(`${topic}: ${count[0]} | ${count[1]} messages`);
    if (first !== null) {
      const { index, time_s, field } = first;
      console.log(
        `${topic}: first at message ${index}, ${time_s} s, ${field}: ${first.a} | ${first.b}`,
      );
    }
  }
  return report.same ? 0 : 1;
}
