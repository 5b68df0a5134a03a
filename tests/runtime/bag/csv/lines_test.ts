import assert from "#assert";
import fc from "fast-check";
import { gzipSync } from "#compress";
import { lineBlocks } from "../../../../runtime/bag/csv/lines.ts";
import { memorySource } from "../../../../runtime/bag/source.ts";

async function blocksOf(bytes: Uint8Array, packing: "none" | "gzip" = "none") {
  const blocks = [];
  for await (const block of lineBlocks(memorySource("f.csv", bytes), packing)) blocks.push(block);
  return blocks;
}

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("lineBlocks() gives every line with its number", async () => {
  const line = fc.string({ maxLength: 20 }).map((text) => text.replace(/[\r\n\ufeff]/g, "ä"));
  await fc.assert(fc.asyncProperty(
    fc.array(line, { maxLength: 30 }),
    fc.constantFrom("\n", "\r\n"),
    async (lines, end) => {
      const bytes = encode(lines.map((text) => text + end).join(""));
      const blocks = await blocksOf(bytes);
      assert.deepEqual(blocks.flatMap((block) => block.lines), lines);
      let next = 1;
      for (const { first, lines, open } of blocks) {
        assert.equal(first, next);
        assert.equal(open, false);
        next += lines.length;
      }
      assert.deepEqual((await blocksOf(gzipSync(bytes), "gzip")).flatMap((b) => b.lines), lines);
    },
  ));
});

Deno.test("lineBlocks() marks a last line without end, and where it begins", async () => {
  const [, last] = await blocksOf(encode("äb\n1,2"));
  assert.deepEqual(last, { first: 2, lines: ["1,2"], open: true, openAt: 4 });
  assert.deepEqual(await blocksOf(encode("")), []);
});

Deno.test("lineBlocks() drops a byte order mark and refuses a line without end", async () => {
  const [block] = await blocksOf(encode("\ufefft,x\n"));
  assert.deepEqual(block?.lines, ["t,x"]);
  await assert.rejects(blocksOf(new Uint8Array(3_000_000).fill(65)), {
    name: "LogError",
    message: "f.csv:1: expected a CSV, found a line of over 1 MiB",
  });
});
