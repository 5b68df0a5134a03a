import assert from "#assert";
import { InputError, Interrupted } from "../../../harness/errors.ts";
import { replay, type ReplayOptions } from "../../../harness/replay/replay.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { createRecorder, openLog } from "../../../runtime/bag/mod.ts";
import { SCENARIO, scenarioOf, TEST_CATALOGUE } from "../fixtures.ts";

/** Runs a scenario and gives its result and its recording. */
async function recorded(yaml: string = SCENARIO, seed = 1) {
  const chunks: Uint8Array[] = [];
  const sink = { write: (bytes: Uint8Array) => void chunks.push(bytes.slice()), close() {} };
  const record = (metadata: Record<string, string>) => createRecorder(sink, { metadata });
  const result = await runScenario(await scenarioOf(yaml), { seed, record });
  const bytes = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
  return { result, bytes };
}

/** Replays a recording to `spinner`. */
async function replayed(bytes: Uint8Array, options: Partial<ReplayOptions> = {}) {
  const log = await openLog(bytes);
  try {
    return await replay(log, { nodes: ["spinner"], table: TEST_CATALOGUE.nodes, ...options });
  } finally {
    log.close();
  }
}

/** Some of its problems must match. */
function refusal(pattern: RegExp) {
  return (error: Error) => {
    if (!(error instanceof InputError)) throw error;
    assert.match(error.message, pattern);
    return true;
  };
}

const MOVED = `seed: 5
${
  SCENARIO.replace(
    "gain: 1 }",
    "gain: 1.5, initial_position_sd: 0.5, initial_velocity_sd: 0, initial_orientation_sd: 0 }, initial: drawn, compute_ms: { mean: 3, sd: 2 }, remap: { wheel_velocity: wheel_velocity_stamped }",
  )
}`;

for (const [what, yaml] of [["plain", SCENARIO], ["with everything set", MOVED]] as const) {
  Deno.test(`replay() of a recording gives the outputs of its run: ${what}`, async () => {
    const { result, bytes } = await recorded(yaml, 3);
    const again = await replayed(bytes);
    for (const topic of ["/odom", "/note", "/diagnostics"]) {
      assert.deepEqual(again.topics[topic], result.topics[topic], topic);
    }
    assert.deepEqual(Object.keys(again.topics), ["/diagnostics", "/note", "/odom"]);
    assert.equal(again.seed, null);
    assert.deepEqual(again.checks, []);
    assert.deepEqual(again.warnings, []);
    assert.equal(again.inputs!["/imu/data"]!.count, result.topics["/imu/data"]!.count);
  });
}

Deno.test("replay(): the same recording has the same bytes", async () => {
  const [one, two] = [await recorded(), await recorded()];
  assert.deepEqual(one.bytes, two.bytes);
});

Deno.test("replay(): parameters of the user go over those of the recording", async () => {
  const { result, bytes } = await recorded();
  const changed = await replayed(bytes, { params: ["gain=2"] });
  assert.notEqual(changed.topics["/odom"]!.digest, result.topics["/odom"]!.digest);
  const named = await replayed(bytes, { params: ["spinner.gain=2"] });
  assert.equal(named.digest, changed.digest);
  await assert.rejects(replayed(bytes, { params: ["gian=2"] }), /did you mean "gain"/);
});

Deno.test("replay() names what is missing, unknown, or of another type", async () => {
  const { bytes } = await recorded();
  const map = (from: string, to: string) => ({ map: new Map([[from, to]]) });
  const partly = await replayed((await recorded(SCENARIO.replace(/ {2}wheel: .*\n/, ""))).bytes);
  assert.match(
    partly.warnings.join(),
    /no topic for \/wheel_velocity \(geometry_msgs\/msg\/Twist or/,
  );
  await assert.rejects(
    replayed(bytes, map("/imu/dat", "/imu/data")),
    refusal(
      /^--map \/imu\/dat=\/imu\/data: .* has no topic \/imu\/dat; did you mean "\/imu\/data"\?$/,
    ),
  );
  await assert.rejects(
    replayed(bytes, map("/imu/data", "/imu")),
    refusal(/^--map \/imu\/data=\/imu: no node reads \/imu; did you mean "\/imu\/data"\?$/),
  );
  await assert.rejects(
    replayed(bytes, map("/clock", "/imu/data")),
    refusal(/\/clock is rosgraph_msgs\/msg\/Clock; expected sensor_msgs\/msg\/Imu$/),
  );
  await assert.rejects(
    replayed(bytes, { nodes: ["spiner"] }),
    refusal(/^--node: unknown node "spiner"; did you mean "spinner"\?$/),
  );
  const none = (await recorded(SCENARIO.replace(/sensors:[^]*/, "checks: {}\n"))).bytes;
  await assert.rejects(
    replayed(none),
    refusal(/none of the topics that spinner needs is in the log/),
  );
});

Deno.test("replay() feeds a mapped topic instead of the node's own", async () => {
  const { bytes } = await recorded();
  const result = await replayed(bytes, {
    map: new Map([["/wheel_velocity_stamped", "/wheel_velocity"]]),
  });
  assert.equal(
    result.inputs!["/wheel_velocity_stamped"]!.type,
    "geometry_msgs/msg/TwistWithCovarianceStamped",
  );
  assert.equal(result.inputs!["/wheel_velocity"], undefined);
});

Deno.test("replay() stops when it is asked to, and closes its recording", async () => {
  const { bytes } = await recorded(SCENARIO.replace("duration_s: 3", "duration_s: 150"));
  const controller = new AbortController();
  const chunks: Uint8Array[] = [];
  let closed = 0;
  const sink = {
    write: (part: Uint8Array) => void chunks.push(part.slice()),
    close: () => void closed++,
  };
  const stopped = replayed(bytes, {
    signal: controller.signal,
    onTurn: () => controller.abort(),
    record: (metadata, epoch) => createRecorder(sink, { metadata, epoch }),
  });
  await assert.rejects(stopped, Interrupted);
  assert.equal(closed, 1);
  const log = await openLog(new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer()));
  assert.deepEqual(log.warnings, [], "footer and summary are there");
  assert.ok(log.messageCount > 0 && log.end < 140e9, `${log.messageCount} until ${log.end}`);
  log.close();
});
