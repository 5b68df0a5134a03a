/**
 * Mixed workloads in one node: `sensor_data`, an IMU, is filtered in a real-time group that never
 * waits, while every `background_task`, a series of samples, has its Allan deviation taken by a
 * worker. Background callbacks are reentrant: several are in progress, as many as there are slots
 * beside the real-time group's, and none of them computes on the event loop.
 */
import { bestEffort, defineNode, nanosNear, REALTIME_GROUP, reliable } from "../../runtime/node.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { MixedCounts } from "./diagnostics.ts";
import { Motion } from "./motion.ts";
import { type MixedParams, mixedParams } from "./params.ts";
import { factorsOf, isBroken, nameOf, resultOf, samplesOf } from "./series.ts";

/** The node `mixed`. */
export const mixed: NodeDef = defineNode({
  name: "mixed",
  params: mixedParams,
  inputs: {
    sensor: {
      topic: "sensor_data",
      type: "sensor_msgs/msg/Imu",
      qos: bestEffort(10),
      group: REALTIME_GROUP,
    },
    task: {
      topic: "background_task",
      type: "std_msgs/msg/Float64MultiArray",
      qos: reliable(10),
      group: "background",
    },
  },
  outputs: {
    filtered: { topic: "sensor_filtered", type: "sensor_msgs/msg/Imu", qos: reliable(10) },
    result: {
      topic: "background_result",
      type: "std_msgs/msg/Float64MultiArray",
      qos: reliable(10),
    },
  },
  lifecycle: true,
  groups: { [REALTIME_GROUP]: "exclusive", background: "reentrant" },
  create(initial: MixedParams, io) {
    let params = initial;
    const counts = new MixedCounts(), motion = new Motion(params.cutoff_hz);
    io.onParams((next) => {
      params = next as MixedParams;
      motion.cutoffHz = params.cutoff_hz;
    });
    io.diagnostics(() => [counts.status(motion.restarts)]);

    function refuse(reason: string): void {
      counts.tasks.refused++;
      io.log.error(`background_task: a task is refused: ${reason}`, reason);
    }

    return {
      sensor(message) {
        counts.received++;
        const stamp = nanosNear(io, message.header.stamp);
        const filtered = motion.step(message, { stamp, now: io.now() });
        if (typeof filtered !== "string") return io.publish.filtered(filtered);
        counts.refused[filtered]++;
        io.log.warn(`sensor_data: a message is left out: ${filtered}`, filtered);
      },
      async task(message) {
        counts.tasks.received++;
        const { task_samples_max: most, task_rate_hz: rateHz } = params;
        const samples = samplesOf(message, most);
        if (typeof samples === "string") return refuse(samples);
        counts.tasks.inProgress++;
        const factors = factorsOf(samples.length, params.task_points_per_octave);
        const points = await io.work("math/allan", [{ samples, intervalS: 1 / rateHz, factors }])
          .finally(() => counts.tasks.inProgress--);
        if (isBroken(points[0]!)) return refuse("not all samples are finite");
        counts.tasks.done++;
        io.publish.result(resultOf(nameOf(message), points[0]!));
      },
    };
  },
});
