/**
 * Clouds beside numpy, numba, C with SIMD, scipy, Open3D and small_gicp: filter and rotation on
 * random and scan-order points, workers, voxel grid, clusters.
 *
 *     deno task bench cloud
 */
import { Clusterer } from "../core/cloud/clusters.ts";
import { CloudFilter } from "../core/cloud/filter.ts";
import { ParallelFilter } from "../core/cloud/parallel_filter.ts";
import { filterSettings, SETTING } from "../core/cloud/filter/settings.ts";
import type { FilterPart } from "../core/cloud/filter/task.ts";
import { layoutOf, type PointCloud } from "../core/cloud/layout.ts";
import { VoxelGrid } from "../core/cloud/voxel_grid.ts";
import * as kernel from "../core/kernels/cloud.wasm";
import { RandomTree } from "../core/math/random.ts";
import { WorkerPool } from "../runtime/pool/pool.ts";
import { best, cPeer, MISSING, type Peer, pythonPeer, timed, timedAsync } from "./peers/peer.ts";
import type { Report } from "./row.ts";

const OPTIONS = {
  maxRange: 10,
  rotation: [0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1],
  translation: [1, 2, 3],
};

/** Points everywhere in a cube: 27 % of them within 10 m, none foretells the next. */
function randomPoints(count: number): Float32Array<ArrayBuffer> {
  const random = RandomTree.root(1).at("bench/cloud");
  return Float32Array.from({ length: 4 * count }, (_, i) => {
    return i % 4 === 3 ? random.uniform() : 25 * random.uniform() - 12.5;
  });
}

/** Points as a lidar of 64 beams meets a room of 30 × 16 × 4 m: neighbours are alike. */
function scanPoints(count: number): Float32Array<ArrayBuffer> {
  const points = new Float32Array(4 * count), random = RandomTree.root(2).at("bench/scan");
  for (let i = 0; i < count; i++) {
    const azimuth = 2 * Math.PI * Math.floor(i / 64) / (count / 64);
    const elevation = ((i % 64) / 63 - 0.5) * 0.7;
    const x = Math.cos(azimuth), y = Math.sin(azimuth), z = Math.tan(elevation);
    const along = Math.min(15 / Math.abs(x), 8 / Math.abs(y), (z > 0 ? 3 : 1) / Math.abs(z));
    const range = along + 0.02 * random.gaussian();
    points.set([range * x, range * y, range * z, random.uniform()], 4 * i);
  }
  return points;
}

/** x y z of a floor and things on it. */
function thingPoints(): Float32Array<ArrayBuffer> {
  const random = RandomTree.root(3).at("bench/things"), points: number[] = [];
  const spread = (width: number) => width * (random.uniform() - 0.5);
  for (let i = 0; i < 20000; i++) points.push(spread(60), spread(60), 0.02 * random.gaussian());
  for (let thing = 0; thing < 60; thing++) {
    const x = spread(60), y = spread(60);
    for (let i = 0; i < 750; i++) points.push(x + spread(1), y + spread(1), 0.5 + spread(1));
  }
  return Float32Array.from(points);
}

function cloudOf(data: Uint8Array): PointCloud {
  const names = ["x", "y", "z", "intensity"], width = data.length / 16;
  const fields = names.map((name, i) => ({ name, offset: 4 * i, datatype: 7, count: 1 }));
  const form = { fields, is_bigendian: false, point_step: 16, row_step: 16 * width };
  return { height: 1, width, data, ...form };
}

/** The kernel on every chunk of the cloud, once it lies in its memory, ns. */
function kernelAlone(data: Uint8Array): number {
  const memory = new Uint8Array(kernel.memory.buffer),
    size = kernel.capacity(),
    input = kernel.input();
  const settings = new Float32Array(kernel.memory.buffer, kernel.settings(), 14);
  settings.set([...OPTIONS.rotation, ...OPTIONS.translation, 100, 0]);
  const begin = kernel.reserve(size);
  let total = 0;
  for (let at = 0; at < data.length; at += size) {
    const part = data.subarray(at, at + size);
    memory.set(part, input);
    let least = Infinity;
    for (let round = 0; round < 4; round++) {
      const start = performance.now();
      for (let i = 0; i < 4; i++) kernel.filter(part.length / 16, 16, 0, 0, 0, begin);
      least = Math.min(least, (performance.now() - start) / 4);
    }
    total += least; // of each chunk its best: a sum over all would hold every interruption
  }
  return total * 1e6;
}

async function filters(
  report: Report,
  name: string,
  points: Float32Array<ArrayBuffer>,
  { python, c }: { python: Peer | undefined; c: Peer | undefined },
): Promise<void> {
  const data = new Uint8Array(points.buffer), fields = cloudOf(data).fields.slice(0, 3);
  const cloud = { ...cloudOf(data), fields };
  const filter = new CloudFilter(), twin = new CloudFilter({ twinOnly: true });
  const count = points.length / 4;
  const bodies: Record<string, () => number | Promise<number>> = {
    message: () => timed(() => filter.run(cloud, OPTIONS)),
    twin: () => timed(() => twin.run(cloud, OPTIONS)),
    kernel: () => kernelAlone(data),
  };
  for (const work of ["numpy", "numba"]) {
    if (python?.works.has(work)) bodies[work] = python.round(work);
  }
  if (c !== undefined) bodies.c = c.round("filter");
  const found = await best(bodies, 40);
  const row = (what: string, ours: string, peer: string, key: string, least?: number) => {
    const value = found[ours]! / count, theirs = found[key];
    if (theirs === undefined) return report({ name: what, value, unit: "ns/point", note: MISSING });
    const peerValue = theirs / count;
    report({ name: what, value, unit: "ns/point", peer, peerValue });
    if (least === undefined) return;
    const speed = { value: peerValue / value, unit: "×", target: `>= ${least}` };
    report({ name: `  … times as fast as ${peer}`, ...speed });
  };
  row(`filter + rotate, ${name}, bytes in to bytes out`, "message", "numpy", "numpy", 12);
  row(`filter + rotate, ${name}, bytes in to bytes out`, "message", "numba", "numba");
  row(`filter + rotate, ${name}, the kernel`, "kernel", "C SIMD", "c", 0.8);
  row(`filter + rotate, ${name}, bytes in to bytes out`, "message", "C SIMD", "c");
  row(`filter + rotate, ${name}, TypeScript`, "twin", "numpy", "numpy");
}

async function workers(report: Report, points: Float32Array): Promise<void> {
  const shared = new SharedArrayBuffer(points.byteLength);
  new Uint8Array(shared).set(new Uint8Array(points.buffer));
  const cloud = cloudOf(new Uint8Array(shared)), parts = partsOf(cloud, shared);
  const pools = [1, 2].map((n) => new WorkerPool({ workers: n }));
  const whole = pools.map((pool) => new ParallelFilter(pool.run));
  const found = await best({
    one: () => timedAsync(() => pools[0]!.run("cloud/filter", parts)),
    two: () => timedAsync(() => pools[1]!.run("cloud/filter", parts)),
    oneWhole: () => timedAsync(() => whole[0]!.run(cloud, OPTIONS)),
    twoWhole: () => timedAsync(() => whole[1]!.run(cloud, OPTIONS)),
  }, 40);
  for (
    const [name, one, two, target] of [
      ["in shared memory", found.one, found.two, ">= 1.6"],
      ["to published bytes", found.oneWhole, found.twoWhole, ""],
    ] as const
  ) {
    const title = `filter + rotate, 1 M points ${name}`;
    report({ name: `${title}, 1 worker`, value: one / 1e6, unit: "ms" });
    report({ name: `${title}, 2 workers`, value: two / 1e6, unit: "ms" });
    const speed = { value: one / two, unit: "×", target, note: "two free cores needed" };
    report({ name: "  … two as fast as one, times", ...speed });
  }
  for (const pool of pools) await pool.close();
}

/** A cloud in eight parts. */
function partsOf(cloud: PointCloud, input: SharedArrayBuffer): FilterPart[] {
  const layout = layoutOf(cloud), settings = new Float64Array(SETTING.length);
  filterSettings(settings, layout, OPTIONS);
  const output = new SharedArrayBuffer(input.byteLength), count = layout.count / 8;
  return Array.from({ length: 8 }, (_, i) => {
    return { input, output, offset: 16 * count * i, layout: { ...layout, count }, settings };
  });
}

async function grids(report: Report, xyz: Float32Array, python: Peer | undefined): Promise<void> {
  const count = xyz.length / 3, grid = new VoxelGrid(0.1);
  const clusterer = new Clusterer({ tolerance: 0.3 });
  const bodies: Record<string, () => number | Promise<number>> = {
    voxels: () => timed(() => grid.run(xyz, count)),
    clusters: () => timed(() => clusterer.run(xyz, count)),
  };
  const peers = [
    ["voxels", "open3d_voxels", "Open3D"],
    ["voxels", "small_gicp_voxels", "small_gicp"],
    ["clusters", "ckdtree", "cKDTree"],
    ["clusters", "open3d_clusters", "Open3D DBSCAN"],
  ] as const;
  for (const [, work] of peers) if (python?.works.has(work)) bodies[work] = python.round(work);
  const found = await best(bodies, 7);
  for (const [ours, work, peer] of peers) {
    const name = ours === "voxels"
      ? "voxel grid 0.1 m, 65 k points"
      : "clusters 0.3 m, 65 k points";
    const value = found[ours]! / 1e6, theirs = found[work];
    if (theirs === undefined) {
      report({ name, value, unit: "ms", note: `${peer}: ${MISSING}` });
      continue;
    }
    report({ name, value, unit: "ms", peer, peerValue: theirs / 1e6 });
    report({
      name: `  … times as fast as ${peer}`,
      value: theirs / found[ours]!,
      unit: "×",
      target: "> 1",
    });
  }
}

/** Reports each row as it is measured: the best of interleaved rounds. */
export async function run(report: Report): Promise<void> {
  const folder = await Deno.makeTempDir(), things = thingPoints();
  await Deno.writeFile(`${folder}/things`, new Uint8Array(things.buffer));
  const clouds = {
    "1 M random": randomPoints(1_000_000),
    "1 M in scan order": scanPoints(1_000_000),
    "65 k in scan order": scanPoints(65536),
  };
  try {
    let python: Peer | undefined;
    for (const [name, points] of Object.entries(clouds)) {
      await Deno.writeFile(`${folder}/points`, new Uint8Array(points.buffer));
      await python?.close();
      python = await pythonPeer("cloud.py", [`${folder}/points`, `${folder}/things`]);
      const c = await cPeer("cloud.c", [`${folder}/points`]);
      await filters(report, name, points, { python, c });
      await c?.close();
    }
    await workers(report, clouds["1 M random"]);
    await grids(report, things, python);
    await python?.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
