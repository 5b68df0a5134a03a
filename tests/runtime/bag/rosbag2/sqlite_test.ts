import assert from "#assert";
import type { LogError } from "../../../../runtime/bag/log.ts";
import { openLog } from "../../../../runtime/bag/open.ts";
import { openSqlite } from "../../../../runtime/bag/rosbag2/sqlite.ts";
import { inFolder, readAll, readLog } from "../samples.ts";
import { writeDb3 } from "./bags.ts";

const TIMES = [5n, 3n, 5n, 3n, 4n].map((n) => 2_000_000_000n + n);

async function numbers(path: string): Promise<string[]> {
  const { log, messages } = await readLog(path);
  return messages.map((read) => (log.decode(read) as { data: string }).data);
}

Deno.test("a db3 without definitions is read by Dryrun's own, in order of (time, id)", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.db3`;
    writeDb3(path, { times: TIMES });
    assert.deepEqual(await numbers(path), ["1", "3", "4", "0", "2"]);
    const { log } = await readLog(path);
    assert.equal(log.format, "db3");
    assert.deepEqual(log.epoch, { sec: 2, nanosec: 0 });
    assert.deepEqual([log.start, log.end, log.messageCount], [3, 5, 5]);
  });
});

Deno.test("a db3 with definitions is read by those", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.db3`;
    writeDb3(path, { times: TIMES, type: "mine/msg/Text", definition: "string words\n" });
    const { log, messages } = await readLog(path);
    assert.deepEqual(log.decode(messages[0]!), { words: "1" });
    const none = `${folder}/b.db3`;
    writeDb3(none, { times: TIMES, type: "mine/msg/Text" });
    await assert.rejects(openLog(none), /\/s: type mine\/msg\/Text has no ros2msg definition/);
  });
});

Deno.test("a truncated db3 gives every row that is left, and one warning", async () => {
  await inFolder(async (folder) => {
    const whole = `${folder}/whole.db3`;
    const times = Array.from({ length: 600 }, (_, i) => 1_000_000_000n + BigInt(i) * 1000n);
    writeDb3(whole, { times, padding: 400 });
    const bytes = Deno.readFileSync(whole);
    for (const part of [0.3, 0.6, 0.9]) {
      const path = `${folder}/cut.db3`;
      const size = Math.floor(bytes.length * part);
      Deno.writeFileSync(path, bytes.subarray(0, size));
      const log = await openLog(path);
      const read = await readAll(log);
      assert.ok(read.length > 600 * (part - 0.15) && read.length < 600 * part);
      assert.equal(read.length, log.messageCount);
      assert.deepEqual(
        read.map((message) => (log.decode(message) as { data: string }).data),
        read.map((_, i) => String(i)),
      );
      assert.equal(log.warnings.length, 1);
      assert.match(log.warnings[0] ?? "", new RegExp(`byte ${size}: truncated: .* is lost`));
      log.close();
    }
    Deno.writeFileSync(whole, bytes.subarray(0, 3000));
    await assert.rejects(openLog(whole), { name: "LogError" });
  });
});

Deno.test("any damage of a db3 ends in messages or in one LogError", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.db3`;
    writeDb3(path, { times: TIMES, padding: 900 });
    const bytes = Deno.readFileSync(path);
    for (let at = 100; at < bytes.length; at += 97) {
      const wrong = bytes.slice();
      wrong.fill(0xa5, at, at + 5);
      Deno.writeFileSync(path, wrong);
      try {
        const log = await openLog(path, { allowEmpty: true });
        try {
          for (const read of await readAll(log)) log.decode(read);
        } finally {
          log.close();
        }
      } catch (cause) {
        assert.equal((cause as LogError).name, "LogError", String(cause));
      }
    }
  });
});

Deno.test("openSqlite() says what it expected", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.db3`;
    Deno.writeTextFileSync(path, "SQLite format 3\0 and then nothing of the kind".repeat(9));
    await assert.rejects(openSqlite(path), {
      name: "LogError",
      message: /a\.db3: expected a rosbag2 \.db3 \(tables topics and messages\): /,
    });
    await assert.rejects(openSqlite(`${folder}/no.db3`), /no such file/);
    Deno.writeTextFileSync(path, "SQLite format 3\0");
    await assert.rejects(openLog(path), { name: "LogError" });
  });
});
