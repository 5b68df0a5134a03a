/** One cloud through filter, ground and clustering. */
import { Clusterer, type Clusters } from "../../core/cloud/clusters.ts";
import { coordinatesOf } from "../../core/cloud/coordinates.ts";
import { CloudFilter, type FilteredCloud } from "../../core/cloud/filter.ts";
import { groundOf } from "../../core/cloud/ground.ts";
import { CloudError } from "../../core/cloud/layout.ts";
import { ParallelFilter } from "../../core/cloud/parallel_filter.ts";
import { RandomTree } from "../../core/math/random.ts";
import type { MessageOf } from "../../msgs/message.ts";
import type { Io, Log } from "../../runtime/node.ts";
import type { Mount } from "./mount.ts";
import type { CloudParams } from "./params.ts";

type PointCloud2 = MessageOf<"sensor_msgs/msg/PointCloud2">;

/** What became of a cloud. */
export interface ProcessedCloud {
  /** What was kept, in the target frame. */
  readonly filtered: FilteredCloud;
  /** Coordinates of what is no ground: x, y, z, point by point; valid until the next cloud. */
  readonly xyz: Float32Array;
  /** Clusters of those. */
  readonly clusters: Clusters;
}

/** Points from which on a cloud is filtered in parts, by the host's workers where it has some. */
const LARGE = 100_000;

/** Clouds through one set of parameters; its buffers are made once and grow. */
export class CloudProcess {
  readonly #log: Log;
  readonly #filter = new CloudFilter();
  readonly #parallel: ParallelFilter;
  #params: CloudParams;
  #clusterer: Clusterer;
  #xyz = new Float32Array(0);
  #mask = new Uint8Array(0);

  constructor(params: CloudParams, { log, work }: Pick<Io, "log" | "work">) {
    this.#log = log;
    this.#parallel = new ParallelFilter((task, inputs) => work(task, inputs));
    this.#params = params;
    this.#clusterer = clustererOf(params);
  }

  /** Other parameters, from the next cloud on. */
  set params(next: CloudParams) {
    this.#params = next;
    this.#clusterer = clustererOf(next);
  }

  /**
   * Processes a cloud; null where it can't be read, with one entry in the log that says why. A
   * promise of a large one, whose parts are filtered off the event loop.
   */
  run(cloud: PointCloud2, mount: Mount): ProcessedCloud | null | Promise<ProcessedCloud | null> {
    const { config, intensity_scale: intensityScale } = this.#params;
    const { max_range: maxRange, min_intensity: minIntensity } = config;
    const options = { maxRange, minIntensity, intensityScale, ...mount };
    try {
      if (cloud.width * cloud.height < LARGE) {
        return this.#clustered(cloud, this.#filter.run(cloud, options));
      }
    } catch (error) {
      return this.#leftOut(error);
    }
    return this.#parallel.run(cloud, options).then(
      (filtered) => this.#clustered(cloud, filtered),
      (error) => this.#leftOut(error),
    );
  }

  #clustered(cloud: PointCloud2, filtered: FilteredCloud): ProcessedCloud {
    const { count, data } = filtered;
    const kept = { height: 1, width: count, row_step: cloud.point_step * count, data };
    this.#xyz = coordinatesOf({ ...cloud, ...kept }, this.#xyz);
    const left = this.#withoutGround(count);
    return { filtered, xyz: this.#xyz, clusters: this.#clusterer.run(this.#xyz, left) };
  }

  #leftOut(error: unknown): null {
    if (!(error instanceof CloudError)) throw error;
    this.#log.error(`points: a cloud is left out: ${error.message}`);
    return null;
  }

  /** Closes the gaps that the ground leaves; returns how many points stay. */
  #withoutGround(count: number): number {
    if (!this.#params.ground.remove) return count;
    if (this.#mask.length < count) this.#mask = new Uint8Array(Math.ceil(1.25 * count));
    // Made anew for each cloud: what is drawn depends on nothing that came before.
    const random = RandomTree.root(0).at("cloud/ground");
    const { thickness } = this.#params.ground;
    const ground = groundOf(this.#xyz, count, random, { thickness, mask: this.#mask });
    if (ground === undefined) return count;
    const xyz = this.#xyz;
    let left = 0;
    for (let i = 0; i < count; i++) {
      if (ground.mask[i] === 1) continue;
      xyz[3 * left] = xyz[3 * i]!;
      xyz[3 * left + 1] = xyz[3 * i + 1]!;
      xyz[3 * left + 2] = xyz[3 * i + 2]!;
      left++;
    }
    return left;
  }
}

function clustererOf(params: CloudParams): Clusterer {
  return new Clusterer({ tolerance: params.cluster_tolerance, minPoints: params.cluster_size });
}
