/** The table's moments, and draws that use all of it, each as often, none by the one before. */
import assert from "#assert";
import { DEVIATES, deviates, DeviateStream } from "../../../core/kernels/deviates.ts";

Deno.test("deviates: the table has mean 0 and variance 1 to a thousandth", () => {
  const table = deviates();
  let sum = 0, squares = 0;
  for (const value of table) {
    sum += value;
    squares += value * value;
  }
  assert.ok(Math.abs(sum) < 1e-6);
  assert.ok(Math.abs(squares / DEVIATES - 1) < 1e-3);
});

Deno.test("deviates: draws fall evenly on sixteen parts of the table, neighbours by themselves", () => {
  const stream = new DeviateStream(Uint32Array.of(1, 2, 3, 4)), draws = 160_000;
  const edges = Array.from({ length: 15 }, (_, i) => deviates()[(i + 1) * DEVIATES / 16]!);
  const partOf = (value: number) => edges.filter((edge) => value >= edge).length;
  const pairs = new Float64Array(256);
  let last = partOf(stream.next());
  for (let i = 0; i < draws; i++) {
    const part = partOf(stream.next());
    pairs[16 * last + part]!++;
    last = part;
  }
  const expected = draws / 256;
  const chi2 = pairs.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 255 degrees of freedom: 191 and 331 leave out one of a thousand on either side.
  assert.ok(chi2 > 191 && chi2 < 331, `${chi2}`);
});

Deno.test("deviates: words begin a stream; all zero is none that stands still", () => {
  const begin = (...words: number[]) => {
    const stream = new DeviateStream(Uint32Array.from(words));
    return Array.from({ length: 8 }, () => stream.next());
  };
  assert.deepEqual(begin(5, 6, 7, 8), begin(5, 6, 7, 8));
  assert.notDeepEqual(begin(5, 6, 7, 8), begin(6, 6, 7, 8));
  assert.ok(new Set(begin(0, 0, 0, 0)).size > 1);
});

Deno.test("deviates: filled at once or one by one, in any mixture, they are the same", () => {
  const words = Uint32Array.of(9, 8, 7, 6), lengths = [0, 1, 2, 3, 8, 1, 1, 5, 0, 4];
  const one = new DeviateStream(words), other = new DeviateStream(words);
  for (const length of lengths) {
    const filled = new Float32Array(length);
    one.fill(filled);
    assert.deepEqual([...filled], Array.from({ length }, () => other.next()));
    assert.equal(one.next(), other.next());
  }
});
