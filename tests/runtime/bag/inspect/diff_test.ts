import assert from "#assert";
import { codecOf } from "../../../../msgs/cdr.ts";
import { reliable } from "../../../../msgs/message.ts";
import { diffLogs } from "../../../../runtime/bag/inspect/diff.ts";
import { createRecorder } from "../../../../runtime/bag/recorder.ts";
import { DATA, HAS_DATA, inFolder, NEEDS_DATA, sampleMcap } from "../samples.ts";

const text = codecOf("std_msgs/msg/String");

/** A log with these texts a second apart on /s, and messages on another topic. */
function write(path: string, texts: readonly string[], other?: string): string {
  const recorder = createRecorder(path);
  const qos = reliable(1);
  const channel = recorder.channel({ topic: "/s", type: "std_msgs/msg/String", qos });
  texts.forEach((data, i) => channel.write(i * 1e9, text.encode({ data })));
  if (other !== undefined) {
    recorder.channel({ topic: other, type: "std_msgs/msg/String", qos })
      .write(0, text.encode({ data: "" }));
  }
  recorder.close();
  return path;
}

Deno.test("diffLogs() finds nothing in logs that only differ in how they are stored", async () => {
  await inFolder(async (folder) => {
    const [a, b] = [`${folder}/a.mcap`, `${folder}/b.mcap`];
    Deno.writeFileSync(a, sampleMcap(30, { metadata: { x: "1" } }));
    Deno.writeFileSync(b, sampleMcap(30));
    assert.deepEqual(await diffLogs([a, b]), { same: true, only_a: [], only_b: [], topics: {} });
  });
});

Deno.test("diffLogs() names the first difference of each topic", async () => {
  await inFolder(async (folder) => {
    const a = write(`${folder}/a.mcap`, ["x", "y", "z"], "/a");
    const b = write(`${folder}/b.mcap`, ["x", "w", "z", "v"], "/b");
    const report = await diffLogs([a, b]);
    assert.equal(report.same, false);
    assert.deepEqual([report.only_a, report.only_b], [["/a"], ["/b"]]);
    assert.deepEqual(report.topics, {
      "/s": {
        type: ["std_msgs/msg/String", "std_msgs/msg/String"],
        count: [3, 4],
        first: { index: 1, time_s: "2.000000000", field: "data", a: '"y"', b: '"w"' },
      },
    });
  });
});

Deno.test("diffLogs() sees messages that one log lacks, on either side", async () => {
  await inFolder(async (folder) => {
    const a = write(`${folder}/a.mcap`, ["x"]);
    const b = write(`${folder}/b.mcap`, ["x", "y"]);
    const missing = { index: 1, time_s: "2.000000000", field: "(missing)" };
    const one = await diffLogs([a, b]);
    assert.deepEqual(one.topics["/s"]?.first, { ...missing, a: "none", b: "a message" });
    const two = await diffLogs([b, a]);
    assert.deepEqual(two.topics["/s"]?.first, { ...missing, a: "a message", b: "none" });
  });
});

Deno.test("diffLogs() compares absolute log times", async () => {
  await inFolder(async (folder) => {
    const paths = [1, 2].map((sec) => {
      const path = `${folder}/${sec}.mcap`;
      const recorder = createRecorder(path, { epoch: { sec, nanosec: 0 } });
      recorder.channel({ topic: "/s", type: "std_msgs/msg/String", qos: reliable(1) })
        .write(0, text.encode({ data: "x" }));
      recorder.close();
      return path;
    });
    const { topics } = await diffLogs([paths[0]!, paths[1]!]);
    assert.deepEqual(topics["/s"]?.first, {
      index: 0,
      time_s: "1.000000000",
      field: "log time",
      a: "1.000000000",
      b: "2.000000000",
    });
  });
});

Deno.test({
  name: `diffLogs() compares formats: the same bag as MCAP and as db3 ${NEEDS_DATA}`,
  ignore: !HAS_DATA,
  async fn() {
    const paths = [`${DATA}/rosbags/talker`, `${DATA}/rosbags/talker_db3`] as const;
    assert.equal((await diffLogs(paths)).same, true);
  },
});
