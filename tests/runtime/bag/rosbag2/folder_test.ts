import assert from "#assert";
import { zstdCompressSync } from "#compress";
import { openLog } from "../../../../runtime/bag/open.ts";
import { openFolder } from "../../../../runtime/bag/rosbag2/folder.ts";
import { exists, inFolder, readAll, readLog } from "../samples.ts";
import { LAYOUTS, mcapOf } from "../mcap/layouts.ts";
import { writeDb3 } from "./bags.ts";

/** Three files whose log times interleave, and metadata.yaml. */
async function writeBag(
  folder: string,
  change: { mode?: string; format?: string; files?: string[]; count?: number } = {},
): Promise<void> {
  const { mode = "", format = mode === "" ? "" : "zstd", count = 6 } = change;
  const { files = ["a_0.mcap", "a_1.mcap", "a_2.mcap"] } = change;
  for (const [i, times] of [[10n, 40n], [20n, 40n], [50n, 60n]].entries()) {
    const bytes = await mcapOf(times, LAYOUTS["plain chunks"]!);
    const packed = mode === "FILE" ? zstdCompressSync(bytes) : bytes;
    Deno.writeFileSync(`${folder}/${files[i]}`, packed);
  }
  writeMetadata(folder, { storage: "mcap", files, mode, format, count });
}

function writeMetadata(
  folder: string,
  given: { storage: string; files: string[]; mode: string; format: string; count: number },
): void {
  Deno.writeTextFileSync(
    `${folder}/metadata.yaml`,
    `rosbag2_bagfile_information:
  version: 5
  storage_identifier: ${given.storage}
  relative_file_paths:
${given.files.map((file) => `    - ${file}\n`).join("")}  message_count: ${given.count}
  compression_format: "${given.format}"
  compression_mode: "${given.mode}"
`,
  );
}

Deno.test("a folder's files are read as one log, in order of (log time, file)", async () => {
  await inFolder(async (folder) => {
    await writeBag(folder);
    const { log, messages } = await readLog(folder);
    assert.equal(log.format, "rosbag2");
    assert.deepEqual(messages.map(({ at }) => at), [10, 20, 40, 40, 50, 60]);
    const said = messages.map((read) => (log.decode(read) as { data: string }).data);
    assert.deepEqual(said, ["0", "0", "1", "1", "0", "1"]);
    assert.equal(log.topics.get("/s")?.count, 6);
    assert.deepEqual(log.warnings, []);
  });
});

Deno.test("a folder of zstd files is unpacked into temporary ones, which are removed", async () => {
  await inFolder(async (folder) => {
    const files = ["a_0.mcap.zstd", "a_1.mcap.zstd", "a_2.mcap.zstd"];
    await writeBag(folder, { mode: "FILE", files });
    const before = temporary();
    const log = await openLog(folder);
    assert.equal(temporary(), before + 3);
    assert.equal((await readAll(log)).length, 6);
    log.close();
    assert.equal(temporary(), before);
    Deno.writeTextFileSync(`${folder}/${files[1]}`, "no zstd");
    await assert.rejects(openLog(folder), /a_1\.mcap\.zstd: can't read it/);
    assert.equal(temporary(), before);
  });
});

/** Temporary files of this process's user that the bag made. */
function temporary(): number {
  const place = Deno.makeTempFileSync();
  Deno.removeSync(place);
  const names = [...Deno.readDirSync(place.replace(/[^/\\]*$/, ""))].map(({ name }) => name);
  return names.filter((name) => /^dryrun_.*\.bag$/.test(name)).length;
}

Deno.test("messages that are packed one by one are unpacked", async () => {
  await inFolder(async (folder) => {
    writeDb3(`${folder}/a_0.db3`, { times: [7n, 9n], pack: (data) => zstdCompressSync(data) });
    const given = { storage: "sqlite3", files: ["a_0.db3"], mode: "MESSAGE" };
    writeMetadata(folder, { ...given, format: "zstd", count: 2 });
    const { log, messages } = await readLog(folder);
    assert.deepEqual(messages.map((read) => log.decode(read)), [{ data: "0" }, { data: "1" }]);
  });
});

Deno.test("a folder without metadata.yaml is read by its files' names, with a warning", async () => {
  await inFolder(async (folder) => {
    await writeBag(folder);
    Deno.removeSync(`${folder}/metadata.yaml`);
    const { log, messages } = await readLog(folder);
    assert.equal(messages.length, 6);
    assert.match(log.warnings.join(), /has no metadata\.yaml/);
    const { parts, warnings } = await openFolder(folder);
    assert.deepEqual([parts.length, warnings.length], [3, 1]);
    for (const part of parts) part.close();
  });
});

Deno.test("a folder that holds other than its metadata says warns", async () => {
  await inFolder(async (folder) => {
    await writeBag(folder, { count: 7 });
    const { log } = await readLog(folder);
    assert.match(log.warnings.join(), /says 7 messages, its files hold 6/);
  });
});

Deno.test("bad folders are one error with file and field", async () => {
  await inFolder(async (folder) => {
    await writeBag(folder);
    const yaml = `${folder}/metadata.yaml`;
    const text = Deno.readTextFileSync(yaml);
    const cases: [from: string, to: string, expected: RegExp][] = [
      [
        "storage_identifier: mcap",
        "storage_identifier: foo",
        /metadata\.yaml: .*storage_identifier/,
      ],
      ["a_1.mcap", "b.mcap", /b\.mcap: no such file/],
      ['mode: ""', 'mode: "FILE"', /compression_format: expected zstd, found ""/],
      ["rosbag2_bagfile_information:", "rosbag2: [", /metadata\.yaml: /],
      ["rosbag2_bagfile_information:", "other:", /metadata\.yaml: rosbag2_bagfile_information/],
    ];
    for (const [from, to, expected] of cases) {
      assert.ok(text.includes(from));
      Deno.writeTextFileSync(yaml, text.replace(from, to));
      await assert.rejects(openLog(folder), (cause: Error) => {
        assert.equal(cause.name, "LogError");
        assert.match(cause.message, expected);
        return true;
      });
    }
    assert.ok(exists(yaml));
  });
});
