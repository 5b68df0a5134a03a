/** One cloud through filter, ground and clustering. */
import {
  type BeamRows,
  beamRowsOf,
  flattenRows,
  SLANT,
  type Viewpoint,
} from "../../core/cloud/lidar/beam_rows.ts";
import { Clusterer, type Clusters } from "../../core/cloud/clusters.ts";
import { coordinatesOf } from "../../core/cloud/coordinates.ts";
import { CloudFilter, type FilteredCloud } from "../../core/cloud/filter.ts";
import { type Ground, groundOf } from "../../core/cloud/ground.ts";
import { CloudError } from "../../core/cloud/layout.ts";
import { joinLowParts } from "../../core/cloud/lidar/low_parts.ts";
import { ParallelFilter } from "../../core/cloud/parallel_filter.ts";
import { RandomTree } from "../../core/math/random.ts";
import type { MessageOf } from "../../msgs/message.ts";
import type { Io, Log } from "../../runtime/node.ts";
import { boundsOf } from "./markers.ts";
import type { Mount } from "./mount.ts";
import type { CloudParams } from "./params.ts";

type PointCloud2 = MessageOf<"sensor_msgs/msg/PointCloud2">;

/** What became of a cloud. */
export interface ProcessedCloud {
  /** What was kept, in the target frame. */
  readonly filtered: FilteredCloud;
  /** Clusters of what is no ground. */
  readonly clusters: Clusters;
  /** Of each of them, low ones joined: least x, y, z, then largest. */
  readonly bounds: Float64Array;
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
  #flat = new Float32Array(0);
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
        return this.#clustered(cloud, this.#filter.run(cloud, options), mount);
      }
    } catch (error) {
      return this.#leftOut(error);
    }
    return this.#parallel.run(cloud, options).then(
      (filtered) => this.#clustered(cloud, filtered, mount),
      (error) => this.#leftOut(error),
    );
  }

  #clustered(cloud: PointCloud2, filtered: FilteredCloud, mount: Mount): ProcessedCloud {
    const { count, data } = filtered;
    const kept = { height: 1, width: count, row_step: cloud.point_step * count, data };
    this.#xyz = coordinatesOf({ ...cloud, ...kept }, this.#xyz);
    const rows = beamRowsOf(this.#xyz, count, viewOf(mount));
    const ground = this.#groundOf(count);
    const left = ground === undefined ? count : this.#without(ground, count);
    const clusters = this.#clusterer.run(this.#flattened(left, rows), left);
    const bounds = boundsOf(this.#xyz, clusters);
    const { low_height: height, low_gap: gap } = this.#params.ground;
    if (ground === undefined || gap === 0) return { filtered, clusters, bounds };
    return { filtered, clusters, bounds: joinLowParts(bounds, ground, { height, gap, rows }) };
  }

  #leftOut(error: unknown): null {
    if (!(error instanceof CloudError)) throw error;
    this.#log.error(`points: a cloud is left out: ${error.message}`);
    return null;
  }

  /** Coordinates whose distance is what clusters go by: z as far as one along x or y would count. */
  #flattened(count: number, rows: BeamRows | undefined): Float32Array {
    const { cluster_tolerance: along, cluster_tolerance_z: upward } = this.#params;
    if (upward === along || (upward === "auto" && rows === undefined)) return this.#xyz;
    if (this.#flat.length < 3 * count) this.#flat = new Float32Array(Math.ceil(3.75 * count));
    const flat = this.#flat;
    if (upward === "auto") {
      flattenRows(flat, this.#xyz, count, rows!, { most: along / SLANT });
      return flat;
    }
    const scale = along / upward;
    flat.set(this.#xyz.subarray(0, 3 * count));
    for (let i = 2; i < 3 * count; i += 3) flat[i] = flat[i]! * scale;
    return flat;
  }

  #groundOf(count: number): Ground | undefined {
    if (!this.#params.ground.remove) return undefined;
    if (this.#mask.length < count) this.#mask = new Uint8Array(Math.ceil(1.25 * count));
    // Made anew for each cloud: what is drawn depends on nothing that came before.
    const random = RandomTree.root(0).at("cloud/ground");
    const { thickness } = this.#params.ground;
    return groundOf(this.#xyz, count, random, { thickness, mask: this.#mask });
  }

  /** Closes the gaps that the ground leaves; returns how many points stay. */
  #without(ground: Ground, count: number): number {
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

/** Where the sensor is, and its z, in the target frame. */
function viewOf({ rotation, translation }: Mount): Viewpoint {
  return { origin: translation, axis: [rotation[2]!, rotation[5]!, rotation[8]!] };
}

function clustererOf(params: CloudParams): Clusterer {
  return new Clusterer({ tolerance: params.cluster_tolerance, minPoints: params.cluster_size });
}
