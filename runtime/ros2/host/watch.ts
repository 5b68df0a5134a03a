/** Looks around a node now and then, and says once what does not fit it. */
import type { Level } from "../../log.ts";
import type { RosNode } from "../ros_node.ts";
import {
  candidates,
  type Finding,
  inputFindings,
  outputFindings,
  rivals,
  rivalText,
  type Watched,
} from "./graph_watch.ts";
import type { InputLink } from "./input_link.ts";
import type { InputLinks } from "./input_links.ts";
import type { OutputLinks } from "./output_links.ts";

/** What is watched, and who hears of it. */
export interface WatchOptions {
  readonly inputs: InputLinks;
  readonly outputs: OutputLinks;
  readonly say: (level: Level, text: string) => void;
  /** Somebody else writes on an output, and did so when the node started. */
  readonly onRival: (text: string) => void;
}

/** How often it looks; a QoS that does not fit is looked at when DDS tells. */
const PERIOD_MS = 250;

/** A rival that comes later than this does not end the node: it is said, and the node works on. */
const START_MS = 8000;

/** A node that was killed is still seen for so long: its lease has to run out. */
const GHOST_MS = 30_000;

/** Findings that are kept. */
const KEPT = 100;

/** See the module's text. */
export class Watch {
  /** What was said, each once. */
  readonly findings: string[] = [];
  readonly #ros: RosNode;
  readonly #options: WatchOptions;
  readonly #said = new Set<string>();
  #began = 0;
  #rivalSince: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Does not look yet. */
  constructor(ros: RosNode, options: WatchOptions) {
    this.#ros = ros;
    this.#options = options;
  }

  /** Looks from now on. */
  start(): void {
    this.#began = performance.now();
    this.#timer = setInterval(() => this.look(), PERIOD_MS);
  }

  /** Looks no more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Looks now. */
  look(): void {
    if (this.#timer === undefined) return;
    const { inputs, outputs } = this.#options;
    for (const link of inputs.all) {
      if (link.type === undefined) this.#decide(link);
      for (const finding of inputFindings(this.#ros, watched(link))) this.#sayOnce(finding);
    }
    for (const link of outputs.all) {
      for (const finding of outputFindings(this.#ros, link)) this.#sayOnce(finding);
    }
    this.#lookForRivals();
  }

  /** An input with several types takes the one that is on the graph. */
  #decide(link: InputLink): void {
    const found = candidates(this.#ros, link);
    if (found.length === 1) this.#options.inputs.open(link, found[0]!);
    else if (found.length > 1) {
      this.#sayOnce({
        key: `types ${link.topic}`,
        text: `${link.topic}: two types on one topic, ${found.join(" and ")}; the parameter ` +
          `${link.key}_type of ${this.#ros.name} decides`,
      });
    }
  }

  #lookForRivals(): void {
    const now = performance.now();
    for (const { topic, types, qos } of this.#options.outputs.all) {
      const [rival] = rivals(this.#ros, { topic, types, qos });
      if (rival === undefined) continue;
      const text = rivalText(this.#ros, topic, rival);
      const known = this.#rivalSince ??= now;
      if (known - this.#began > START_MS) {
        this.#sayOnce({ key: `rival ${topic} ${rival.node}`, text }, "error");
      } else if (!rival.twin || now - known > GHOST_MS) {
        this.#options.onRival(text);
      }
      return;
    }
    this.#rivalSince = undefined;
  }

  #sayOnce({ key, text }: Finding, level: Level = "warn"): void {
    if (this.#said.has(key) || this.#said.size >= KEPT) return;
    this.#said.add(key);
    this.findings.push(text);
    this.#options.say(level, text);
  }
}

/** What is known to fit an input: the type that it took, else all that it could take. */
function watched({ topic, types, type, qos }: InputLink): Watched {
  return { topic, types: type === undefined ? types : [type], qos };
}
