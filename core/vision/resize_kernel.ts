/** The WASM resize: the source rows that count go to its memory, the planes come back. */
import * as kernel from "../kernels/image.wasm";
import type { ResizeRun } from "./resize_twin.ts";

/** Bytes of source rows that are held at once, unless two rows take more. */
const LIMIT = 1 << 24;
/** A load of two pixels may pass the last row's end by so much. */
const SLACK = 16;
const MOST = kernel.most();

/** Whether the kernel makes a result of this size. */
export function isKernelSize(width: number, height: number): boolean {
  return width % 4 === 0 && width <= MOST && height <= MOST;
}

function bytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(kernel.memory.buffer as ArrayBuffer);
}

function setTables({ pixel, columns, fixed, scale, offset }: ResizeRun): void {
  const { buffer } = kernel.memory;
  const { size, rgb } = pixel, width = columns.first.length;
  const places = new Int32Array(buffer, kernel.columns(), width);
  for (let i = 0; i < width; i++) places[i] = columns.first[i]! * size;
  if (fixed) new Int16Array(buffer, kernel.weights(), 2 * width).set(columns.fixed);
  else new Float32Array(buffer, kernel.weights(), width).set(columns.weight);
  const order = new Uint8Array(buffer, kernel.order(), 48).fill(255);
  rgb.forEach((channel, i) => {
    order[4 * i] = order[16 + 4 * i] = channel;
    order[4 * i + 2] = order[32 + 4 * i] = channel + size;
  });
  const normal = new Float32Array(buffer, kernel.normal(), 8).fill(0);
  normal.set(scale);
  normal.set(offset, 4);
}

/**
 * As `resizeTwin`, to the same bits, for sizes of {@linkcode isKernelSize}.
 *
 * @throws {RangeError} a row of the image is too long for the kernel's memory
 */
export function resizeKernel(run: ResizeRun, out: Float32Array): void {
  const { image, columns, rows, fixed } = run;
  const width = columns.first.length, height = rows.first.length;
  const used = image.width * run.pixel.size, whole = image.data.length;
  const room = whole <= LIMIT ? whole : Math.max(2 * used, LIMIT);
  const plane = 4 * width * height;
  const base = kernel.reserve(3 * plane + room + SLACK);
  if (base === 0) throw new RangeError(`a row of ${used} bytes is too long`);
  setTables(run);
  const source = base + 3 * plane, memory = bytes();
  const addresses = new Uint32Array(kernel.memory.buffer, kernel.rows(), 4 * height);
  const weights = new Float32Array(kernel.memory.buffer, kernel.rows(), 4 * height);
  for (let y = 0; y < height; y++) {
    if (fixed) {
      addresses[4 * y + 2] = rows.fixed[2 * y]!;
      addresses[4 * y + 3] = rows.fixed[2 * y + 1]!;
    } else {
      weights[4 * y + 2] = 1 - rows.weight[y]!;
      weights[4 * y + 3] = rows.weight[y]!;
    }
  }
  const resize = (first: number, end: number) => {
    kernel.resize(first, end, width, plane, base, fixed ? 1 : 0);
  };
  if (whole <= LIMIT) {
    memory.set(image.data, source);
    for (let y = 0; y < height; y++) {
      addresses[4 * y] = source + rows.first[y]! * image.step;
      addresses[4 * y + 1] = source + rows.second[y]! * image.step;
    }
    resize(0, height);
  } else byBands(run, { memory, addresses, source, room, resize });
  out.set(new Float32Array(kernel.memory.buffer, base, 3 * width * height));
}

interface Bands {
  readonly memory: Uint8Array;
  readonly addresses: Uint32Array;
  readonly source: number;
  readonly room: number;
  readonly resize: (first: number, end: number) => void;
}

/** Copies only the rows that count, as many at once as there is room for. */
function byBands({ image, pixel, rows }: ResizeRun, bands: Bands): void {
  const { memory, addresses, source, room, resize } = bands;
  const used = image.width * pixel.size, height = rows.first.length;
  let begun = 0, filled = 0;
  const copies = new Map<number, number>();
  const place = (row: number) => {
    let at = copies.get(row);
    if (at !== undefined) return at;
    at = source + filled;
    memory.set(image.data.subarray(row * image.step, row * image.step + used), at);
    copies.set(row, at);
    filled += used;
    return at;
  };
  for (let y = 0; y < height; y++) {
    if (filled + 2 * used > room) {
      resize(begun, y);
      begun = y;
      filled = 0;
      copies.clear();
    }
    addresses[4 * y] = place(rows.first[y]!);
    addresses[4 * y + 1] = place(rows.second[y]!);
  }
  resize(begun, height);
}
