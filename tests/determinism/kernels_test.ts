/** The committed WASM is what its sources compile to, and can do nothing that differs by machine. */
import assert from "#assert";
import { main } from "assemblyscript/asc";

const FOLDER = new URL("../../core/kernels/", import.meta.url);
const COMMITTED = Deno.readFileSync(new URL("scalar.wasm", FOLDER));

Deno.test("kernels: the committed scalar.wasm is its sources, compiled", async () => {
  const config = JSON.parse(Deno.readTextFileSync(new URL("as/asconfig.json", FOLDER)));
  const built = new Map<string, Uint8Array>();
  const { error, stderr } = await main(["--config", "asconfig.json"], {
    readFile: (name) => {
      try {
        return Deno.readTextFileSync(new URL(`as/${name}`, FOLDER));
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => {
      built.set(name, new Uint8Array(contents as Uint8Array));
    },
    listFiles: () => [],
  });
  assert.equal(error, null, stderr.toString());
  const bytes = built.get(config.options.outFile) ?? new Uint8Array();
  const hint = "cd core/kernels/as && deno run -A npm:assemblyscript/asc --config asconfig.json";
  assert.equal(bytes.length, COMMITTED.length, hint);
  assert.ok(bytes.every((byte, i) => byte === COMMITTED[i]), hint);
});

Deno.test("kernels: scalar.wasm imports nothing and is built without SIMD", () => {
  const module = new WebAssembly.Module(COMMITTED);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const config = Deno.readTextFileSync(new URL("as/asconfig.json", FOLDER));
  assert.ok(!config.includes("simd"));
});
