import assert from "#assert";
import { scan } from "../../../../runtime/bag/mcap/scan.ts";
import { readSummary } from "../../../../runtime/bag/mcap/summary.ts";
import { memorySource } from "../../../../runtime/bag/source.ts";
import { sampleMcap } from "../samples.ts";
import { LAYOUTS, mcapOf } from "./layouts.ts";

const BYTES = sampleMcap(40, { metadata: { seed: "3" } });

function scanned(bytes: Uint8Array, verify = false) {
  return scan(memorySource("f.mcap", bytes), { verify });
}

Deno.test("scan() finds channels, stretches, metadata and counts of a sound file", () => {
  const table = scanned(BYTES, true);
  assert.equal(table.sound, true);
  assert.deepEqual([...table.warnings, ...table.notes], []);
  assert.equal(table.stretches.length, 4);
  assert.equal(table.channels.get(1)?.count, 30);
  assert.equal(table.channels.get(1)?.first, 1_000_000_000n);
  assert.equal(table.metadata?.["seed"], "3");
});

Deno.test("scan() reads runs of messages outside chunks", async () => {
  const table = scanned(await mcapOf([3n, 1n, 2n], LAYOUTS["no chunks"]!));
  assert.deepEqual(table.stretches.map(({ kind, start, end }) => [kind, start, end]), [
    ["run", 1n, 3n],
  ]);
  assert.match(table.notes.join(), /1 messages are stored after a later one/);
});

Deno.test("scan() says where a file ends and what that loses", () => {
  const cases: [bytes: Uint8Array, expected: RegExp][] = [
    [BYTES.subarray(0, -8), /^f\.mcap: byte \d+: the closing magic is missing; no message is lost/],
    [BYTES.subarray(0, -20), /truncated: .*; no message is lost/],
    [
      BYTES.subarray(0, scanned(BYTES).stretches[2]!.offset + 100),
      /truncated: a chunk of \d+ bytes is cut after \d+/,
    ],
    [Uint8Array.from([...BYTES, 1, 2, 3]), /3 bytes follow the end/],
    [
      Uint8Array.from([...BYTES.subarray(0, BYTES.length - 8), ...new Uint8Array(8)]),
      /the closing magic is missing/,
    ],
  ];
  for (const [bytes, expected] of cases) {
    const table = scanned(bytes);
    assert.equal(table.sound, false);
    assert.equal(table.warnings.length, 1, table.warnings.join());
    assert.match(table.warnings[0] ?? "", expected);
  }
});

Deno.test("scan() stops at bytes that are no record", () => {
  const at = scanned(BYTES).stretches[1]!.offset;
  const zeroed = BYTES.slice();
  zeroed.fill(0, at);
  const table = scanned(zeroed);
  assert.match(table.warnings.join(), new RegExp(`byte ${at}: there is no record .* are lost`));
  assert.equal(table.stretches.length, 1);
});

Deno.test("scan() compares the checksum of all data where it is asked to", () => {
  const wrong = BYTES.slice();
  const { offset } = scanned(BYTES).stretches[3]!;
  wrong[offset + 9]! ^= 1; // the chunk's own start time, which no other checksum covers
  assert.deepEqual(scanned(wrong).warnings, []);
  assert.match(scanned(wrong, true).warnings.join(), /checksum of all data before it is wrong/);
});

Deno.test("scan() takes channels from the summary where their chunk is damaged", async () => {
  const { table: known } = await readSummary(memorySource("m", BYTES));
  const wrong = BYTES.slice();
  wrong.fill(
    0x55,
    scanned(BYTES).stretches[0]!.offset + 60,
    scanned(BYTES).stretches[0]!.offset + 90,
  );
  assert.equal(scanned(wrong).channels.get(1)?.count, 0);
  const table = scan(memorySource("f.mcap", wrong), { known });
  assert.equal(table.channels.get(1)?.count, 22);
});

Deno.test("scan() refuses a file without one whole record", () => {
  for (const size of [8, 9, 17, 25]) {
    assert.throws(() => scanned(BYTES.subarray(0, size)), /no whole record/);
  }
});
