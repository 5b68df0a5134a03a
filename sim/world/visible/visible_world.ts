/**
 * What rays meet: the ground and all objects as shapes with materials and classes. What moves lies
 * behind what stands, so that a caster sorts only that part anew.
 */
import { type Placement, ShapeList, type Shapes } from "../../../core/kernels/raycast.ts";
import type { Scenery } from "../../../core/kernels/raycast/scenery.ts";
import { fromEuler, multiply, toMatrix } from "../../../core/math/quaternion.ts";
import { atan2, DEG } from "../../../core/math/scalar.ts";
import { type Nanos, SECOND } from "../../../msgs/time.ts";
import type { World } from "../../contract.ts";
import type { RampConfig, Terrain } from "../terrain.ts";
import { addGround, type Bounds } from "./ground.ts";
import { type LightConfig, lightNumbers } from "./light.ts";
import { type Material, type MaterialConfig, materialOf } from "./material.ts";
import { classOf, type Meshes, type ObjectConfig, partsOf } from "./objects.ts";
import { type Part, writePart } from "./part.ts";
import { Path, type PathPose } from "./path.ts";

/** Classes that always have the same number in a label image; others follow by name. */
export const CLASSES: readonly string[] = [
  ...["none", "ground", "structure", "shelf", "pallet", "cone", "barrel", "person", "box"],
  "obstacle",
];

/** Numbers of a frame in {@linkcode Scenery.frames}. */
const FRAME_SIZE = 12;

/** One thing of the scene; its shapes have the numbers from `first` to before `end`. */
export interface VisibleObject {
  readonly name: string;
  readonly className: string;
  /** Of its class, in a label image. */
  readonly label: number;
  readonly first: number;
  readonly end: number;
}

/** What a world is made of. */
export interface VisibleConfig {
  readonly ground: MaterialConfig;
  readonly light: LightConfig;
  readonly objects: readonly ObjectConfig[];
  readonly ramps: readonly RampConfig[];
  readonly bounds_m: Bounds;
}

interface Mover {
  readonly path: Path;
  readonly parts: readonly Part[];
  readonly own: Float64Array;
  readonly z: number | undefined;
  readonly object: number;
  readonly first: number;
}

const GROUND: MaterialConfig = {
  color: "#808078",
  texture: { pattern: "noise", color: "#6c6c66", scale_m: 0.4 },
};

/** A scene at its start; {@linkcode VisibleWorld.place} moves what moves. */
export class VisibleWorld {
  readonly shapes: Shapes;
  /** The first shape that moves. */
  readonly movingFrom: number;
  readonly objects: readonly VisibleObject[];
  readonly scenery: Scenery;
  /** Of each material, to a lidar. */
  readonly reflectivity: Float64Array;
  /** Names of classes by their label. */
  readonly classes: readonly string[];
  readonly #terrain: Terrain;
  readonly #meshes: Meshes;
  readonly #movers: Mover[] = [];
  readonly #list = new ShapeList();
  readonly #objectOf: number[] = [];
  readonly #materialOf: number[] = [];
  readonly #materials: Material[] = [];
  readonly #frames: number[] = [];
  readonly #keys = new Map<string, number>();

  constructor(config: VisibleConfig, terrain: Terrain, meshes: Meshes = {}) {
    this.#terrain = terrain;
    this.#meshes = meshes;
    this.classes = classNames(config.objects);
    const objects: VisibleObject[] = [];
    const begin = () => this.#list.count;
    const enter = (name: string, className: string, first: number) => {
      const label = this.classes.indexOf(className);
      objects.push({ name, className, label, first, end: this.#list.count });
    };
    addGround(this.#list, terrain, { ramps: config.ramps, bounds: config.bounds_m });
    this.#belongs(0, this.#material(config.ground, GROUND));
    this.#frames.push(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
    enter("ground", "ground", 0);
    const named = nameAll(config.objects);
    const still = named.filter(([object]) => object.path === undefined);
    for (const [object, name] of still) {
      const first = begin();
      this.#addStill(object, objects.length);
      enter(name, classOf(object), first);
    }
    this.movingFrom = this.#list.count;
    for (const [object, name] of named.filter(([object]) => object.path !== undefined)) {
      const first = begin();
      this.#addMoving(object, objects.length);
      enter(name, classOf(object), first);
    }
    this.objects = objects;
    this.shapes = this.#list;
    this.reflectivity = Float64Array.from(this.#materials, ({ reflectivity }) => reflectivity);
    this.scenery = {
      objectOf: Int32Array.from(this.#objectOf),
      materialOf: Int32Array.from(this.#materialOf),
      frames: Float64Array.from(this.#frames),
      materials: Float64Array.from(this.#materials.flatMap(materialNumbers)),
      light: lightNumbers(config.light),
    };
    this.place(0, this.#list.data, this.scenery.frames);
  }

  /** Whether anything moves. */
  get moves(): boolean {
    return this.#movers.length > 0;
  }

  /** Writes shapes and frames as they are at an instant into `data` and `frames`. */
  place(at: Nanos, data: Float64Array, frames: Float64Array): void {
    for (const { path, parts, own, z, object, first } of this.#movers) {
      path.at(at / SECOND, pose);
      fromEuler(turned, 0, 0, pose.yaw);
      multiply(turned, turned, own);
      const height = z ?? this.#height(pose.x, pose.y);
      const placement = placementOf(turned, [pose.x, pose.y, height]);
      writeFrame(frames, object * FRAME_SIZE, placement);
      let shape = first;
      for (const part of parts) shape = writePart(data, shape, part, placement);
    }
  }

  #addStill(object: ObjectConfig, number: number): void {
    const [x, y, z] = object.position_m!;
    ownRotation(turned, object);
    const placement = placementOf(turned, [x, y, z ?? this.#height(x, y)]);
    const frame = new Float64Array(FRAME_SIZE);
    writeFrame(frame, 0, placement);
    this.#frames.push(...frame);
    for (const part of partsOf(object, this.#meshes)) this.#add(part, placement, number, object);
  }

  #addMoving(object: ObjectConfig, number: number): void {
    const own = new Float64Array(4),
      parts = partsOf(object, this.#meshes),
      first = this.#list.count;
    ownRotation(own, object);
    this.#frames.push(...new Float64Array(FRAME_SIZE));
    const somewhere = placementOf(own, [0, 0, 0]);
    for (const part of parts) this.#add(part, somewhere, number, object);
    const path = new Path(object.path!);
    this.#movers.push({ path, parts, own, z: undefined, object: number, first });
  }

  #add(part: Part, placement: Placement, object: number, stated: MaterialConfig): void {
    const list = this.#list;
    const first = list.count;
    if (part.kind === "mesh") {
      for (let i = 0; i < part.triangles.length; i += 9) list.triangle(ORIGIN, ORIGIN, ORIGIN);
    } else if (part.kind === "box") list.box(placement, part.size.map((side) => side / 2));
    else if (part.kind === "cylinder") list.cylinder(placement, part.radius, part.height / 2);
    else list.sphere(ORIGIN, part.radius);
    writePart(list.data, first, part, placement);
    this.#belongs(object, this.#material(stated, part.material));
  }

  /** Gives all shapes that have none yet to an object and a material. */
  #belongs(object: number, material: number): void {
    while (this.#objectOf.length < this.#list.count) {
      this.#objectOf.push(object);
      this.#materialOf.push(material);
    }
  }

  #material(stated: MaterialConfig, own: MaterialConfig | undefined): number {
    const { color, texture, reflectivity } = stated;
    const key = JSON.stringify([color, texture, reflectivity, own]);
    let found = this.#keys.get(key);
    if (found === undefined) {
      found = this.#materials.push(materialOf(stated, own)) - 1;
      this.#keys.set(key, found);
    }
    return found;
  }

  #height(x: number, y: number): number {
    this.#terrain.at(x, y, jet);
    return jet[0]!;
  }
}

/** What a sensor sees of its world. @throws {TypeError} the world has nothing to be seen */
export function visibleIn({ visible }: World): VisibleWorld {
  if (visible === undefined) throw new TypeError("This world has nothing that rays could meet");
  return visible;
}

const ORIGIN = [0, 0, 0] as const;
const pose: PathPose = { x: 0, y: 0, yaw: 0 };
const turned = new Float64Array(4), partTurn = new Float64Array(4), jet = new Float64Array(10);
const matrix = new Float64Array(9);

/** Rotation of an object about the middle of its base. */
function ownRotation(out: Float64Array, object: ObjectConfig): void {
  const [roll, pitch, yaw] = object.rotation_deg;
  let heading = object.yaw_deg * DEG;
  if (object.type === "wall") {
    const [x, y] = object.position_m ?? [0, 0];
    heading += atan2(object.to_m[1] - y, object.to_m[0] - x);
  }
  fromEuler(partTurn, roll * DEG, pitch * DEG, yaw * DEG);
  fromEuler(out, 0, 0, heading);
  multiply(out, out, partTurn);
}

function placementOf(q: Float64Array, position: readonly number[]): Placement {
  toMatrix(matrix, q);
  return { rotation: matrix.slice(), position };
}

/** Local from world, then the origin. */
function writeFrame(frames: Float64Array, at: number, { rotation, position }: Placement): void {
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) frames[at + 3 * i + j] = rotation[3 * j + i]!;
    frames[at + 9 + i] = position[i]!;
  }
}

function materialNumbers({ color, second, pattern, frequency }: Material): number[] {
  return [...color, ...second, pattern, frequency];
}

/** Each object with its own name, else class and place among those of its class. */
function nameAll(objects: readonly ObjectConfig[]): [ObjectConfig, string][] {
  const counts = new Map<string, number>();
  return objects.map((object) => {
    const className = classOf(object), count = (counts.get(className) ?? 0) + 1;
    counts.set(className, count);
    return [object, object.name ?? `${className}_${count}`];
  });
}

function classNames(objects: readonly ObjectConfig[]): string[] {
  const others = new Set(objects.map(classOf).filter((name) => !CLASSES.includes(name)));
  return [...CLASSES, ...[...others].sort()];
}
