/** All that a page about a run shows beside its result: collected while it goes on, of any length. */
import type { Message } from "../../../msgs/message.ts";
import { type Nanos, SECOND } from "../../../msgs/time.ts";
import type { CheckSetup, Seen } from "../../contract.ts";
import type { ObserveSetup } from "../../run/run.ts";
import { Pictures } from "../pictures.ts";
import { Health } from "./health.ts";
import { Rate } from "./rates.ts";
import { Squares } from "./squares.ts";
import { Track } from "./track.ts";

/** Pictures of one moment. */
export interface Snapshot {
  readonly at_s: number;
  readonly pictures: Pictures;
}

/** Moments of which pictures are kept, spread over the run; two more by what happens. */
const SNAPSHOTS = 32;

/** Where checks look for the estimate by default. */
const ESTIMATE = "/odom";

/** Hand `observe` to the run, then draw what it has. */
export class Capture {
  readonly health = new Health();
  readonly rates = new Map<string, Rate>();
  readonly #pictures = new Pictures();
  readonly #snapshots: Snapshot[] = [];
  #track: Track | undefined;
  #squares: Squares | undefined;
  #outside: Snapshot | undefined;
  /** A run has one estimate: what checks look at by default, else the first odometry. */
  #odometry: string | undefined;

  /** What looks on at a topic. */
  readonly observe = (
    { name, type }: { readonly name: string; readonly type: string },
    setup: ObserveSetup,
  ): (message: Message, at: Nanos) => void => {
    const rate = new Rate(setup);
    this.rates.set(name, rate);
    const watch = this.#watcher(name, type, setup),
      picture = this.#pictures.observe({ name, type }, setup);
    return (message, at) => {
      const seen = { topic: name, type, message, at };
      rate.see(seen);
      watch?.(seen);
      if (picture === undefined) return;
      picture(message);
      this.#remember(at, setup.durationNs);
    };
  };

  /** What was seen last. */
  get pictures(): Pictures {
    return this.#pictures;
  }

  /** The estimate; undefined: nothing published one. */
  get track(): Track | undefined {
    return this.#track;
  }

  /** NEES and NIS; undefined: nothing published an estimate. */
  get squares(): Squares | undefined {
    return this.#squares;
  }

  /** The first time that the estimate was outside of what it claims, s. */
  get outside_s(): number | undefined {
    return this.#outside?.at_s;
  }

  /** The pictures nearest to a moment; undefined: the run has none. */
  near(at_s: number): Snapshot | undefined {
    const all = [
      ...this.#snapshots.filter((one) => one !== undefined),
      // An estimate may be wrong before the first picture was taken.
      ...this.#outside && !this.#outside.pictures.isEmpty ? [this.#outside] : [],
    ];
    const away = (snapshot: Snapshot) => Math.abs(snapshot.at_s - at_s);
    return all.toSorted((a, b) => away(a) - away(b))[0];
  }

  #watcher(
    name: string,
    type: string,
    setup: CheckSetup,
  ): ((seen: Seen) => void) | undefined {
    if (type === "diagnostic_msgs/msg/DiagnosticArray") return (seen) => this.health.see(seen);
    if (name.startsWith("/ground_truth/")) return undefined;
    const squares = this.#squares ??= new Squares(setup);
    if (type === "std_msgs/msg/Float64MultiArray") {
      if (name.endsWith("/state")) return (seen) => squares.state(seen);
      if (name.endsWith("/innovation")) return (seen) => squares.innovation(seen);
    }
    if (type !== "nav_msgs/msg/Odometry") return undefined;
    this.#odometry ??= setup.topics.has(ESTIMATE) ? ESTIMATE : name;
    if (this.#odometry !== name) return undefined;
    const track = this.#track = new Track(setup);
    const debug = [...setup.topics].some((topic) => topic.endsWith("/state"));
    return (seen) => {
      if (debug) squares.odometry(seen);
      if (track.see(seen)) {
        this.#outside ??= { at_s: seen.at / SECOND, pictures: this.#pictures.snapshot() };
      }
    };
  }

  /** Of each of many spans of the run, what was seen last in it. */
  #remember(at: Nanos, durationNs: Nanos): void {
    const i = Math.min(SNAPSHOTS - 1, Math.floor(at / durationNs * SNAPSHOTS));
    this.#snapshots[Math.max(0, i)] = { at_s: at / SECOND, pictures: this.#pictures.snapshot() };
  }
}
