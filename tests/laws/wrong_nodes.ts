/** Nodes that each break one law, and sound ones of several kinds. */
import { z } from "zod";
import { bestEffort, defineNode, type Io, type NodeDef, reliable } from "../../runtime/node.ts";
import type { Imu } from "../../msgs/types.ts";

const IMU = "sensor_msgs/msg/Imu";
const STRING = "std_msgs/msg/String";
type On = (imu: Imu, io: Pick<Io, "sleep" | "every" | "now">, say: (text: string) => void) => void;

/** A node that reads `imu` and says texts; `start` runs in `create`. */
function make(
  name: string,
  run: On,
  options: {
    params?: z.ZodType;
    imu?: string;
    start?: (io: Io, say: (text: string) => void) => void;
  } = {},
): NodeDef {
  return defineNode({
    name,
    params: options.params ?? z.object({ gain: z.number().min(0).max(1).default(0.5) }),
    inputs: { imu: { topic: options.imu ?? "imu", type: IMU, qos: bestEffort(10) } },
    outputs: { said: { topic: "said", type: STRING, qos: reliable(10) } },
    create(_params, io) {
      const say = (data: string) => io.publish.said({ data });
      options.start?.(io as unknown as Io, say);
      return { imu: (message) => run(message, io, say) };
    },
  });
}

/** State of a module, which two nodes would share: what no node may have. */
let shared = 0;

/** One for every law, by its name. */
export const WRONG: Readonly<Record<string, () => NodeDef>> = {
  "its defaults are parameters, each described": () =>
    make("required", () => {}, { params: z.object({ gain: z.number() }) }),

  "its names are ROS names, its inputs no truth, its outputs no inputs": () =>
    make("spy", () => {}, { imu: "/ground_truth/odom" }),

  "without any message it lives and does not throw": () =>
    make("impatient", () => {}, {
      start: (io) =>
        void io.every(1000, () => {
          throw new Error("no message yet");
        }),
    }),

  "it handles a plausible robot, writes to no message, publishes its types": () =>
    make("writer", (imu) => void (imu.linear_acceleration.z -= 9.8)),

  "the same messages give the same bytes, whoever else runs beside it": () =>
    make("sharing", (imu, _io, say) => {
      shared += imu.angular_velocity.x;
      say(String(shared));
    }),

  "it starts late, in the middle of a stream": () =>
    make("early_bird", (imu) => {
      if (imu.header.stamp.sec > 1000) throw new RangeError("I thought time begins at 0");
    }),

  "it lives through messages that are empty, NaN, infinite or huge": () =>
    make("strict", (imu) => {
      if (Number.isNaN(imu.linear_acceleration.x)) throw new RangeError("NaN");
    }),

  "it lives through any message of its types": () =>
    make("trusting", (imu) => {
      if (!/^\w*$/.test(imu.header.frame_id)) throw new RangeError("what a name");
    }),

  "it lives through stamps that go backward, repeat and jump": () => {
    let last = -Infinity;
    return make("forward", ({ header: { stamp } }) => {
      const at = stamp.sec * 1e9 + stamp.nanosec;
      if (at < last) throw new RangeError("time goes forward");
      last = at;
    });
  },

  "after its end it says nothing": () => {
    let first = true;
    return make("ghost", (_imu, _io, say) => {
      if (first) setTimeout(() => say("boo"), 5); // a clock that no host can stop
      first = false;
    });
  },

  "it takes back its own defaults while it runs, and no nonsense": () =>
    make("moody", () => {}, {
      params: z.object({ gain: z.any().default(0.5), mode: z.string().default("a") }),
      start: (io) =>
        io.onParams(() => {
          throw new Error("not now");
        }),
    }),
};

/** Nodes that keep every law, each in its own way: timers, promises, work, other groups. */
export const SOUND: Readonly<Record<string, NodeDef>> = {
  counter: make("counter", (imu, _io, say) => say(String(imu.header.stamp.sec)), {
    start: (io, say) => {
      io.onParams(() => {});
      io.every(70, () => say(`tick ${io.now()}`));
    },
  }),
  sleeper: make("sleeper", async (_imu, io, say) => {
    await io.sleep(3);
    say(`slept until ${io.now()}`);
  }),
};
