import assert from "#assert";
import fc from "fast-check";
import { LogError } from "../../../../runtime/bag/log.ts";
import { openMcap, startsLikeMcap } from "../../../../runtime/bag/mcap/part.ts";
import { memorySource } from "../../../../runtime/bag/source.ts";
import { openLog } from "../../../../runtime/bag/open.ts";
import { askPython, HAS_PYTHON, NEEDS_PYTHON } from "../../../oracles/python.ts";
import { inFolder, LZ4_MCAP, readAll, readLog, sampleMcap } from "../samples.ts";
import { LAYOUTS, mcapOf, numbersOf } from "./layouts.ts";

/** Out of order, with ties within and across chunks. */
const TIMES = Array.from({ length: 40 }, (_, i) => BigInt(5_000_000_000 + ((i * 7) % 20) * 1000));
const ORDER = TIMES.map((at, i) => ({ at: Number(at), i })).sort((a, b) => a.at - b.at || a.i - b.i)
  .map(({ i }) => i);

for (const [name, layout] of Object.entries(LAYOUTS)) {
  Deno.test(`openMcap() reads ${name} in order of (log time, file order)`, async () => {
    const bytes = await mcapOf(TIMES, layout);
    for (const scan of [false, true]) {
      const log = await openLog(bytes, { scan });
      const read = await readAll(log);
      assert.deepEqual(numbersOf(read.map((message) => log.decode(message))), ORDER);
      assert.deepEqual(log.warnings, []);
      assert.deepEqual([log.messageCount, log.epoch.sec], [40, 5]);
      assert.deepEqual([log.start, log.end], [0, 19_000]);
    }
  });

  Deno.test(`a truncated file (${name}) gives everything whole and one warning`, async () => {
    const bytes = await mcapOf(TIMES, layout);
    const wholeAt = messageEnds(bytes);
    for (let cut = 0; cut < bytes.length; cut += cut > 60 && cut % 5 === 0 ? 5 : 1) {
      const log = await openCut(bytes.subarray(0, cut));
      if (log === undefined) continue;
      const read = await readAll(log);
      const numbers = numbersOf(read.map((message) => log.decode(message)));
      const whole = wholeAt.filter((end) => end <= cut).length;
      assert.ok(numbers.length >= whole, `cut at ${cut}: ${numbers.length} of ${whole}`);
      assert.deepEqual([...numbers].sort((a, b) => a - b), numbers.map((_, i) => i));
      assert.equal(numbers.length, log.messageCount);
      assert.equal(log.warnings.length, 1, `cut at ${cut}: ${log.warnings}`);
      assert.match(log.warnings[0] ?? "", /byte \d+: .*lost/);
      if (layout.chunks === false) assert.equal(numbers.length, whole);
    }
  });
}

/** Undefined where nothing is left to read; then that is what the error says. */
async function openCut(bytes: Uint8Array) {
  try {
    return await openLog(bytes, { allowEmpty: true });
  } catch (cause) {
    if (!(cause instanceof LogError)) throw cause;
    assert.match(cause.message, /is not an MCAP file|there is no whole record/);
    return undefined;
  }
}

/** Where, in the file, each message (or the chunk that holds it) is whole. */
function messageEnds(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const ends: number[] = [];
  let missing = 0;
  for (let at = 8; at + 9 < bytes.length;) {
    const end = at + 9 + Number(view.getBigUint64(at + 1, true));
    if (bytes[at] === 5) ends.push(end);
    if (bytes[at] === 6) missing = end;
    // of a chunk with an index: its entries are its messages
    if (bytes[at] === 7) ends.push(...Array((end - at - 15) / 16).fill(missing));
    at = end;
  }
  return ends;
}

Deno.test("openMcap() reads lz4 as Python's recorder writes it", async () => {
  const { log, messages } = await readLog(LZ4_MCAP);
  assert.equal(messages.length, 40);
  assert.deepEqual(log.decode(messages[39]!), { data: "hello 39" });
  assert.equal(log.topics.get("/other")?.encoding, "json");
  assert.match(log.warnings.join(), /\/other: its messages are encoded as "json".*: skipped/);
});

for (const compression of ["none", "lz4", "zstd"]) {
  for (const layout of ["indexed", "unindexed", "unchunked"]) {
    Deno.test({
      name: `openMcap() reads Python's files: ${compression}, ${layout} ${NEEDS_PYTHON}`,
      ignore: !HAS_PYTHON,
      fn: () =>
        inFolder(async (folder) => {
          const path = `${folder}/p.mcap`;
          await askPython("bag_write.py", [path, compression, layout]);
          const { log, messages } = await readLog(path);
          assert.deepEqual(
            messages.map((read) => (log.decode(read) as { data: string }).data),
            Array.from({ length: 40 }, (_, i) => `hello ${i}`),
          );
          assert.equal(log.topics.get("/chatter")?.count, 40);
        }),
    });
  }
}

Deno.test("of a cut lz4 chunk, the messages that are there are saved", async () => {
  const at = secondChunk(LZ4_MCAP);
  const log = await openLog(LZ4_MCAP.subarray(0, at + 250));
  const read = await readAll(log);
  assert.ok(read.length > 10, "more than the first chunk holds");
  assert.equal(log.warnings.filter((text) => /truncated/.test(text)).length, 1);
});

Deno.test("a damaged chunk is skipped and said with its byte; the others are read", async () => {
  for (const bytes of [sampleMcap(100), LZ4_MCAP.slice()]) {
    const at = secondChunk(bytes);
    const broken = bytes.slice();
    for (let i = 0; i < 8; i++) broken[at + 100 + i]! ^= 0x55;
    const intact = (await readLog(bytes)).messages.length;
    for (const scan of [false, true]) {
      const log = await openLog(broken, { scan });
      const read = await readAll(log);
      assert.ok(read.length > 0 && read.length < intact);
      assert.match(log.warnings.join("\n"), new RegExp(`byte ${at}: a chunk is damaged`));
      const again = await readAll(await openLog(bytes));
      assert.equal(again.length, intact, "damage poisons no later reading");
    }
  }
});

/** Where it begins. (The first one holds the channels: without a summary, it is needed.) */
function secondChunk(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const chunks: number[] = [];
  for (let at = 8; chunks.length < 2; at += 9 + Number(view.getBigUint64(at + 1, true))) {
    if (bytes[at] === 6) chunks.push(at);
  }
  return chunks[1] ?? NaN;
}

Deno.test("any damage ends in messages and warnings or in one LogError", async () => {
  const files = [
    sampleMcap(60),
    LZ4_MCAP,
    ...await Promise.all(Object.values(LAYOUTS).map((layout) => mcapOf(TIMES, layout))),
  ];
  const edit = fc.record({
    at: fc.nat(1_000_000),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.nat(files.length - 1),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (which, edits, scan) => {
        const bytes = (files[which] ?? new Uint8Array()).slice();
        for (const { at, bytes: wrong } of edits) {
          bytes.set(wrong.subarray(0, bytes.length - at % bytes.length), at % bytes.length);
        }
        try {
          const log = await openLog(bytes, { scan, allowEmpty: true });
          let latest = -Infinity;
          for await (const read of log.messages()) {
            assert.ok(read.at >= latest);
            latest = read.at;
            log.decode(read);
          }
        } catch (cause) {
          if (!(cause instanceof LogError)) throw cause;
        }
      },
    ),
    { numRuns: 600 },
  );
});

Deno.test("random bytes after the magic end in one LogError or in nothing", async () => {
  const magic = [0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (tail) => {
      const bytes = Uint8Array.from([...magic, ...tail]);
      try {
        await readAll(await openLog(bytes, { allowEmpty: true }));
      } catch (cause) {
        if (!(cause instanceof LogError)) throw cause;
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("startsLikeMcap() and openMcap() tell what is no MCAP file", async () => {
  const source = memorySource("x", new TextEncoder().encode("just some text"));
  assert.equal(startsLikeMcap(source), false);
  assert.equal(startsLikeMcap(memorySource("x", new Uint8Array(3))), false);
  await assert.rejects(openMcap(source), /x: is not an MCAP file/);
});
