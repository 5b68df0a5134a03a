import assert from "#assert";
import { resolve } from "#path";
import { InputError } from "../../../harness/errors.ts";
import {
  copyFile,
  findScenario,
  insideFolder,
  loadModule,
  readResults,
  readText,
  scenarioNames,
  userPath,
  writablePath,
  writeText,
} from "../../../harness/host/files.ts";
import { inFolder } from "../../runtime/bag/samples.ts";

/** What the file system is asked is refused in one line. */
async function refused(asked: Promise<unknown>, expected: RegExp | string): Promise<void> {
  await assert.rejects(asked, (error: Error) => {
    if (!(error instanceof InputError)) throw error;
    assert.equal(error.problems.length, 1);
    assert.doesNotMatch(error.message, /\n/);
    if (typeof expected === "string") assert.equal(error.message, expected);
    else assert.match(error.message, expected);
    return true;
  });
}

Deno.test("userPath() is relative to where the user stands, which deno task tells", async () => {
  const script = `import { userPath } from "./harness/host/files.ts";
    console.log(JSON.stringify(["a/b.yaml", "../c", "/d", "."].map(userPath)));`;
  const asked = (env: Record<string, string>) =>
    new Deno.Command(Deno.execPath(), { args: ["eval", script], env, stderr: "inherit" }).output();
  const { stdout } = await asked({ INIT_CWD: "/somewhere/else" });
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), [
    ...["/somewhere/else/a/b.yaml", "/somewhere/c", "/d", "/somewhere/else"],
  ]);
});

Deno.test({
  name: "userPath() without the right to ask takes the current folder",
  permissions: { env: false, read: true },
  fn: () => assert.equal(userPath("a"), resolve(Deno.cwd(), "a")),
});

Deno.test("readText() gives the text, without a byte order mark", async () => {
  await inFolder(async (folder) => {
    const text = "name: größe\n# 𝛑\r\n";
    Deno.writeTextFileSync(`${folder}/a.yaml`, text);
    assert.equal(await readText(`${folder}/a.yaml`), text);
    Deno.writeTextFileSync(`${folder}/b.yaml`, `\uFEFF${text}`);
    assert.equal(await readText(`${folder}/b.yaml`), text);
    Deno.writeTextFileSync(`${folder}/c.yaml`, "");
    assert.equal(await readText(`${folder}/c.yaml`), "");
  });
});

Deno.test("readText() refuses what is no text file of bearable size, by the user's name", async () => {
  await inFolder(async (folder) => {
    const at = (name: string) => `${folder}/${name}`;
    Deno.writeFileSync(at("full"), new Uint8Array(4 << 20).fill(0x61));
    assert.equal((await readText(at("full"))).length, 4 << 20);
    Deno.writeFileSync(at("large"), new Uint8Array((4 << 20) + 1).fill(0x61));
    await refused(readText(at("large"), "L"), "L: more than 4194304 bytes");
    Deno.writeFileSync(at("binary"), new Uint8Array([0x61, 0xc3, 0x28]));
    await refused(readText(at("binary"), "B"), "B: not UTF-8 text");
    await refused(readText(folder, "F"), "F: is a folder; expected a file");
    await refused(readText(at("none"), "N"), "N: no such file");
    await refused(readText(at("none")), `${at("none")}: no such file`);
    await refused(readText(at("full/below")), `${at("full/below")}: no such file`);
    await refused(readText(at("x".repeat(300)), "X"), "X: File name too long");
    await refused(readText(at("a\0b"), "0"), /^0: file name contained an unexpected NUL byte$/);
  });
});

Deno.test({
  name: "readText() refuses a device without end and a loop of links (not on Windows)",
  ignore: Deno.build.os === "windows",
  async fn() {
    await refused(readText("/dev/zero", "Z"), "Z: more than 4194304 bytes");
    await inFolder(async (folder) => {
      Deno.symlinkSync(`${folder}/a`, `${folder}/b`);
      Deno.symlinkSync(`${folder}/b`, `${folder}/a`);
      await refused(readText(`${folder}/a`, "A"), "A: Too many levels of symbolic links");
    });
  },
});

Deno.test({
  name: "readText() says which right is missing",
  permissions: { read: false },
  fn: () => refused(readText("deno.json", "D"), /^D: Requires read access to "deno.json", run/),
});

Deno.test("insideFolder() finds a file beside the one that names it, and none elsewhere", async () => {
  await inFolder(async (folder) => {
    const at = (name: string) => `${Deno.realPathSync(folder)}/${name}`;
    Deno.mkdirSync(at("in/deep"), { recursive: true });
    for (const name of ["in/deep/a.tum", "in/b.tum", "out.tum"]) {
      Deno.writeTextFileSync(at(name), "");
    }
    const scenario = at("in/s.yaml");
    assert.equal(await insideFolder(scenario, "deep/a.tum"), at("in/deep/a.tum"));
    assert.equal(await insideFolder(scenario, "deep/../b.tum"), at("in/b.tum"));
    assert.equal(await insideFolder(scenario, at("in/b.tum")), at("in/b.tum"));
    const outside = /: leads out of the scenario's folder; expected a file inside it$/;
    await refused(insideFolder(scenario, "../out.tum"), outside);
    await refused(insideFolder(scenario, at("out.tum")), outside);
    await refused(insideFolder(scenario, "."), outside);
    await refused(insideFolder(scenario, "none.tum"), "none.tum: no such file");
    if (Deno.build.os === "windows") return; // links need rights there
    Deno.symlinkSync(at("out.tum"), at("in/link.tum"));
    Deno.symlinkSync(at("in/b.tum"), at("in/deep/back.tum"));
    await refused(insideFolder(scenario, "link.tum"), outside);
    assert.equal(await insideFolder(scenario, "deep/back.tum"), at("in/b.tum"));
  });
});

Deno.test("loadModule() imports a module of the user's own, whatever its name has in it", async () => {
  await inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/in`);
    for (const name of ["a b#1.ts", "100%25.ts"]) {
      Deno.writeTextFileSync(`${folder}/in/${name}`, `export const here: string = "${name}";\n`);
      assert.equal((await loadModule(`${folder}/in/s.yaml`, name)).here, name);
    }
    Deno.writeTextFileSync(`${folder}/out.ts`, "");
    await refused(
      loadModule(`${folder}/in/s.yaml`, "../out.ts"),
      /^\.\.\/out\.ts: lies outside of /,
    );
    await refused(loadModule(`${folder}/in/s.yaml`, "no.ts"), "no.ts: no such file");
  });
});

Deno.test("scenarioNames() lists the folder, findScenario() tells names from paths", async () => {
  const files = [...Deno.readDirSync("scenarios")].map(({ name }) => name)
    .filter((name) => /\.(yaml|ts)$/.test(name));
  const names = scenarioNames();
  assert.deepEqual(names, files.map((name) => name.replace(/\.\w+$/, "")).sort());
  assert.ok(names.includes("warehouse_loop"), "the default of sim");
  for (const name of names) {
    const { named, path } = findScenario(name);
    assert.ok(files.includes(named.replace("scenarios/", "")), named);
    assert.equal(path, resolve(named));
    assert.ok(
      (await readText(path)).includes(`name: ${name}\n`),
      "a file is named as its scenario",
    );
  }
  const home = userPath(".");
  for (const path of ["./warehouse_loop", "a/b", "w.yaml", "w.yml", "w.ts", "/x/y.yaml"]) {
    assert.deepEqual(findScenario(path), { named: path, path: resolve(home, path) });
  }
});

Deno.test("findScenario() has the nearest name for a wrong one", () => {
  const message = (name: string) => {
    try {
      findScenario(name);
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
  };
  assert.equal(message("warehouse"), 'no scenario "warehouse"; did you mean "warehouse_loop"?');
  assert.equal(
    message("wharehouse_lop"),
    'no scenario "wharehouse_lop"; did you mean "warehouse_loop"?',
  );
  assert.match(message("zzz")!, /^no scenario "zzz"; known: .*consistency/);
  assert.match(message("")!, /^no scenario ""; known: /);
});

Deno.test("writablePath() answers where a file may be made, and makes nothing", async () => {
  await inFolder(async (folder) => {
    const at = (name: string) => `${folder}/${name}`;
    assert.equal(await writablePath(at("new.mcap"), "--record"), at("new.mcap"));
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    Deno.writeTextFileSync(at("old"), "kept");
    assert.equal(await writablePath(at("x/../old"), "--record"), at("old"));
    assert.equal(Deno.readTextFileSync(at("old")), "kept");
    const refuse = (path: string, said: string) =>
      refused(writablePath(path, "--record"), `--record ${path}: ${said}`);
    await refuse(at("no/new"), `no such folder ${at("no")}`);
    await refuse(at("old/new"), `no such folder ${at("old")}`);
    await refuse(folder, "is a folder; expected a file");
    await refused(writablePath("", "--record"), "--record: expected the name of a file");
  });
});

Deno.test({
  name: "writablePath() says which right is missing",
  permissions: { read: false },
  fn: () => refused(writablePath("/tmp/a", "--record"), /^--record: Requires read access to /),
});

Deno.test("writeText() writes a file whole, by path or URL", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a b.json`;
    await writeText(path, "long text");
    await writeText(new URL(`file://${encodeURI(path)}`), "ä");
    assert.equal(Deno.readTextFileSync(path), "ä");
    await refused(writeText(`${folder}/no/a`, ""), `${folder}/no/a: no such file`);
    await refused(writeText(folder, ""), /: Is a directory$/);
  });
});

Deno.test("readResults(): a results file may be larger than any scenario", async () => {
  await inFolder(async (folder) => {
    Deno.writeFileSync(`${folder}/r.jsonl`, new Uint8Array((4 << 20) + 1).fill(0x61));
    assert.equal((await readResults(`${folder}/r.jsonl`)).length, (4 << 20) + 1);
    await refused(readResults(`${folder}/none`), `${folder}/none: no such file`);
  });
});

Deno.test("copyFile(): copies, tells when there is nothing, leaves a file that is there alone", async () => {
  await inFolder(async (folder) => {
    const [a, b] = [`${folder}/a`, `${folder}/b`];
    Deno.writeTextFileSync(a, "text");
    assert.equal(await copyFile(a, b), true);
    assert.equal(await readText(b), "text");
    assert.equal(await copyFile(b, `${folder}/x/../b`), true);
    assert.equal(await readText(b), "text");
    for (const none of [`${folder}/none`, folder]) assert.equal(await copyFile(none, b), false);
    await refused(copyFile(a, `${folder}/none/a`), /none\/a: no such file$/);
  });
});
