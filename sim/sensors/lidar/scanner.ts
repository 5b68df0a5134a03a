/**
 * Casts a turn: blocks of columns, neighbouring columns of a beam next to each other, every column
 * from the sensor's pose at its own time, what moves placed anew for every block. Poses are those
 * of the truth a block's length apart at most, and between them on a straight line: at 10 rad/s²
 * that is off by 1e-6 rad.
 */
import { WasmRayCaster } from "../../../core/kernels/raycast.ts";
import { multiply, rotate, toMatrix } from "../../../core/math/quaternion.ts";
import { add } from "../../../core/math/vec3.ts";
import { type Nanos, SECOND } from "../../../msgs/time.ts";
import type { Mount, Truth } from "../../contract.ts";
import { truthState } from "../../robots/knot_truth.ts";
import type { VisibleWorld } from "../../world/visible/visible_world.ts";
import type { Beams } from "./beams.ts";

/** Columns of a block: about this many rays, and no longer than what moves may stand still, s. */
const BLOCK_RAYS = 8192;
const BLOCK_SECONDS = 2e-3;

/** What a scanner is made with. */
export interface ScannerOptions {
  readonly beams: Beams;
  readonly mount: Mount;
  /** Hits farther than this don't count, m. */
  readonly reach: number;
  /** 1, 5 or 9 rays a beam over a full angle, rad. */
  readonly samples: number;
  readonly divergence: number;
  /** Whether anybody asks for what was met. */
  readonly labels: boolean;
}

/** Rays that the caster looks at together: of one beam where its neighbours come later. */
const GROUP = 16;

/** Numbers of a pose: place (3), then rotation world from sensor (9). */
const POSE = 12;

/** Casts one lidar's turns; keeps its rays and a sorted copy of the world. */
export class Scanner {
  readonly #world: VisibleWorld;
  readonly #options: ScannerOptions;
  readonly #caster: WasmRayCaster;
  readonly #block: number;
  /** Rays of a beam in a block, those that are switched off included. */
  readonly #line: number;
  /** Directions of all samples of a firing, 3 each: sample by sample as `Beams.directions`. */
  readonly #directions: readonly Float32Array[];
  readonly #state = truthState();
  readonly #attitude = new Float64Array(4);
  readonly #place = new Float64Array(3);
  readonly #from = new Float64Array(POSE);
  readonly #to = new Float64Array(POSE);
  readonly #matrix = new Float64Array(9);
  /** {@linkcode POSE} numbers of each of a block's columns. */
  readonly #columns: Float64Array;
  /** Of each firing, from the scanned turn: way from where its beam begins, m; ∞: nothing. */
  readonly way: Float64Array;
  /** Of each firing: reflectivity times cosine of incidence. */
  readonly reflected: Float64Array;
  /** Of each firing: what it met, its number among the world's objects, −1: nothing; if asked. */
  readonly object: Int32Array | undefined;

  constructor(world: VisibleWorld, options: ScannerOptions) {
    const { beams, samples } = options, firings = beams.count * beams.columns;
    this.#world = world;
    this.#options = options;
    const fits = Math.floor(BLOCK_RAYS / (beams.count * samples));
    const still = world.moves ? Math.floor(BLOCK_SECONDS / beams.columnSeconds) : Infinity;
    this.#block = Math.max(4, Math.min(fits, still, beams.columns + 3) & ~3);
    this.#line = beams.rowByRow ? this.#block : (this.#block + GROUP - 1) & -GROUP;
    this.#columns = new Float64Array(POSE * this.#block);
    this.#directions = spread(beams.directions, samples, options.divergence);
    this.#caster = new WasmRayCaster(world.shapes, {
      capacity: beams.count * samples * this.#line,
      movingFrom: world.movingFrom,
      scenery: world.scenery,
      row: beams.rowByRow ? this.#line : 0,
    });
    this.#caster.rays.dz.fill(1);
    this.way = new Float64Array(firings);
    this.reflected = new Float64Array(firings);
    this.object = options.labels ? new Int32Array(firings) : undefined;
  }

  /** Scans the turn whose first column fires at `start`. */
  scan(truth: Truth, start: Nanos): void {
    const { beams } = this.#options, step = beams.columnSeconds * SECOND;
    this.#poseAt(truth, start, this.#to);
    for (let first = 0; first < beams.columns; first += this.#block) {
      const end = Math.min(beams.columns, first + this.#block);
      this.#from.set(this.#to);
      this.#poseAt(truth, Math.min(truth.end, start + end * step), this.#to);
      if (this.#world.moves) {
        const middle = start + (first + end) / 2 * step;
        this.#world.place(middle, this.#caster.shapes.data, this.#caster.frames);
        this.#caster.moved();
      }
      this.#aim(first, end);
      const rays = beams.count * this.#options.samples * this.#line;
      this.#caster.cast(rays);
      this.#caster.incidence(rays);
      this.#gather(first, end);
    }
  }

  #poseAt(truth: Truth, at: Nanos, out: Float64Array): void {
    const { mount } = this.#options;
    truth.at(at, this.#state);
    rotate(this.#place, this.#state.orientation, mount.translation);
    add(this.#place, this.#place, this.#state.position);
    multiply(this.#attitude, this.#state.orientation, mount.rotation);
    toMatrix(this.#matrix, this.#attitude);
    out.set(this.#place);
    out.set(this.#matrix, 3);
  }

  /** Poses of a block's columns, with the origin of their rays in the place's stead. */
  #poses(first: number, end: number): void {
    const { origins } = this.#options.beams, poses = this.#columns;
    const from = this.#from, to = this.#to;
    for (let column = first; column < end; column++) {
      const share = (column - first) / (end - first), p = POSE * (column - first);
      for (let k = 0; k < POSE; k++) poses[p + k] = from[k]! + share * (to[k]! - from[k]!);
      const u = origins[2 * column]!, v = origins[2 * column + 1]!;
      for (let k = 0; k < 3; k++) {
        poses[p + k] = poses[p + k]! + poses[p + 3 + 3 * k]! * u + poses[p + 4 + 3 * k]! * v;
      }
    }
  }

  /** Rays of a block: `(sample · beams + beam) · line + column`. */
  #aim(first: number, end: number): void {
    const { beams, reach: far, samples } = this.#options, length = this.#line;
    const { ox, oy, oz, dx, dy, dz, reach } = this.#caster.rays, poses = this.#columns;
    this.#poses(first, end);
    for (let line = 0; line < beams.count * samples; line++) {
      const directions = this.#directions[(line / beams.count) | 0]!;
      let d = 3 * ((line % beams.count) * beams.columns + first), i = line * length;
      for (let p = 0; p < POSE * (end - first); p += POSE, d += 3, i++) {
        const x = directions[d]!, y = directions[d + 1]!, z = directions[d + 2]!;
        ox[i] = poses[p]!;
        oy[i] = poses[p + 1]!;
        oz[i] = poses[p + 2]!;
        dx[i] = poses[p + 3]! * x + poses[p + 4]! * y + poses[p + 5]! * z;
        dy[i] = poses[p + 6]! * x + poses[p + 7]! * y + poses[p + 8]! * z;
        dz[i] = poses[p + 9]! * x + poses[p + 10]! * y + poses[p + 11]! * z;
        reach[i] = far;
      }
      // What else is in the line is switched off, wherever it points.
      for (; i < (line + 1) * length; i++) reach[i] = -1;
    }
  }

  /** Ways and powers of a block's firings; of several rays the strongest group of neighbours. */
  #gather(first: number, end: number): void {
    const { beams, samples } = this.#options, { shape, distance, cosine } = this.#caster;
    const { materialOf, objectOf } = this.#world.scenery, { reflectivity } = this.#world;
    const length = this.#line, { way, reflected, object } = this;
    for (let beam = 0; beam < beams.count; beam++) {
      let firing = beam * beams.columns + first, i = beam * length;
      for (const last = i + end - first; i < last; i++, firing++) {
        if (samples > 1) {
          this.#strongest(firing, i);
          continue;
        }
        const hit = shape[i]!;
        way[firing] = distance[i]!;
        reflected[firing] = hit < 0 ? 0 : reflectivity[materialOf[hit]!]! * cosine[i]!;
        if (object !== undefined) object[firing] = hit < 0 ? -1 : objectOf[hit]!;
      }
    }
  }

  /** Rays within a pulse's length of each other return as one, at their mean by power. */
  #strongest(firing: number, i: number): void {
    const { beams, samples } = this.#options, { shape, distance, cosine } = this.#caster;
    const { materialOf, objectOf } = this.#world.scenery, { reflectivity } = this.#world;
    const stride = beams.count * this.#line;
    let best = 0, way = Infinity, object = -1;
    for (let lead = 0; lead < samples; lead++) {
      const near = distance[i + lead * stride]!;
      if (!(near < Infinity)) continue;
      let power = 0, moment = 0;
      for (let k = 0; k < samples; k++) {
        const at = i + k * stride, far = distance[at]!;
        if (!(far >= near && far < near + PULSE)) continue;
        const sent = reflectivity[materialOf[shape[at]!]!]! * cosine[at]! / samples;
        power += sent;
        moment += sent * far;
      }
      // By what arrives: the power falls with the square of the range.
      if (power / (near * near) > best) {
        best = power / (near * near);
        way = moment / power;
        this.reflected[firing] = power;
        object = objectOf[shape[i + lead * stride]!]!;
      }
    }
    this.way[firing] = way;
    if (this.object !== undefined) this.object[firing] = object;
    if (way === Infinity) this.reflected[firing] = 0;
  }
}

/** Surfaces closer than this behind each other return as one, m. */
const PULSE = 0.5;

/** The directions of a beam's rays: its middle, and one or two rings of four about it. */
function spread(middle: Float32Array, samples: number, divergence: number): Float32Array[] {
  const out = [middle];
  const ring = (angle: number, turned: boolean) => {
    for (let k = 0; k < 4; k++) {
      const rays = new Float32Array(middle.length);
      const across = turned ? (k & 1 ? 1 : -1) * Math.SQRT1_2 : [1, 0, -1, 0][k]!;
      const up = turned ? (k & 2 ? 1 : -1) * Math.SQRT1_2 : [0, 1, 0, -1][k]!;
      for (let o = 0; o < rays.length; o += 3) {
        const x = middle[o]!, y = middle[o + 1]!, z = middle[o + 2]!;
        const level = Math.sqrt(x * x + y * y) || 1;
        // Right of the beam and above it, both across it.
        const rx = y / level, ry = -x / level;
        const dx = x + angle * (across * rx - up * x * z / level);
        const dy = y + angle * (across * ry - up * y * z / level);
        const dz = z + angle * up * level;
        const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
        rays[o] = dx / length;
        rays[o + 1] = dy / length;
        rays[o + 2] = dz / length;
      }
      out.push(rays);
    }
  };
  if (samples >= 5) ring(divergence / 3, false);
  if (samples >= 9) ring(divergence / 2.2, true);
  return out;
}
