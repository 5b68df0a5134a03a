/** The compiled module: what it exports, and room in the memory of an instance. */
import bytes from "../raycast.wasm" with { type: "bytes" };

/** Compiled once; every caster has an instance, and so a memory, of its own. */
const compiled = new WebAssembly.Module(bytes);

/** What the module exports; addresses are bytes in its memory. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  free(): number;
  scene(shapes: number, kinds: number, planes: number, planeCount: number, scale: number): void;
  tree(which: 0 | 1, nodes: number, slots: number, order: number, root: number): void;
  batch(
    rays: number,
    stride: number,
    distances: number,
    shapes: number,
    stack: number,
    packets: number,
  ): void;
  rows(length: number): void;
  aim(first: number, count: number, from: number, apart: number, pose: number): void;
  build(items: number, count: number, nodes: number, order: number, nodeCost: number): number;
  cast(count: number): void;
  occluded(count: number): void;
  scenery(
    objectOf: number,
    materialOf: number,
    frames: number,
    materials: number,
    light: number,
  ): void;
  seenInto(ambient: number, direct: number, colours: number, seen: number): void;
  surfaces(count: number): void;
  sunlight(count: number): void;
  incidence(count: number): void;
  pixelTables(deviates: number, tone: number, top: number): void;
  seedShot(a: number, b: number, c: number, d: number): void;
  seedDark(a: number, b: number, c: number, d: number): void;
  develop(
    count: number,
    from: number,
    patternGain: number,
    patternOffset: number,
    to: number,
    electrons: number,
    dark: number,
    darkDeviation: number,
    gain: number,
    black: number,
    shot: number,
  ): void;
}

/** Entries of 32 bytes of a walk's stack, then the packets of a group (`as/raycast/packet.ts`). */
export const STACK_BYTES = 128 * 32, PACKETS_BYTES = 8 * 128;

const PAGE = 65536;

/** An instance of its own. */
export function newKernel(): Kernel {
  return new WebAssembly.Instance(compiled).exports as unknown as Kernel;
}

/** Hands out places in a memory, each at a multiple of 64 bytes. */
export class Room {
  readonly #memory: WebAssembly.Memory;
  #next: number;

  constructor(kernel: Kernel) {
    this.#memory = kernel.memory;
    this.#next = (kernel.free() + 63) & ~63;
  }

  /** The address of so many bytes, zero as long as nothing was written. */
  take(bytes: number): number {
    const at = this.#next;
    this.#next = (at + bytes + 63) & ~63;
    return at;
  }

  /** Makes the memory as large as what was taken, once all was. */
  open(): ArrayBufferLike {
    const missing = this.#next - this.#memory.buffer.byteLength;
    this.#memory.grow(Math.max(0, Math.ceil(missing / PAGE)));
    return this.#memory.buffer;
  }
}
