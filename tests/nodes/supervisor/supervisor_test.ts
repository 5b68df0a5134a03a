import assert from "#assert";
import { ProcessError } from "../../../core/resilience/guard.ts";
import { brakingSpeed } from "../../../core/resilience/speed_limit.ts";
import { MILLISECOND } from "../../../msgs/time.ts";
import { defineSupervisor, supervisor } from "../../../nodes/supervisor/supervisor.ts";
import type { ErasedHandlers } from "../../../runtime/node.ts";
import { bareIo } from "./bare_io.ts";
import { cloudOf, Robot, scanOf, twistOf, WELL } from "./messages.ts";

const { primary: _primary, ...NO_PRIMARY } = WELL;
const { backup: _backup, ...NO_BACKUP } = WELL;
const NOTHING = { command: 0.8 };

/** The mode that began after a moment, and how long after it, ms. */
function nextMode(robot: Robot, after: number): [string, number] | undefined {
  const found = robot.modes.find(([, at]) => at > after);
  return found && [found[0], found[1] - after];
}

Deno.test("supervisor: nominal once both are healthy; commands pass, capped, at its period", async () => {
  const robot = await Robot.start();
  await robot.feed(3000, { ...WELL, command: 7 });
  assert.deepEqual(robot.modes.map(([mode]) => mode), ["fallback", "nominal"]);
  assert.equal(robot.speeds.at(-1), 1);
  assert.equal(robot.speeds[0], 0);
  assert.equal(robot.speeds.length, 150);
  assert.deepEqual(robot.requests, []);
  assert.equal(robot.said("mode", "mode"), "nominal");
  await robot.host.close();
});

Deno.test("supervisor: a silent primary is left within max_age and a period, and comes back late", async () => {
  const robot = await Robot.start();
  await robot.feed(3000, WELL);
  const newest = robot.host.now / MILLISECOND - 150; // when the last one was measured
  await robot.feed(3000, NO_PRIMARY);
  const [mode, after] = nextMode(robot, newest)!;
  assert.equal(mode, "degraded");
  assert.ok(after > 400 && after <= 420, `after ${after} ms`);
  assert.equal(robot.speeds.at(-1), 0.4); // 0.4 of 1 m/s
  const back = robot.host.now / MILLISECOND;
  await robot.feed(6000, WELL);
  const [again, late] = nextMode(robot, back)!;
  assert.equal(again, "nominal");
  // Healthy needs five messages within a second, then it has to stay so for 2 s.
  assert.ok(late >= 2400 && late <= 2420, `after ${late} ms`);
  assert.equal(robot.speeds.at(-1), 0.8);
  await robot.host.close();
});

Deno.test("supervisor: an input that flickers does not flap", async () => {
  const robot = await Robot.start();
  await robot.feed(3000, WELL);
  for (let i = 0; i < 10; i++) {
    await robot.feed(1000, NO_PRIMARY);
    await robot.feed(1500, WELL);
  }
  assert.deepEqual(robot.modes.map(([mode]) => mode), ["fallback", "nominal", "degraded"]);
  await robot.host.close();
});

Deno.test("supervisor: neither input: the robot stands, and drives again once one is back", async () => {
  const robot = await Robot.start();
  await robot.feed(3000, WELL);
  await robot.feed(1000, NOTHING);
  assert.equal(robot.mode, "fallback");
  assert.equal(robot.speeds.at(-1), 0);
  await robot.feed(3000, NO_PRIMARY);
  assert.equal(robot.mode, "degraded");
  assert.equal(robot.speeds.at(-1), 0.4);
  await robot.host.close();
});

Deno.test("supervisor: recovery is asked for with back-off; all in vain ends in the safe state", async () => {
  const params = { processing_parameters: { recovery: { limit: 3, first_ms: 200, jitter: 0 } } };
  const robot = await Robot.start(params);
  await robot.feed(3500, WELL);
  await robot.feed(3000, NOTHING);
  assert.equal(robot.mode, "safe");
  assert.deepEqual(robot.requests.filter((one) => one.startsWith("primary")), [
    ...["primary 1", "primary 2", "primary 3"],
  ]);
  // Silent from 3.35 s on, known 400 ms later, then 200 + 400 + 800 ms of waits.
  const [, at] = robot.modes.at(-1)!;
  assert.ok(Math.abs(at - (3350 + 400 + 1400)) <= 20, `at ${at} ms`);
  // Latched: healthy inputs change nothing, nor does a wrong word.
  await robot.feed(5000, WELL);
  await robot.host.send("reset", { data: "go on" });
  await robot.feed(1000, WELL);
  assert.equal(robot.mode, "safe");
  assert.ok(robot.speeds.slice(-250).every((speed) => speed === 0));
  await robot.host.send("reset", { data: "reset" });
  await robot.feed(1000, WELL);
  assert.equal(robot.mode, "nominal");
  assert.equal(robot.speeds.at(-1), 0.8);
  await robot.host.close();
});

Deno.test("supervisor: a lone primary that is given up does no harm while the backup works", async () => {
  const robot = await Robot.start({ processing_parameters: { recovery: { limit: 1 } } });
  await robot.feed(3500, WELL);
  await robot.feed(20_000, NO_PRIMARY);
  assert.equal(robot.mode, "degraded");
  assert.equal(robot.said("primary", "given_up"), "true");
  assert.deepEqual(robot.requests, ["primary 1"]);
  await robot.feed(4000, WELL);
  assert.equal(robot.mode, "nominal");
  assert.equal(robot.said("primary", "given_up"), "false");
  await robot.host.close();
});

Deno.test("supervisor: both silent from the start: no requests before start_up, then the safe state", async () => {
  const robot = await Robot.start({ processing_parameters: { recovery: { limit: 2 } } });
  await robot.host.advance(2990);
  assert.deepEqual(robot.requests, []);
  assert.equal(robot.mode, "fallback");
  await robot.host.advance(3000);
  assert.equal(robot.mode, "safe");
  assert.deepEqual(robot.requests, ["primary 1", "backup 1", "primary 2", "backup 2"]);
  assert.ok(robot.speeds.every((speed) => speed === 0));
  await robot.host.close();
});

Deno.test("supervisor: an absent backup is asked for and given up; the primary is enough", async () => {
  const robot = await Robot.start({ processing_parameters: { recovery: { limit: 2 } } });
  await robot.feed(10_000, NO_BACKUP);
  assert.equal(robot.mode, "nominal");
  assert.deepEqual(robot.requests, ["backup 1", "backup 2"]);
  assert.equal(robot.said("backup", "given_up"), "true");
  await robot.feed(500, NOTHING);
  assert.equal(robot.mode, "fallback");
  await robot.host.close();
});

Deno.test("supervisor: near a wall it slows down to what its brakes are good for", async () => {
  const robot = await Robot.start();
  await robot.feed(3000, { ...WELL, primary: 0.85 });
  // 0.85 m from the base, 0.25 m of robot, 0.3 m to keep; 50 to 150 ms old, and a period.
  const limit = (reaction: number) => brakingSpeed(0.3, { maxDeceleration: 1, reaction });
  const speed = robot.speeds.at(-1)!;
  assert.ok(speed >= limit(0.17) - 1e-6 && speed <= limit(0.07), `${speed} m/s`);
  await robot.feed(1000, { ...WELL, primary: 0.5 });
  assert.equal(robot.speeds.at(-1), 0);
  await robot.feed(1000, { ...WELL, primary: 0.5, command: -0.5 });
  assert.equal(robot.speeds.at(-1), -0.5);
  await robot.host.close();
});

Deno.test("supervisor: no command, or one of no number, and the robot stands", async () => {
  const robot = await Robot.start();
  await robot.feed(3000, WELL);
  await robot.feed(1000, { primary: 10, backup: 10 });
  assert.equal(robot.speeds.at(-1), 0);
  await robot.feed(200, WELL);
  assert.equal(robot.speeds.at(-1), 0.8);
  await robot.host.send("command", twistOf(NaN));
  await robot.feed(100, { primary: 10, backup: 10 });
  assert.equal(robot.speeds.at(-1), 0);
  assert.equal(robot.said("mode", "bad_commands"), "1");
  await robot.host.close();
});

Deno.test("supervisor: odometry that is not sure enough, or silent, makes it stand", async () => {
  const robot = await Robot.start({ safety_limits: { max_position_sd_m: 0.5 } });
  await robot.feed(3000, { ...WELL, odometrySd: 0.1 });
  assert.equal(robot.mode, "nominal");
  await robot.feed(1500, { ...WELL, odometrySd: 0.6 });
  assert.equal(robot.mode, "fallback");
  assert.deepEqual(robot.requests, ["odometry 1", "odometry 2"]);
  await robot.feed(4000, { ...WELL, odometrySd: 0.1 });
  assert.equal(robot.mode, "nominal");
  await robot.feed(1000, WELL);
  assert.equal(robot.mode, "fallback");
  await robot.feed(1000, { ...WELL, odometrySd: NaN });
  assert.equal(robot.mode, "fallback");
  assert.ok(Number(robot.said("odometry", "data_errors")) >= 10);
  await robot.host.close();
});

Deno.test("supervisor: bad messages are counted; alone they make an input useless", async () => {
  const robot = await Robot.start();
  await robot.feed(3000, WELL);
  const { host } = robot;
  const blocked = { ...scanOf(0, 5), ranges: new Float32Array(181).fill(Infinity) };
  const unreadable = { ...cloudOf(0, 5), fields: [] };
  for (let i = 0; i < 10; i++) {
    await host.send("primary", { ...unreadable, header: cloudOf(host.now, 5).header });
    await host.send("backup", { ...blocked, header: scanOf(host.now, 5).header });
    await host.advance(100);
  }
  assert.equal(robot.mode, "fallback");
  assert.equal(robot.said("primary", "data_errors"), "10");
  assert.equal(robot.said("backup", "data_errors"), "10");
  const { message } = host.diagnostics().find(({ name }) => name === "supervisor: mode")!;
  assert.match(message, /primary: there is no field x.*backup: 0 returns in range/);
  await host.close();
});

Deno.test("supervisor: a sensor whose place is unknown is a failure at run time", async () => {
  const robot = await Robot.start();
  const { host } = robot;
  for (let i = 0; i < 20; i++) {
    await host.send("primary", cloudOf(host.now, 5, "roof"));
    await host.send("backup", scanOf(host.now, 5));
    await host.advance(100);
  }
  assert.equal(robot.mode, "degraded");
  assert.equal(robot.said("primary", "process_errors"), "20");
  assert.ok(robot.requests.includes("primary 1"));
  await host.transform("base_link", "roof", { rotation: [1, 0, 0, 0], translation: [0, 0, 0.2] });
  for (let i = 0; i < 30; i++) {
    await host.send("primary", cloudOf(host.now, 5, "roof"));
    await host.send("backup", scanOf(host.now, 5));
    await host.advance(100);
  }
  assert.equal(robot.mode, "nominal");
  await host.close();
});

Deno.test("supervisor: an error of no known class in a processing function of one's own is the safe state", async () => {
  let broken: Error | undefined;
  const robot = await Robot.start(
    {},
    defineSupervisor(() => {
      if (broken !== undefined) throw broken;
      return { ahead: Infinity, behind: Infinity };
    }),
  );
  await robot.feed(3000, WELL);
  assert.equal(robot.mode, "nominal");
  broken = new ProcessError("the map is not loaded");
  await robot.feed(200, WELL);
  assert.equal(robot.mode, "nominal"); // what it has is not too old yet
  broken = undefined;
  await robot.feed(3000, WELL);
  broken = new TypeError("undefined is not a function");
  await robot.feed(100, WELL);
  assert.equal(robot.mode, "safe");
  broken = undefined;
  await robot.feed(5000, WELL);
  assert.equal(robot.mode, "safe");
  assert.ok(robot.speeds.slice(-200).every((speed) => speed === 0));
  assert.equal(robot.said("primary", "unknown_errors"), "1");
  const { message, level } = robot.host.diagnostics()[0]!;
  assert.match(message, /primary: TypeError: undefined is not a function/);
  assert.equal(level, 2);
  await robot.host.close();
});

Deno.test("supervisor: jitter is of the seed, and of nothing else", async () => {
  const times = async (seed: number) => {
    const robot = await Robot.start({ processing_parameters: { recovery: { seed } } });
    await robot.host.advance(12_000);
    const requests = robot.host.published.filter(({ output }) => output === "recovery");
    await robot.host.close();
    return requests.map(({ at }) => at);
  };
  assert.deepEqual(await times(1), await times(1));
  assert.notDeepEqual(await times(1), await times(2));
});

Deno.test("supervisor: its clock is set back: it stands, forgets what came, and begins anew", async () => {
  const { io, modes, speeds, lines, clock } = bareIo(20_000 * MILLISECOND);
  const handlers: ErasedHandlers = await supervisor.create(supervisor.params.parse({}), io);
  const run = (ms: number) => {
    const end = clock.now + ms * MILLISECOND;
    for (; clock.now < end; clock.now += 20 * MILLISECOND) {
      const { now } = clock;
      if (now % (100 * MILLISECOND) === 0) {
        const msg = cloudOf(now - 50 * MILLISECOND, 10);
        handlers.primary!({ type: "sensor_msgs/msg/PointCloud2", msg } as never, now);
        handlers.command!(
          { type: "geometry_msgs/msg/Twist", msg: twistOf(0.5) } as never,
          now,
        );
      }
      clock.tick();
    }
  };
  run(3000);
  assert.deepEqual([modes.at(-1), speeds.at(-1)], ["nominal", 0.5]);
  clock.now = 5_000 * MILLISECOND;
  clock.tick();
  assert.deepEqual([modes.at(-1), speeds.at(-1)], ["fallback", 0]);
  assert.ok(lines.includes("the clock was set back by 17.980 s"), lines.join("; "));
  run(1000);
  assert.equal(modes.at(-1), "fallback");
  run(2000);
  assert.deepEqual([modes.at(-1), speeds.at(-1)], ["nominal", 0.5]);
  const jumps = clock.statuses()[0]!.values.find(({ key }) => key === "clock_jumps");
  assert.equal(jumps?.value, "1");
});
