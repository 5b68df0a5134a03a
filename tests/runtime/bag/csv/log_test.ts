import assert from "#assert";
import { gzipSync } from "#compress";
import type { Imu } from "../../../../msgs/types.ts";
import { openCsv } from "../../../../runtime/bag/csv/log.ts";
import { openLog } from "../../../../runtime/bag/open.ts";
import { inFolder, readAll, readLog } from "../samples.ts";

const HEADER = "t,gx,gy,gz,ax,ay,az,mx_T,my_T,mz_T,movement\n";

/** BROAD's columns, 100 Hz. */
function broad(rows: number): string {
  return HEADER +
    Array.from(
      { length: rows },
      (_, i) => `${(10 + i / 100).toFixed(6)},0.1,${i},0,0,0,9.8,1e-5,2e-5,${-i}e-6,1\n`,
    ).join("");
}

Deno.test("openCsv() reads BROAD's columns with the shipped map", async () => {
  await inFolder(async (folder) => {
    for (
      const [name, bytes] of [
        ["a.csv", new TextEncoder().encode(broad(200))],
        ["a.csv.gz", gzipSync(broad(200))],
      ] as const
    ) {
      Deno.writeFileSync(`${folder}/${name}`, bytes);
      const { log, messages } = await readLog(`${folder}/${name}`);
      assert.equal(log.format, "csv");
      assert.deepEqual(log.warnings, []);
      assert.deepEqual([log.epoch.sec, log.start, log.end], [10, 0, 1_990_000_000]);
      assert.equal(messages.length, 400);
      assert.deepEqual(log.topics.get("/imu/mag")?.count, 200);
      assert.ok(Math.abs((log.topics.get("/imu/data")?.hz ?? 0) - 100) < 1e-9);
      const imu = log.decode(messages[6]!) as Imu;
      assert.equal(imu.angular_velocity.y, 3);
      assert.deepEqual(imu.header.stamp, { sec: 10, nanosec: 30_000_000 });
      assert.equal(imu.orientation_covariance[0], -1, "BROAD gives no orientation");
      assert.equal(messages[6]?.data, undefined);
    }
  });
});

Deno.test("openCsv() reads with a map of the user's", async () => {
  await inFolder(async (folder) => {
    const columns = `${folder}/m.yaml`;
    Deno.writeTextFileSync(
      columns,
      "rate_hz: 50\ntopics: { /w: { type: geometry_msgs/msg/Twist, fields: { linear.x: v } } }\n",
    );
    Deno.writeTextFileSync(`${folder}/a.csv`, "v\n1\n2\n");
    const log = await openLog(`${folder}/a.csv`, { columns });
    const decoded = (await readAll(log)).map((read) => log.decode(read));
    assert.deepEqual(decoded.map((twist) => (twist as { linear: { x: number } }).linear.x), [1, 2]);
    assert.equal(log.topics.get("/w")?.hz, 50);
    log.close();
  });
});

Deno.test("a cut CSV gives every whole row and one warning with the byte", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.csv`;
    const text = broad(50);
    const line = text.split("\n").slice(0, 31).join("\n").length + 1;
    Deno.writeTextFileSync(path, text.slice(0, line + 7));
    const { log, messages } = await readLog(path);
    assert.equal(messages.length, 60);
    assert.deepEqual(log.warnings, [
      `${path}: byte ${line}: truncated: line 32 is cut; it and what came after it are lost`,
    ]);
  });
});

Deno.test("a cut .csv.gz gives every row that can be unpacked and one warning", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.csv.gz`;
    const packed = gzipSync(broad(5000));
    const size = Math.floor(packed.length * 0.6);
    Deno.writeFileSync(path, packed.subarray(0, size));
    const { log, messages } = await readLog(path);
    assert.ok(messages.length > 4000 && messages.length < 8000);
    assert.equal(messages.length, log.messageCount);
    assert.equal(log.warnings.length, 1);
    assert.match(log.warnings[0] ?? "", new RegExp(`byte ${size}: truncated: .* is lost`));
  });
});

Deno.test("bad CSV files are one LogError", async () => {
  await inFolder(async (folder) => {
    const cases: [text: string, expected: RegExp][] = [
      ["", /a\.csv: expected a CSV with a header line, found an empty file/],
      ["a,b\n1,2\n", /a\.csv:1: no shipped column map fits its header \(a, b\)/],
      [HEADER, /a\.csv: expected rows of numbers, found none/],
      [
        broad(3).replace("0.1,2,", "0.1,fast,"),
        /a\.csv:4: column "gy": expected a number, found "fast"/,
      ],
    ];
    for (const [text, expected] of cases) {
      Deno.writeTextFileSync(`${folder}/a.csv`, text);
      await assert.rejects(openCsv(`${folder}/a.csv`), (cause: Error) => {
        assert.equal(cause.name, "LogError");
        assert.match(cause.message, expected);
        return true;
      });
    }
    Deno.writeTextFileSync(`${folder}/a.csv.gz`, "no gzip");
    await assert.rejects(openCsv(`${folder}/a.csv.gz`), { name: "LogError" });
    await assert.rejects(openCsv(`${folder}/no.csv`), /no such file/);
    Deno.writeTextFileSync(`${folder}/a.csv`, broad(3));
    const columns = `${folder}/no.yaml`;
    await assert.rejects(openCsv(`${folder}/a.csv`, { columns }), /no\.yaml: no such file/);
  });
});

Deno.test("a file with too many numbers to keep is read twice, with the same result", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.csv`;
    Deno.writeTextFileSync(path, broad(300));
    const kept = await readAll(await openCsv(path));
    const again = await openCsv(path, { keepNumbers: 10 });
    assert.deepEqual(await readAll(again), kept);
    assert.deepEqual(await readAll(again), kept);
    again.close();
  });
});
