/**
 * The cloud node: `points` are filtered by range and intensity, taken to the target frame and
 * published as `processed_points`; what is no ground is clustered, and published as `clusters`.
 * All that it decides is in core/cloud; this binds it to topics.
 */
import type { MessageOf } from "../../msgs/message.ts";
import { bestEffort, defineNode, reliable } from "../../runtime/node.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { CloudCounts } from "./diagnostics.ts";
import { markersOf } from "./markers.ts";
import { Mounts } from "./mount.ts";
import { type CloudParams, cloudParams } from "./params.ts";
import { CloudProcess, type ProcessedCloud } from "./process.ts";
import { RateLimit } from "./rate_limit.ts";

type PointCloud2 = MessageOf<"sensor_msgs/msg/PointCloud2">;

/** The node `cloud`. */
export const cloud: NodeDef = defineNode({
  name: "cloud",
  params: cloudParams,
  inputs: {
    points: { topic: "points", type: "sensor_msgs/msg/PointCloud2", qos: bestEffort(5) },
  },
  outputs: {
    processed: {
      topic: "processed_points",
      type: "sensor_msgs/msg/PointCloud2",
      qos: bestEffort(5),
    },
    clusters: {
      topic: "clusters",
      type: "visualization_msgs/msg/MarkerArray",
      qos: reliable(1),
    },
  },
  create(initial: CloudParams, io) {
    let params = initial;
    let mounts = mountsOf(params);
    const counts = new CloudCounts(), pipeline = new CloudProcess(params, io);
    const limit = new RateLimit(io, params.config.update_rate, handle);
    io.diagnostics(() => [counts.status(limit.dropped)]);
    io.onParams((next) => {
      params = next as CloudParams;
      mounts = mountsOf(params);
      pipeline.params = params;
      limit.rate = params.config.update_rate;
    });

    function mountsOf({ target_frame: target, require_tf: required }: CloudParams): Mounts {
      return new Mounts(io, { target, required });
    }

    function handle(message: PointCloud2): void | Promise<void> {
      const mount = mounts.of(message.header.frame_id);
      if (typeof mount === "string") {
        counts.unknownFrame++;
        io.log.debug(`points: a cloud is left out: ${mount}`);
        return;
      }
      const processed = pipeline.run(message, mount);
      if (!(processed instanceof Promise)) return publish(message, processed);
      return processed.then((result) => publish(message, result));
    }

    function publish(message: PointCloud2, processed: ProcessedCloud | null): void {
      if (processed === null) {
        counts.bad++;
        return;
      }
      const { filtered, bounds } = processed;
      counts.add(filtered);
      const { stamp, frame_id: own } = message.header;
      const header = { stamp, frame_id: params.target_frame === "" ? own : params.target_frame };
      const { fields, is_bigendian, point_step } = message;
      const { count: width, data } = filtered;
      io.publish.processed({
        ...{ header, height: 1, width, fields, is_bigendian, point_step },
        ...{ row_step: width * point_step, data, is_dense: true },
      });
      io.publish.clusters(markersOf(bounds, header));
    }

    return {
      points(message) {
        counts.received++;
        return limit.offer(message);
      },
    };
  },
});
