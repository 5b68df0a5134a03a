import assert from "#assert";
import { salvage } from "../../../../runtime/bag/rosbag2/salvage.ts";
import { inFolder } from "../samples.ts";
import { writeDb3 } from "./bags.ts";

Deno.test("salvage() copies the pages that are left, and says how many are missing", async () => {
  await inFolder((folder) => {
    const path = `${folder}/a.db3`;
    writeDb3(path, { times: Array.from({ length: 50 }, (_, i) => BigInt(i)), padding: 500 });
    assert.equal(salvage(path), undefined, "nothing is missing");
    const bytes = Deno.readFileSync(path);
    Deno.writeFileSync(path, bytes.subarray(0, bytes.length - 5000));
    const saved = salvage(path)!;
    assert.deepEqual([saved.there, saved.whole], [bytes.length - 5000, bytes.length]);
    const copy = Deno.readFileSync(saved.path);
    Deno.removeSync(saved.path);
    assert.equal(copy.length, Math.floor((bytes.length - 5000) / 4096) * 4096);
    assert.equal(new DataView(copy.buffer).getUint32(28), copy.length / 4096);
    assert.deepEqual(copy.subarray(32), bytes.subarray(32, copy.length));
  });
});

Deno.test("salvage() leaves alone what is too short to be a database", async () => {
  await inFolder((folder) => {
    Deno.writeFileSync(`${folder}/x`, new Uint8Array(50));
    assert.equal(salvage(`${folder}/x`), undefined);
    Deno.writeFileSync(`${folder}/x`, new Uint8Array(5000).fill(255));
    assert.equal(salvage(`${folder}/x`), undefined);
  });
});
