/**
 * The fusion filter alone: a message in, the state moved and corrected; and a Kalman cycle of 12
 * states and 6 measurements beside numpy and filterpy.
 *
 *     deno task bench fusion
 */
import { FusionFilter } from "../core/fusion/filter.ts";
import { EV } from "../core/fusion/event.ts";
import { defaultSettings } from "../core/fusion/settings.ts";
import { kalmanScratch, scalarUpdate } from "../core/math/kalman.ts";
import { RandomTree } from "../core/math/random.ts";
import { NOISE } from "../tests/core/fusion/ensemble.ts";
import { rideRecords } from "../tests/core/fusion/motion.ts";
import type { Report } from "./row.ts";

const ROUNDS = 7;
const PYTHON = ".oracles/bin/python";

/** Reports microseconds, the best of rounds, and what a million messages leave on the heap. */
export async function run(report: Report): Promise<void> {
  const messages = new Messages();
  const filter = new FusionFilter(defaultSettings());
  messages.feed(filter, 200_000);
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    messages.feed(filter, 60_000);
    best = Math.min(best, (performance.now() - start) / 60_000 * 1e3);
  }
  report({
    name: "filter, a message: IMU 100 Hz, wheel and magnetometer 25 Hz",
    value: best,
    unit: "µs",
    target: "<= 4",
    note: `${filter.state.n} error states, gyro bias among them; history, gates and judges on`,
  });
  report({
    name: "filter, heap growth of a message over 1e6",
    value: growth(messages, filter),
    unit: "B",
    target: "<= 8",
  });
  await cycle(report);
}

/** A ride of a minute again and again, its stamps going on; the record is reused. */
class Messages {
  readonly #records = rideRecords(RandomTree.root(1), NOISE, [0, 0, 0], { seconds: 60 });
  readonly #record = new Float64Array(this.#records[0]!.length);
  #next = 0;
  #offset = 0;

  feed(filter: FusionFilter, count: number): void {
    for (let k = 0; k < count; k++) {
      const from = this.#records[this.#next]!;
      this.#record.set(from);
      this.#record[EV.time] = this.#record[EV.stamp] = from[EV.stamp]! + this.#offset;
      filter.add(this.#record);
      if (++this.#next < this.#records.length) continue;
      this.#next = 0;
      this.#offset += 60e9;
    }
  }
}

function growth(messages: Messages, filter: FusionFilter): number {
  let grown = 0, last = Deno.memoryUsage().heapUsed;
  for (let part = 0; part < 500; part++) {
    messages.feed(filter, 2000);
    const { heapUsed } = Deno.memoryUsage();
    grown += Math.max(0, heapUsed - last);
    last = heapUsed;
  }
  return grown / 1e6;
}

/** Predict with a banded F, then six scalar updates: what the peers do with matrices. */
async function cycle(report: Report): Promise<void> {
  const n = 12, P = new Float64Array(n * n), dx = new Float64Array(n);
  const { gain } = kalmanScratch(n, 1);
  const rows = Array.from({ length: 6 }, (_, k) => {
    const h = new Float64Array(n);
    h[2 * k] = 1;
    return h;
  });
  for (let i = 0; i < n; i++) P[i * n + i] = 1;
  const step = () => {
    for (const at of [0, 6]) {
      for (let i = at; i < at + 3; i++) {
        for (let j = 0; j < n; j++) P[i * n + j]! += 0.005 * P[(i + 3) * n + j]!;
      }
      for (let j = 0; j < n; j++) {
        for (let i = at; i < at + 3; i++) P[j * n + i]! += 0.005 * P[j * n + i + 3]!;
      }
    }
    for (let i = 0; i < n; i++) P[i * n + i]! += 1e-4;
    for (const h of rows) scalarUpdate(dx, P, h, 0.1, 0.1, n, gain);
  };
  let best = Infinity;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    for (let k = 0; k < 20_000; k++) step();
    best = Math.min(best, (performance.now() - start) / 20_000 * 1e3);
  }
  const peers = await peersOf();
  const name = "Kalman cycle, 12 states and 6 measurements";
  if (peers === undefined) {
    report({ name, value: best, unit: "µs", note: "no peers: `deno task oracles` sets them up" });
    return;
  }
  for (const [peer, peerValue] of Object.entries(peers)) {
    report({ name, value: best, unit: "µs", peer, peerValue });
  }
}

async function peersOf(): Promise<Record<string, number> | undefined> {
  const script = new URL("peers/kalman.py", import.meta.url).pathname;
  try {
    const { success, stdout } = await new Deno.Command(PYTHON, { args: [script] }).output();
    return success ? JSON.parse(new TextDecoder().decode(stdout)) : undefined;
  } catch {
    return undefined;
  }
}
