/** Turns a recorded log into what hardware.py plays, with differences planted where a test asks. */
import { dataFile } from "../../../bench/logs/folder.ts";
import { type Codec, codecOf } from "../../../msgs/cdr.ts";
import type { Message, TypeName } from "../../../msgs/message.ts";
import { SECOND } from "../../../msgs/time.ts";
import { openLog } from "../../../runtime/bag/open.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

/** Changes a message; undefined: it is left out. `count` is its number on its topic. */
export type Plant = (topic: string, message: Message, count: number) => Message | undefined;

/** The Jackal's recording; undefined: the data is not here. */
const JACKAL: string | undefined = dataFile("jackal_gazebo/jackal_gazebo.mcap");

/** Named with what is skipped without it. */
const NEEDS_DATA = " (needs ../shared/data/jackal_gazebo)";

/** What hardware.py is told of a topic. */
interface Driver {
  readonly topic: string;
  readonly type: string;
  readonly reliability: string;
}

/** Writes the first seconds of the Jackal's log to a file for hardware.py. */
export async function writeHardware(
  file: string,
  { seconds = 40, plant = (_topic, message) => message, besteffort = ["/imu/data"] }: {
    seconds?: number;
    plant?: Plant;
    besteffort?: readonly string[];
  } = {},
): Promise<void> {
  const log = await openLog(JACKAL!);
  const drivers: Driver[] = [...log.topics.values()].map(({ name, type }) => ({
    ...{ topic: name, type },
    reliability: besteffort.includes(name) ? "best_effort" : "reliable",
  }));
  const out = await Deno.open(file, { write: true, create: true, truncate: true });
  const writer = out.writable.getWriter();
  await writer.write(new TextEncoder().encode(`${JSON.stringify(drivers)}\n`));
  const counts = new Map<string, number>();
  for await (const read of log.messages()) {
    if (read.at - log.start > seconds * SECOND) break;
    const count = counts.get(read.topic) ?? 0;
    counts.set(read.topic, count + 1);
    const message = plant(read.topic, log.decode(read) as Message, count);
    if (message === undefined) continue;
    const cdr = (codecOf(read.type as TypeName) as Codec).encode(message);
    const head = new DataView(new ArrayBuffer(16));
    head.setUint32(0, drivers.findIndex(({ topic }) => topic === read.topic), true);
    head.setUint32(4, cdr.length, true);
    head.setBigInt64(8, BigInt(read.at - log.start), true);
    await writer.write(new Uint8Array(head.buffer));
    await writer.write(cdr.slice());
  }
  await writer.close();
  log.close();
}

/** A test that needs ROS 2 and the recording; where the latter is absent it is skipped by name. */
export function hilTest(name: string, fn: () => Promise<void>): void {
  if (JACKAL !== undefined) return rosTest(name, fn);
  Deno.test({ name: name + NEEDS_DATA, ignore: JACKAL === undefined, fn });
}
