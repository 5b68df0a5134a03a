/** `replay`: feeds a recorded log to the same nodes. */
import { InputError } from "../harness/errors.ts";
import { readBytes, userPath, writablePath } from "../harness/host/files.ts";
import { interruption } from "../harness/host/signals.ts";
import { wallSeconds } from "../harness/host/wall.ts";
import { replay } from "../harness/replay/replay.ts";
import { NODES } from "../nodes/mod.ts";
import { openLog } from "../runtime/bag/mod.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import { openRecording } from "./recording.ts";
import { showRun } from "./run_view.ts";
import { ProgressBar } from "./terminal.ts";

/** The command. */
export const command: Command = {
  usage: {
    positionals: "LOG",
    positionalsMax: 1,
    about: "Feeds a log (MCAP, rosbag2 folder or .db3, CSV or CSV.gz) to nodes.",
    flags: {
      node: { value: "NAME,…", many: true, about: "which nodes to feed" },
      map: {
        value: "from=to",
        many: true,
        about: "feed the log's topic `from` to the node's `to`",
      },
      columns: {
        value: "F.yaml",
        about: "column map of a CSV (default: the shipped one that fits)",
      },
      param: { value: "[node.]k=v", many: true, about: "set a parameter of a node" },
      record: { value: "F.mcap", about: "record what the nodes publish" },
      json: { about: "print the result as one JSON object" },
    },
  },

  async run(args: Arguments): Promise<ExitCode> {
    const named = args.positionals[0];
    if (named === undefined) throw new InputError("replay: expected a LOG to feed");
    const path = userPath(named);
    const map = topicMap(args.all("map"));
    const recordPath = args.text("record");
    const target = recordPath && await writablePath(recordPath, "--record");
    if (target === path) throw new InputError(`--record ${recordPath}: is the log itself`);
    const recording = target ? await openRecording(target, recordPath!) : undefined;
    const columns = args.text("columns");
    const log = await openLog(path, columns === undefined ? {} : { columns: userPath(columns) });
    const { signal, stop } = interruption();
    const bar = new ProgressBar(named, args.on("json"));
    try {
      if (columns !== undefined && log.format !== "csv") {
        throw new InputError(`--columns ${columns}: is for a CSV; ${named} is ${log.format}`);
      }
      const span = Math.max(log.end - log.start, 1);
      const result = await replay(log, {
        nodes: args.list("node"),
        table: NODES,
        map,
        params: args.all("param"),
        file: (path) => readBytes(userPath(path), path),
        record: recording?.start,
        signal,
        wall: wallSeconds,
        onTurn: (at) =>
          bar.show((at - log.start) / span, wallSeconds(), `${(at / 1e9).toFixed(0)} s`),
      });
      bar.clear();
      for (const line of result.warnings) console.error(`warning: ${line}`);
      if (args.on("json")) console.log(JSON.stringify(result));
      else {
        console.log(`${named}\n\n${showRun(result)}`);
        if (recording) console.log(recording.summary());
      }
      return 0;
    } finally {
      bar.clear();
      stop();
      log.close();
    }
  },
};

/** `--map from=to`, made absolute. */
function topicMap(texts: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const text of texts) {
    const [from, to, ...rest] = text.split("=").map((part) => part.trim());
    if (!from || !to || rest.length > 0) {
      throw new InputError(`--map ${text}: expected from=to, topics of the log and of the node`);
    }
    if (map.has(absolute(from))) throw new InputError(`--map ${text}: ${from} is mapped twice`);
    map.set(absolute(from), absolute(to));
  }
  return map;
}

function absolute(topic: string): string {
  return topic.startsWith("/") ? topic : `/${topic}`;
}
