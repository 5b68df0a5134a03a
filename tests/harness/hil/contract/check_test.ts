import assert from "#assert";
import { checkContract, parseAccept } from "../../../../harness/hil/contract/check.ts";
import { InputError } from "../../../../harness/errors.ts";
import { scene, type Stage, stage } from "../scenes.ts";

async function checked(at: Stage, accept: string[] = []) {
  await at.session.meet();
  const words = parseAccept(accept, at.session.options.plan);
  return await checkContract(at.session, { listenS: 1, accept: words });
}

const differing = (rows: Awaited<ReturnType<typeof checked>>) =>
  rows.filter(({ verdict }) => verdict !== "same")
    .map(({ sensor, what, verdict }) => `${sensor}.${what} ${verdict}`);

Deno.test("hardware that stands is held to the simulated streams, by every topic that is real", async () => {
  const rows = await checked(stage(await scene()));
  assert.deepEqual([...new Set(rows.map(({ topic }) => topic))], [
    ...["/imu/data", "/wheel_velocity_stamped"],
  ]);
  // Its wheels state what simulated ones say is not measured; it has no noise, as the simulated one.
  assert.ok(!differing(rows).some((one) => one.endsWith("stops")), `${differing(rows)}`);
  assert.ok(rows.some(({ what, hardware }) => what === "rate" && hardware === "100 Hz"));
});

Deno.test("what nodes ask for is compared with what hardware offers", async () => {
  const at = stage(await scene());
  const writer = at.graph.writers.find(({ topic }) => topic === "/wheel_velocity_stamped")!;
  Object.assign(writer.qos, { reliability: "best_effort" });
  const rows = await checked(at);
  const qos = rows.find(({ sensor, what }) => sensor === "wheel" && what === "qos")!;
  assert.equal(qos.verdict, "stops");
  assert.match(qos.why!, /^fusion gets nothing: best_effort is offered, reliable asked for/);
});

Deno.test("for somebody else's system it is what that asks for", async () => {
  const at = stage(await scene(), { sut: "external:odom" });
  const theirs = at.graph.node("/theirs");
  theirs.teller("/odom", "nav_msgs/msg/Odometry");
  const qos = { reliability: "reliable", durability: "volatile", depth: 1 } as const;
  theirs.subscribe({ topic: "/imu/data", type: "sensor_msgs/msg/Imu", qos }, () => {});
  const rows = await checked(at);
  const row = rows.find(({ sensor, what }) => sensor === "imu" && what === "qos")!;
  assert.match(row.why!, /^\/theirs gets nothing/);
});

Deno.test("a topic that says nothing stops, unless that is accepted", async () => {
  const silent = async (accept: string[]) => {
    const at = stage(await scene());
    at.hardware.silent.add("/imu/data");
    return differing(await checked(at, accept)).filter((one) => one.startsWith("imu"));
  };
  assert.deepEqual(await silent([]), ["imu.messages stops"]);
  assert.deepEqual(await silent(["imu.messages"]), ["imu.messages accepted"]);
});

Deno.test("--accept names what there is", async () => {
  const { session: { options: { plan } } } = stage(await scene());
  assert.deepEqual([...parseAccept(["rate", "imu.frame_id"], plan)], ["rate", "imu.frame_id"]);
  for (const [word, near] of [["rat", "rate"], ["imu.frame", "imu.frame_id"]]) {
    assert.throws(() => parseAccept([word!], plan), (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(
        error.message,
        new RegExp(`nothing is called "${word}"; did you mean "${near}"`),
      );
      return true;
    });
  }
  assert.throws(() => parseAccept(["mag.rate"], plan), InputError, "mag is not real");
});
