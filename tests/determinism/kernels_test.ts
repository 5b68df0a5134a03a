/** The committed WASM is what its sources compile to, and can do nothing that differs by machine. */
import assert from "#assert";
import { main } from "assemblyscript/asc";

const FOLDER = new URL("../../core/kernels/", import.meta.url);

/** The compiler's settings of each kernel: one file a .wasm. */
const CONFIGS = [...Deno.readDirSync(new URL("as/", FOLDER))]
  .map(({ name }) => name).filter((name) => name.endsWith(".json")).sort();

function configOf(name: string): { options: { outFile: string; enable?: string[] } } {
  return JSON.parse(Deno.readTextFileSync(new URL(`as/${name}`, FOLDER)));
}

function committed(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(`as/${configOf(name).options.outFile}`, FOLDER));
}

for (const name of CONFIGS) {
  const file = configOf(name).options.outFile.replace("../", "");

  Deno.test(`kernels: the committed ${file} is its sources, compiled`, async () => {
    const built = new Map<string, Uint8Array>();
    const { error, stderr } = await main(["--config", name], {
      readFile: (path) => {
        try {
          return Deno.readTextFileSync(new URL(`as/${path}`, FOLDER));
        } catch {
          return null;
        }
      },
      writeFile: (path, contents) => {
        built.set(path, new Uint8Array(contents as Uint8Array));
      },
      listFiles: () => [],
    });
    assert.equal(error, null, stderr.toString());
    const bytes = built.get(configOf(name).options.outFile) ?? new Uint8Array();
    const hint = `cd core/kernels/as && deno run -A npm:assemblyscript/asc --config ${name}`;
    const expected = committed(name);
    assert.equal(bytes.length, expected.length, hint);
    assert.ok(bytes.every((byte, i) => byte === expected[i]), hint);
  });

  Deno.test(`kernels: ${file} imports nothing and has no relaxed SIMD`, () => {
    assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(committed(name))), []);
    assert.ok(!configOf(name).options.enable?.includes("relaxed-simd"));
  });
}

Deno.test("kernels: every .wasm has its settings, and scalar.wasm is built without SIMD", () => {
  const files = [...Deno.readDirSync(FOLDER)].map((entry) => entry.name);
  const built = CONFIGS.map((name) => configOf(name).options.outFile.replace("../", ""));
  assert.deepEqual(built.sort(), files.filter((name) => name.endsWith(".wasm")).sort());
  assert.ok(!configOf("asconfig.json").options.enable?.includes("simd"));
});
