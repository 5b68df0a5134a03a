import assert from "#assert";
import { CdrScratch } from "../../../msgs/cdr/scratch.ts";

Deno.test("CdrScratch has its header in place and its body aligned", () => {
  const scratch = new CdrScratch();
  assert.deepEqual(scratch.message(CdrScratch.BODY), new Uint8Array([0, 1, 0, 0]));
  assert.equal(CdrScratch.BODY % 8, 0);
});

Deno.test("CdrScratch.reserve() keeps what is written and the header", () => {
  const scratch = new CdrScratch(8);
  scratch.u8.set([1, 2, 3], CdrScratch.BODY);
  scratch.reserve(100_000);
  assert.ok(scratch.capacity >= 100_000);
  assert.deepEqual(
    scratch.message(CdrScratch.BODY + 3),
    new Uint8Array([0, 1, 0, 0, 1, 2, 3]),
  );
  const { u8 } = scratch;
  scratch.reserve(10);
  assert.equal(scratch.u8, u8);
});

Deno.test("CdrScratch.reserve() has a limit", () => {
  assert.throws(() => new CdrScratch().reserve(2 ** 30 + 1), {
    name: "RangeError",
    message: "a message of 1073741825 bytes is over 1 GiB",
  });
});

Deno.test("CdrScratch.message() is a view of the buffer as it is now", () => {
  const scratch = new CdrScratch(8);
  const end = CdrScratch.BODY + 1;
  scratch.u8[CdrScratch.BODY] = 1;
  assert.equal(scratch.message(end)[4], 1);
  scratch.u8[CdrScratch.BODY] = 2;
  assert.equal(scratch.message(end)[4], 2);
  scratch.reserve(10_000);
  scratch.u8[CdrScratch.BODY] = 3;
  assert.equal(scratch.message(end)[4], 3);
  assert.equal(scratch.message(end + 1).length, 6);
});
