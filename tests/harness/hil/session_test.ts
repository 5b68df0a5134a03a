import assert from "#assert";
import { Interrupted } from "../../../harness/errors.ts";
import { scene, stage } from "./scenes.ts";

Deno.test("a session meets its topics, and knows which have to keep speaking", async () => {
  const { session, machine } = stage(await scene("truth: { from: topic, topic: /poses }"));
  await session.meet();
  await machine.goTo(1000);
  assert.deepEqual([...session.watched()], [
    ...[["/imu/data", "imu"], ["/wheel_velocity_stamped", "wheel"], ["/poses", "truth"]],
  ]);
  const [imu, wheel] = session.real.map(({ count }) => count);
  assert.ok(imu! >= 98 && imu! <= 100 && wheel! >= 48 && wheel! <= 50, `${imu} ${wheel}`);
  const start = await session.start();
  const behind = session.options.time.now() - start;
  assert.ok(behind >= 100e6 && behind < 140e6, `${behind} ns: half a window and a pose's period`);
  session.close();
  const before = session.real.map(({ count }) => count);
  await machine.goTo(2000);
  assert.deepEqual(session.real.map(({ count }) => count), before);
});

Deno.test("topics that nobody publishes are named, each on a line", async () => {
  const { session, graph } = stage(await scene("truth: { from: topic, topic: /mocap }"));
  graph.writers.splice(graph.writers.findIndex(({ topic }) => topic === "/imu/data"), 1);
  await assert.rejects(() => session.meet(), {
    message:
      "imu: nobody publishes /imu/data within 1 s\ntruth: nobody publishes /mocap within 1 s",
  });
});

Deno.test("truth of another type, and truth that says nothing, are named", async () => {
  const type = stage(await scene("truth: { from: topic, topic: /wheel_velocity_stamped }"));
  await assert.rejects(
    () => type.session.meet(),
    /truth: \/wheel_velocity_stamped is geometry_msgs\/msg\/TwistWithCov.*; expected nav_msgs/,
  );
  const silent = stage(await scene("truth: { from: topic, topic: /poses }"));
  silent.hardware.silent.add("/poses");
  await silent.session.meet();
  await assert.rejects(() => silent.session.start(), /truth: \/poses says no pose \(waited 1 s\)/);
});

Deno.test("a signal ends the wait", async () => {
  const { session, abort } = stage(await scene("truth: { from: topic, topic: /mocap }"));
  abort.abort();
  await assert.rejects(() => session.meet(), Interrupted);
});
