/**
 * The node `mixed` in a process of its own, asked from this one: round trips of `sensor_data` at
 * 200 Hz, in turns with and without tasks in the background. Prints ms of each, sorted, as JSON.
 */
import { codecOf } from "../../msgs/cdr.ts";
import { zeroOf } from "../../msgs/zero.ts";
import { reliable } from "../../runtime/node.ts";
import { closeRos, openNode } from "../../runtime/ros2/ros_node.ts";

const TURNS = Number(Deno.args[0]);
const TURN_MS = 2000;
const PERIOD_MS = 5;
/** As many tasks as the node has slots for the background, each answered before the next is sent. */
const TASKS = 3;
const SAMPLES = 10_000;

const IMU = codecOf("sensor_msgs/msg/Imu");
const SERIES = codecOf("std_msgs/msg/Float64MultiArray");

const node = await openNode({ name: "ros2_mixed" });
const qos = reliable(100);
const sensor = node.advertise({ topic: "/sensor_data", type: "sensor_msgs/msg/Imu", qos });
const tasks = node.advertise({
  ...{ topic: "/background_task", type: "std_msgs/msg/Float64MultiArray", qos },
});
const sent = new Map<number, number>();
let into: number[] = [];
let load = false;
let done = 0;
node.subscribe({ topic: "/sensor_filtered", type: "sensor_msgs/msg/Imu", qos }, (bytes) => {
  const now = performance.now();
  const { header } = IMU.decode(bytes);
  const began = sent.get(header.stamp.sec * 1e9 + header.stamp.nanosec);
  if (began !== undefined) into.push(now - began);
});
const data = Float64Array.from({ length: SAMPLES }, (_, i) => (i * 7919) % 101);
const series = SERIES.encode({ layout: { dim: [], data_offset: 0 }, data });
node.subscribe(
  { topic: "/background_result", type: "std_msgs/msg/Float64MultiArray", qos },
  () => {
    done++;
    if (load) tasks.publish(series);
  },
);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const patience = performance.now() + 60_000;
while (sensor.matched < 1 || tasks.matched < 1) {
  if (performance.now() > patience) throw new Error("the node mixed did not come");
  await pause(20);
}

const small = zeroOf("sensor_msgs/msg/Imu");

/** One message; stamped by the wall, as the node's clock is. */
function say(): void {
  const at = Math.round(performance.timeOrigin * 1e3 + performance.now() * 1e3);
  const stamp = { sec: Math.floor(at / 1e6), nanosec: at % 1e6 * 1000 };
  sent.set(stamp.sec * 1e9 + stamp.nanosec, performance.now());
  sensor.publish(IMU.encode({ ...small, header: { stamp, frame_id: "" } }));
}

/** One turn; the tasks of a loaded one have ended when it is over. */
async function turn(loaded: boolean): Promise<number[]> {
  into = [];
  sent.clear();
  load = loaded;
  done = 0;
  if (loaded) { for (let i = 0; i < TASKS; i++) tasks.publish(series); }
  const began = performance.now();
  for (let i = 1; performance.now() - began < TURN_MS; i++) {
    say();
    await pause(Math.max(0, began + i * PERIOD_MS - performance.now()));
  }
  load = false;
  await pause(300);
  return into;
}

await turn(true); // until everything is compiled
const alone: number[] = [], loaded: number[] = [];
let tasksDone = 0;
for (let i = 0; i < TURNS; i++) {
  alone.push(...await turn(false));
  loaded.push(...await turn(true));
  tasksDone += done;
}
const sorted = (list: number[]) => list.sort((a, b) => a - b);
const seconds = TURNS * TURN_MS / 1000;
console.log(JSON.stringify({
  alone: sorted(alone),
  loaded: sorted(loaded),
  tasksHz: tasksDone / seconds,
}));
closeRos();
Deno.exit(0);
