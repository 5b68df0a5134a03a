/** A long list of numbers, 8 bytes each and never copied as it grows. */

const BLOCK = 1024;

/** Numbers that are added one by one and read at the end. */
export class NumberLog {
  readonly #blocks: Float64Array[] = [];
  #count = 0;

  /** How many there are. */
  get length(): number {
    return this.#count;
  }

  push(value: number): void {
    const slot = this.#count % BLOCK;
    if (slot === 0) this.#blocks.push(new Float64Array(BLOCK));
    this.#blocks.at(-1)![slot] = value;
    this.#count++;
  }

  /** All of them, copied, in their order. */
  values(): Float64Array {
    const out = new Float64Array(this.#count);
    this.#blocks.forEach((block, i) => {
      out.set(block.subarray(0, Math.min(BLOCK, this.#count - i * BLOCK)), i * BLOCK);
    });
    return out;
  }

  clear(): void {
    this.#blocks.length = this.#count = 0;
  }
}
