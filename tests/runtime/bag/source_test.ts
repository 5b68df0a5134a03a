import assert from "#assert";
import { LogError } from "../../../runtime/bag/log.ts";
import { fileSource, ioError, memorySource, reasonOf } from "../../../runtime/bag/source.ts";
import { inFolder } from "./samples.ts";

Deno.test("fileSource() reads any range, and nothing outside of the file", async () => {
  await inFolder((folder) => {
    const path = `${folder}/bytes`;
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i & 255);
    Deno.writeFileSync(path, bytes);
    const source = fileSource(path);
    assert.equal(source.size, 1000);
    assert.deepEqual(source.read(10, 5), bytes.slice(10, 15));
    assert.deepEqual(source.read(990, 10), bytes.slice(990));
    assert.deepEqual(source.read(1000, 0), new Uint8Array());
    for (const [offset, length] of [[990, 11], [-1, 2], [0, -1], [NaN, 1], [2 ** 60, 1]] as const) {
      assert.throws(() => source.read(offset, length), RangeError);
      assert.throws(() => memorySource("m", bytes).read(offset, length), RangeError);
    }
    source.close();
    source.close();
  });
});

Deno.test("fileSource() says what is wrong in one line", async () => {
  await inFolder((folder) => {
    assert.throws(() => fileSource(`${folder}/no`), {
      name: "LogError",
      message: `${folder}/no: no such file or folder`,
    });
    assert.throws(() => fileSource(folder), LogError);
  });
});

Deno.test("fileSource() notices a file that became shorter", async () => {
  await inFolder((folder) => {
    const path = `${folder}/bytes`;
    Deno.writeFileSync(path, new Uint8Array(100));
    const source = fileSource(path);
    Deno.truncateSync(path, 50);
    assert.throws(() => source.read(0, 100), /became shorter/);
    source.close();
  });
});

Deno.test({
  name: "fileSource() names the permission that Deno lacks",
  permissions: { read: false },
  fn() {
    assert.throws(() => fileSource("deno.json"), /deno.json: may not be read, --allow-read/);
  },
});

Deno.test("ioError() tells the system's refusal from Deno's", () => {
  const refused = new Deno.errors.PermissionDenied("x");
  assert.match(ioError("f", "write", refused).message, /f: permission to write was denied/);
  const lacking = new Deno.errors.NotCapable("x");
  assert.match(ioError("f", "write", lacking).message, /--allow-write/);
  assert.match(ioError("f", "write", new Error("disk full")).message, /disk full/);
  assert.equal(reasonOf("text"), "text");
});
