/**
 * Renders pictures of the visible world: bands of rows, each row from the camera's pose at its own
 * time (rolling shutter), what moves placed anew for every band, all rays of a pixel averaged: over
 * its area (supersampling) and over the exposure (motion blur).
 */
import { type Shapes, WasmRayCaster } from "../../../core/kernels/raycast.ts";
import { multiply, rotate, toMatrix } from "../../../core/math/quaternion.ts";
import { add } from "../../../core/math/vec3.ts";
import type { Pinhole } from "../../../core/models/pinhole.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { Mount, Truth } from "../../contract.ts";
import { truthState } from "../../robots/knot_truth.ts";
import type { VisibleWorld } from "../../world/visible/visible_world.ts";
import { directions, subpixels } from "./optics.ts";
import type { PictureRays } from "./truth_boxes.ts";

/** Rows of a band hold about this many rays, which stay in the processor's cache. */
const BAND_RAYS = 10240;
/** Optical frame (x right, y down, z forward) in a frame that looks along x: w x y z. */
const OPTICAL = [0.5, -0.5, 0.5, -0.5] as const;

/** When a picture is taken: mid-exposure of row 0, ns, and what follows from the sensor. */
export interface Shutter {
  readonly firstRow: Nanos;
  readonly lineNs: number;
  readonly exposureNs: number;
}

/** How a renderer is made. */
export interface RendererOptions {
  readonly width: number;
  readonly height: number;
  readonly pinhole: Pinhole;
  readonly supersampling: number;
  readonly blurSamples: number;
  readonly mount: Mount;
}

/** What {@linkcode Renderer.render} is to fill. */
export interface Wanted {
  /** Linear light, 3 a pixel. */
  readonly light?: Float32Array | undefined;
  /** Along the optical axis, metres; NaN: nothing. */
  readonly depth?: Float32Array | undefined;
  /** The object of {@linkcode VisibleWorld.objects} that a pixel shows; −1: none. */
  readonly object?: Int32Array | undefined;
}

/** Draws one camera's pictures; keeps its rays and a sorted copy of the world. */
export class Renderer {
  readonly #world: VisibleWorld;
  readonly #options: RendererOptions;
  readonly #caster: WasmRayCaster;
  readonly #middle: Float32Array;
  readonly #samples: readonly Float32Array[];
  /** Some pixels lie where the distortion can't be inverted. */
  readonly #holes: boolean;
  readonly #rows: number;
  readonly #state = truthState();
  readonly #place = new Float64Array(3);
  readonly #attitude = new Float64Array(4);
  readonly #matrix = new Float64Array(9);

  constructor(world: VisibleWorld, options: RendererOptions) {
    const { width, supersampling, pinhole } = options;
    this.#world = world;
    this.#options = options;
    this.#rows = Math.max(1, Math.floor(BAND_RAYS / width));
    this.#middle = directions(pinhole, options);
    this.#samples = supersampling === 1
      ? [this.#middle]
      : subpixels(supersampling).map((offset) => directions(pinhole, options, offset));
    this.#holes = this.#samples.some((sample) => sample.some(Number.isNaN));
    this.#caster = new WasmRayCaster(world.shapes, {
      capacity: this.#rows * width,
      movingFrom: world.movingFrom,
      scenery: world.scenery,
      row: width,
      // The middles' directions, then those of all places of a pixel that light comes through.
      views: supersampling === 1 ? [this.#middle] : [this.#middle, ...this.#samples],
    });
  }

  /** Fills what is wanted with the picture that `truth` and shutter give. */
  render(truth: Truth, shutter: Shutter, wanted: Wanted): void {
    const { height, width, blurSamples } = this.#options;
    const passes = this.#samples.length * blurSamples;
    const once = passes === 1;
    for (let first = 0; first < height; first += this.#rows) {
      const end = Math.min(height, first + this.#rows), from = first * width;
      const count = (end - first) * width;
      const band = { first, end, shutter };
      if (!once || !wanted.light) {
        this.#aim(truth, band, 0, 0);
        this.#caster.cast(count);
        this.#note(wanted, from, count, this.#objectsOf(this.#caster.shape, count));
      }
      if (!wanted.light) continue;
      if (!once) wanted.light.fill(0, 3 * from, 3 * (from + count));
      for (let blur = 0; blur < blurSamples; blur++) {
        const offset = ((blur + 0.5) / blurSamples - 0.5) * shutter.exposureNs;
        for (const [i, sample] of this.#samples.entries()) {
          this.#aim(truth, band, this.#samples.length === 1 ? 0 : 1 + i, offset);
          this.#caster.look(count);
          if (once) this.#note(wanted, from, count, this.#caster.seen);
          this.#gather(wanted.light, { from, count, once }, sample);
        }
      }
      if (!once) average(wanted.light, 3 * from, 3 * count, passes);
    }
  }

  /** For what else is to be known of the picture that was rendered last. */
  pictureRays(truth: Truth, shutter: Shutter): PictureRays & { readonly shapes: Shapes } {
    const { width, height, pinhole } = this.#options;
    return {
      width,
      height,
      pinhole,
      directions: this.#middle,
      shapes: this.#caster.shapes,
      pose: (row, rotation, position) => {
        this.#pose(truth, shutter.firstRow + shutter.lineNs * row);
        rotation.set(this.#matrix);
        position.set(this.#place);
      },
    };
  }

  /** Rays of a band: each row's from the pose at its time. */
  #aim(
    truth: Truth,
    { first, end, shutter }: { first: number; end: number; shutter: Shutter },
    view: number,
    offset: number,
  ): void {
    const { width } = this.#options, pose = { rotation: this.#matrix, position: this.#place };
    const middle = shutter.firstRow + offset + shutter.lineNs * (first + end - 1) / 2;
    this.#move(middle);
    // Rows that are exposed at once have one pose.
    const rows = shutter.lineNs > 0 ? 1 : end - first;
    for (let row = first; row < end; row += rows) {
      this.#pose(truth, shutter.firstRow + offset + shutter.lineNs * row);
      const aimed = { from: row * width, first: (row - first) * width, count: rows * width };
      this.#caster.aim(view, aimed, pose);
    }
  }

  #move(at: Nanos): void {
    if (!this.#world.moves) return;
    this.#world.place(at, this.#caster.shapes.data, this.#caster.frames);
    this.#caster.moved();
  }

  /** The camera's place, and its rotation world from optical frame. */
  #pose(truth: Truth, at: Nanos): void {
    const { mount } = this.#options;
    truth.at(at, this.#state);
    rotate(this.#place, this.#state.orientation, mount.translation);
    add(this.#place, this.#place, this.#state.position);
    multiply(this.#attitude, this.#state.orientation, mount.rotation);
    multiply(this.#attitude, this.#attitude, OPTICAL);
    toMatrix(this.#matrix, this.#attitude);
  }

  /** Shapes that were hit become their objects, in place. */
  #objectsOf(shapes: Int32Array, count: number): Int32Array {
    const { objectOf } = this.#world.scenery;
    for (let i = 0; i < count; i++) shapes[i] = shapes[i]! < 0 ? -1 : objectOf[shapes[i]!]!;
    return shapes;
  }

  /** Depth and objects of a band. */
  #note({ depth, object }: Wanted, from: number, count: number, objects: Int32Array): void {
    const { distance } = this.#caster, middle = this.#middle;
    object?.set(objects.subarray(0, count), from);
    if (depth) {
      for (let i = 0, forward = 3 * from + 2; i < count; i++, forward += 3) {
        depth[from + i] = objects[i]! < 0 ? NaN : distance[i]! * middle[forward]!;
      }
    }
  }

  #gather(
    light: Float32Array,
    { from, count, once }: { from: number; count: number; once: boolean },
    directions: Float32Array,
  ): void {
    const { colour } = this.#caster;
    // A pixel that looks nowhere stays dark.
    if (this.#holes) {
      for (let i = 0; i < 3 * count; i++) {
        if (Number.isNaN(directions[3 * from + i]!)) colour[i] = 0;
      }
    }
    if (once) {
      light.set(colour.subarray(0, 3 * count), 3 * from);
      return;
    }
    for (let i = 0; i < 3 * count; i++) light[3 * from + i]! += colour[i]!;
  }
}

function average(light: Float32Array, from: number, count: number, passes: number): void {
  for (let i = from; i < from + count; i++) light[i]! /= passes;
}
