import assert from "#assert";
import fc from "fast-check";
import { records } from "../../../../core/cloud/stream/records.ts";

async function* given(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await piece;
}

async function all(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

Deno.test("records come in order, in chunks of the size asked for, however the bytes come", async () => {
  const cuts = fc.array(fc.nat(40), { maxLength: 40 });
  await fc.assert(fc.asyncProperty(
    ...[cuts, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 7 }), fc.nat(30)] as const,
    async (lengths, size, chunk, total) => {
      let next = 0;
      const pieces = lengths.map((n) => Uint8Array.from({ length: n }, () => next++));
      const whole = Math.floor(next / size);
      const exact = next % size === 0;
      const limited = total <= whole;
      const cut = { size, chunk, ...(limited ? { total } : {}) };
      const parts = all(records(given(pieces), cut));
      if (!limited && !exact) {
        await assert.rejects(parts, { name: "CloudError", message: /expected whole points/ });
        return;
      }
      const count = limited ? total : whole;
      const bytes = (await parts).flatMap((part) => [...part]);
      assert.deepEqual(bytes, Array.from({ length: count * size }, (_, i) => i & 255));
      (await parts).forEach((part, i, list) => {
        if (i < list.length - 1) assert.equal(part.length, size * chunk);
        else assert.ok(part.length > 0 && part.length <= size * chunk);
      });
    },
  ));
});

Deno.test("fewer records than there must be are an error that says how many came", async () => {
  const parts = all(records([new Uint8Array(70)], { size: 16, chunk: 2, total: 9 }));
  await assert.rejects(parts, { message: "the data end after 4 points, expected 9" });
});

Deno.test("back pressure: no more is read than the chunks that were asked for need", async () => {
  let read = 0, closed = false;
  function* endless(): Generator<Uint8Array> {
    try {
      for (;;) {
        read++;
        yield new Uint8Array(160);
      }
    } finally {
      closed = true;
    }
  }
  const stream = records(endless(), { size: 16, chunk: 1000 });
  for (let chunk = 1; chunk <= 5; chunk++) {
    await stream.next();
    assert.ok(read <= 100 * chunk, `${read} pieces for ${chunk} chunks`);
  }
  await stream.return();
  assert.ok(closed, "the source is closed with its reader");
});

Deno.test("each chunk has bytes of its own", async () => {
  const piece = new Uint8Array(32);
  const [first, second] = await all(records([piece], { size: 16, chunk: 1 }));
  first![0] = 9;
  assert.deepEqual([second![0], piece[0]], [0, 0]);
});
