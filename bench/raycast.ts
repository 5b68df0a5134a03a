/**
 * Ray casting beside Embree (Open3D, one thread) in the same run: 60 boxes on the ground and 100 k
 * triangles, with a lidar's and a camera's rays and with incoherent ones, no two of which have an
 * origin or a direction in common; the sorting of the triangles; what lidar and camera cost a frame
 * in the warehouse, blur and supersampling apart.
 *
 *     deno task bench raycast
 */
import { ShapeList, WasmRayCaster } from "../core/kernels/raycast.ts";
import { SHAPE_SIZE } from "../core/kernels/raycast/shapes.ts";
import { TwinRayCaster } from "../core/kernels/raycast/twin.ts";
import { RandomTree } from "../core/math/random.ts";
import { createSimulation } from "../sim/simulation.ts";
import { simSchema } from "../sim/schema.ts";
import { best, type Body, MISSING, type Peer, pythonPeer, timed } from "./peers/peer.ts";
import type { Report } from "./row.ts";
import { parse } from "yaml";

const RAYS = 131_072;
const KINDS = ["lidar", "camera", "random"] as const;
/** What the kinds are called in a row. */
const CALLED = { lidar: "lidar", camera: "camera", random: "incoherent" };
/** Rays of a row: columns of a beam, pixels; none where rays go everywhere. */
const ROWS = { lidar: 1024, camera: 512, random: 0 };

/** A scene as shapes, and as Embree takes it. */
interface Scene {
  readonly shapes: ShapeList;
  readonly vertices: number[];
  readonly triangles: number[];
  readonly height: number;
}

const CUBE = [
  ...[0, 1, 3, 0, 3, 2, 4, 6, 7, 4, 7, 5, 0, 4, 5, 0, 5, 1],
  ...[2, 3, 7, 2, 7, 6, 0, 2, 6, 0, 6, 4, 1, 5, 7, 1, 7, 3],
];

function boxes(): Scene {
  const random = RandomTree.root(1).at("bench/boxes"), shapes = new ShapeList();
  const between = (a: number, b: number) => a + (b - a) * random.uniform();
  const vertices = [-500, -500, 0, 500, -500, 0, 500, 500, 0, -500, 500, 0];
  const triangles = [0, 1, 2, 0, 2, 3];
  shapes.plane([0, 0, 1], 0);
  for (let i = 0; i < 60; i++) {
    const half = [between(0.2, 1), between(0.2, 1), between(0.2, 1.5)];
    const angle = between(0, 6.28), c = Math.cos(angle), s = Math.sin(angle);
    const position = [between(-20, 20), between(-20, 20), half[2]!];
    shapes.box({ rotation: [c, -s, 0, s, c, 0, 0, 0, 1], position }, half);
    triangles.push(...CUBE.map((corner) => vertices.length / 3 + corner));
    for (let corner = 0; corner < 8; corner++) {
      const [x, y, z] = half.map((side, k) => corner >> k & 1 ? side : -side) as [
        number,
        number,
        number,
      ];
      vertices.push(position[0]! + c * x - s * y, position[1]! + s * x + c * y, position[2]! + z);
    }
  }
  return { shapes, vertices, triangles, height: 1.2 };
}

/** Rolling ground of 2 · 224² = 100,352 triangles over 50 × 50 m. */
function ground(): Scene {
  const n = 224, shapes = new ShapeList(), vertices: number[] = [], triangles: number[] = [];
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= n; j++) {
      const z = Math.sin(i * 0.12) * Math.cos(j * 0.09) * 1.5 + 0.3 * Math.sin(i * 0.7 + j * 0.5);
      vertices.push(-25 + 50 * i / n, -25 + 50 * j / n, z);
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const a = i * (n + 1) + j, b = a + n + 1;
      triangles.push(a, b, b + 1, a, b + 1, a + 1);
    }
  }
  const rounded = Float64Array.from(vertices, Math.fround);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => {
      const v = 3 * triangles[t + k]!;
      return rounded.subarray(v, v + 3);
    });
    shapes.triangle(a!, b!, c!);
  }
  return { shapes, vertices, triangles, height: 2.5 };
}

/** Six numbers a ray, in the order in which a lidar of 128 beams or a camera would have them. */
function raysOf(kind: typeof KINDS[number], height: number): Float32Array {
  const out = new Float32Array(6 * RAYS), random = RandomTree.root(2).at(`bench/${kind}`);
  for (let i = 0; i < RAYS; i++) {
    let from = [0, 0, height], along = [0, 0, 0];
    if (kind === "lidar") {
      const up = (22.5 - 45 * Math.floor(i / ROWS.lidar) / 127) * Math.PI / 180;
      const turn = 2 * Math.PI * (i % ROWS.lidar) / ROWS.lidar;
      along = [Math.cos(up) * Math.cos(turn), Math.cos(up) * Math.sin(turn), Math.sin(up)];
    } else if (kind === "camera") {
      from = [-20, 0.3, height];
      along = [
        1,
        -((i % ROWS.camera) - 256) / 300,
        -(Math.floor(i / ROWS.camera) - 128) / 300 - 0.2,
      ];
    } else {
      from = [30 * random.uniform() - 15, 30 * random.uniform() - 15, height];
      along = [random.gaussian(), random.gaussian(), 0.3 * random.gaussian()];
    }
    const length = Math.hypot(...along);
    out.set([...from, ...along.map((d) => d / length)], 6 * i);
  }
  return out;
}

/** Loads every `step`-th block of four rays. */
function load(caster: WasmRayCaster | TwinRayCaster, rays: Float32Array, step: number): void {
  const count = RAYS / step;
  const { ox, oy, oz, dx, dy, dz, reach } = caster.rays;
  [ox, oy, oz, dx, dy, dz].forEach((array, k) => {
    for (let i = 0; i < count; i++) array[i] = rays[6 * ((i >> 2) * step * 4 + (i & 3)) + k]!;
  });
  reach.fill(Infinity, 0, count);
}

async function casts(report: Report, scenes: Record<string, Scene>, peer: Peer | undefined) {
  for (const [name, { shapes, height }] of Object.entries(scenes)) {
    const twin = new TwinRayCaster(shapes, { capacity: 8192 });
    for (const kind of KINDS) {
      const caster = new WasmRayCaster(shapes, { capacity: RAYS, row: ROWS[kind] });
      const rays = raysOf(kind, height), work = `${name}/${kind}`, known = peer?.works.has(work);
      load(caster, rays, 1);
      // V8 compiles the kernel a second time, for speed, once it has run for a while.
      for (let round = 0; round < 10; round++) caster.cast(RAYS);
      load(twin, rays, 16);
      const bodies: Record<string, Body> = { ours: () => timed(() => caster.cast(RAYS)) };
      if (known) bodies.theirs = peer!.round(work);
      bodies.twin = () => timed(() => twin.cast(8192)) * RAYS / 8192;
      const found = await best(bodies);
      const speed = (ns: number) => RAYS / ns * 1000;
      const ratio = speed(found.ours!) / speed(found.theirs ?? NaN);
      const called = `${name === "boxes" ? "60 boxes" : "100 k triangles"}, ${CALLED[kind]}`;
      report({
        name: `ray casting, ${called}`,
        value: speed(found.ours!),
        unit: "Mrays/s",
        ...known && { peer: "Embree", peerValue: speed(found.theirs!) },
        note: `TypeScript twin ${speed(found.twin!).toFixed(2)}${known ? "" : `; ${MISSING}`}`,
      });
      if (!known) continue;
      const target = name === "boxes" ? ">= 1.5" : ">= 1.1";
      const row = { name: `  over Embree, ${called}`, value: ratio, unit: "×" };
      report(kind === "random" ? row : { ...row, target });
    }
  }
}

async function builds(report: Report, { shapes }: Scene, peer: Peer | undefined) {
  const bodies: Record<string, Body> = {
    ours: () => timed(() => void new WasmRayCaster(shapes, { capacity: 4 })),
  };
  const known = peer?.works.has("triangles/build");
  if (known) bodies.theirs = peer!.round("triangles/build");
  const found = await best(bodies);
  report({
    name: `sorting ${shapes.data.length / SHAPE_SIZE} triangles, memory and all`,
    value: found.ours! / 1e6,
    unit: "ms",
    target: "<= 100",
    ...known && { peer: "Embree", peerValue: found.theirs! / 1e6 },
  });
}

/** What a second of one sensor costs in the warehouse, and the time of one capture. */
function sensor(report: Report, name: string, entry: object, target: string, perFrame: boolean) {
  const text = Deno.readTextFileSync(
    new URL("../scenarios/warehouse_perception.yaml", import.meta.url),
  );
  const { world, robot } = parse(text);
  const config = simSchema.parse({ duration_s: 3, world, robot, sensors: { it: entry } });
  let fastest = Infinity;
  for (let round = 0; round < 2; round++) {
    const simulation = createSimulation(config, 1);
    while (simulation.next() < Infinity) {
      let captured = false;
      const taken = timed(() => simulation.step((topic) => captured ||= topic.startsWith("/it/")));
      if (captured) fastest = Math.min(fastest, taken);
    }
  }
  const value = perFrame ? fastest / 1e6 : 1e8 / fastest;
  report({ name, value, unit: perFrame ? "ms" : "× real time", target });
}

/** Reports each row as it is measured. */
export async function run(report: Report): Promise<void> {
  const scenes = { boxes: boxes(), triangles: ground() }, folder = await Deno.makeTempDir();
  for (const [name, { vertices, triangles, height }] of Object.entries(scenes)) {
    const write = (what: string, data: Float32Array | Uint32Array) =>
      Deno.writeFile(`${folder}/${name}.${what}`, new Uint8Array(data.buffer));
    await write("vertices", Float32Array.from(vertices));
    await write("triangles", Uint32Array.from(triangles));
    for (const kind of KINDS) await write(kind, raysOf(kind, height));
  }
  const peer = await pythonPeer("raycast.py", [folder]);
  try {
    await casts(report, scenes, peer);
    await builds(report, scenes.triangles, peer);
  } finally {
    await peer?.close();
    await Deno.remove(folder, { recursive: true });
  }
  const place = { position_m: [0.1, 0, 1.1] };
  const lidar = { type: "lidar", ...place, output: "dense" };
  const camera = { type: "camera", preset: "vga", ...place };
  const all = ["image", "camera_info", "depth", "labels"];
  sensor(report, "VLP-16 at 10 Hz, warehouse", { ...lidar, preset: "vlp16" }, ">= 20", false);
  sensor(report, "OS1-128 1024 × 10, warehouse", { ...lidar, preset: "os1_128" }, ">= 3", false);
  sensor(
    report,
    "camera 640 × 480: colour, shadows, depth, labels",
    { ...camera, outputs: all },
    "<= 45",
    true,
  );
  sensor(report, "  its colour alone", { ...camera, outputs: ["image"] }, "", true);
  sensor(report, "  and true boxes", { ...camera, outputs: [...all, "detections"] }, "", true);
  sensor(
    report,
    "  with blur of 4 instants",
    { ...camera, outputs: all, blur_samples: 4 },
    "",
    true,
  );
  sensor(
    report,
    "  with 2 × 2 supersampling",
    { ...camera, outputs: all, supersampling: 2 },
    "",
    true,
  );
}
