/** The same of Dryrun: raw CDR, and a message encoded, sent and decoded. Prints ms as JSON. */
import { codecOf } from "../../msgs/cdr.ts";
import { zeroOf } from "../../msgs/zero.ts";
import { reliable } from "../../runtime/node.ts";
import { closeRos, openNode } from "../../runtime/ros2/ros_node.ts";

const POINTS = 65_536;
const ROUNDS = Number(Deno.args[0]);
/** Small messages that are measured, after as many that are not. */
const SMALL = 2000;
const TYPE = "sensor_msgs/msg/PointCloud2";
const IMU = "sensor_msgs/msg/Imu";

const node = await openNode({ name: "ros2_cloud_deno" });
const cloud = {
  ...{ header: { stamp: { sec: 1, nanosec: 0 }, frame_id: "lidar" }, height: 1, width: POINTS },
  fields: [..."xyzi"].map((name, i) => ({ name, offset: 4 * i, datatype: 7, count: 1 })),
  ...{ is_bigendian: false, point_step: 16, row_step: POINTS * 16, is_dense: true },
  data: new Uint8Array(POINTS * 16),
};

/** Publishes when the one before has arrived; milliseconds each, sorted, the first fifth left out. */
async function measure(
  topic: string,
  type: string,
  { make, read }: { make: () => Uint8Array; read: (bytes: Uint8Array) => unknown },
): Promise<number[]> {
  let arrived = () => {};
  let last: unknown;
  const qos = reliable(1);
  const subscription = node.subscribe({ topic, type, qos }, (bytes) => {
    last = read(bytes);
    arrived();
  });
  const publisher = node.advertise({ topic, type, qos });
  while (publisher.matched < 1) await new Promise((resolve) => setTimeout(resolve, 20));
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const came = new Promise<void>((resolve) => arrived = resolve);
    const began = performance.now();
    publisher.publish(make());
    await came;
    times.push(performance.now() - began);
  }
  if (last === undefined) throw new Error("nothing arrived");
  subscription.close();
  publisher.close();
  return times.slice(Math.floor(ROUNDS / 5)).sort((a, b) => a - b);
}

const codec = codecOf(TYPE);
const bytes = codec.encode(cloud);
const raw = await measure("/bench/raw", TYPE, { make: () => bytes, read: (got) => got.length });
const typed = await measure("/bench/typed", TYPE, {
  make: () => codec.encode(cloud),
  read: (got) => codec.decode(got),
});
const imu = codecOf(IMU);
const small = zeroOf(IMU);

/** CPU of the whole process in µs, threads of DDS and of rclnodejs included. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

let arrived = () => {};
const qos = reliable(1);
node.subscribe({ topic: "/bench/imu", type: IMU, qos }, (got) => {
  imu.decode(got);
  arrived();
});
const publisher = node.advertise({ topic: "/bench/imu", type: IMU, qos });
while (publisher.matched < 1) await new Promise((resolve) => setTimeout(resolve, 20));

/** Encodes and publishes when the one before has been decoded; ms each. */
async function smallOnes(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const came = new Promise<void>((resolve) => arrived = resolve);
    const began = performance.now();
    publisher.publish(imu.encode(small));
    await came;
    times.push(performance.now() - began);
  }
  return times;
}

await smallOnes(SMALL); // until everything is compiled
const before = cpu();
const times = (await smallOnes(SMALL)).sort((a, b) => a - b);
const cpuUs = (cpu() - before) / SMALL;
console.log(JSON.stringify({ raw, typed, imu: times, cpuUs }));
closeRos();
Deno.exit(0);
