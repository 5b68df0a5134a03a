/** The buffer that messages are written into, used again and again. */

/** CDR's encapsulation header: plain CDR (XCDR1), little endian, no options. */
const HEADER = 4;

/** Generated writers reckon with 32-bit positions. */
const LIMIT = 1_073_741_824;

/** Views end this much before the buffer does: room for padding and a string's end. */
const SLACK = 32;

/**
 * A growing buffer with a view of each width. The CDR header lies at byte 4, so that the body
 * begins at byte 8 and its alignment is the buffer's own.
 */
export class CdrScratch {
  /** Where the body begins. */
  static readonly BODY = 8;

  /** Positions up to here can be written to. */
  capacity = 0;
  /** The buffer as bytes. */
  u8!: Uint8Array<ArrayBuffer>;
  /** The buffer in units of two bytes. */
  u16!: Uint16Array<ArrayBuffer>;
  /** The buffer in units of four bytes. */
  u32!: Uint32Array<ArrayBuffer>;
  /** The buffer in units of eight bytes. */
  u64!: BigUint64Array<ArrayBuffer>;
  /** The buffer as float32. */
  f32!: Float32Array<ArrayBuffer>;
  /** The buffer as float64. */
  f64!: Float64Array<ArrayBuffer>;
  #last = new Uint8Array(0);

  /** `bytes`: how many to begin with. */
  constructor(bytes = 4096) {
    this.#allocate(bytes);
  }

  /**
   * Makes room up to a position; what is written so far stays.
   *
   * @throws {RangeError} a message of more than 1 GiB
   */
  reserve(end: number): void {
    if (end <= this.capacity) return;
    if (end > LIMIT) throw new RangeError(`a message of ${end} bytes is over 1 GiB`);
    const old = this.u8;
    this.#allocate(Math.max(end, Math.min(2 * this.capacity, LIMIT)));
    this.u8.set(old);
  }

  /** The message that ends at a position, its header included: valid until the next is written. */
  message(end: number): Uint8Array {
    const length = end - HEADER;
    // Most messages of a topic have one length, and a view costs more than this question.
    if (this.#last.length !== length) this.#last = new Uint8Array(this.u8.buffer, HEADER, length);
    return this.#last;
  }

  #allocate(bytes: number): void {
    const size = (bytes + SLACK + 7) & ~7;
    const buffer = new ArrayBuffer(size);
    this.u8 = new Uint8Array(buffer);
    this.u16 = new Uint16Array(buffer, 0, size >> 1);
    this.u32 = new Uint32Array(buffer, 0, size >> 2);
    this.u64 = new BigUint64Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.u8[HEADER + 1] = 1;
    this.capacity = size - SLACK;
    this.#last = new Uint8Array(0);
  }
}
