import assert from "#assert";
import { InputError } from "../../../harness/errors.ts";
import { planFeeds } from "../../../harness/replay/feeds.ts";
import type { Log, LogTopic } from "../../../runtime/bag/log.ts";
import { topicsOf } from "../../../runtime/memory/node_topics.ts";
import { fusion } from "../../../nodes/fusion/fusion.ts";
import { spinner } from "../fixtures.ts";

const IMU = "sensor_msgs/msg/Imu";
const STAMPED = "geometry_msgs/msg/TwistStamped";
const COVERED = "geometry_msgs/msg/TwistWithCovarianceStamped";
const TF = "tf2_msgs/msg/TFMessage";

/** A log of nothing but topics: name to type, or to why it can't be read. */
function logOf(topics: Readonly<Record<string, string | { unreadable: string }>>): Log {
  const entries = Object.entries(topics).map(([name, said]): [string, LogTopic] => {
    const plain = { name, encoding: "cdr", count: 1, hz: 0 };
    if (typeof said === "string") return [name, { ...plain, type: said }];
    return [name, { ...plain, type: IMU, ...said }];
  });
  return { path: "drive.mcap", topics: new Map(entries) } as unknown as Log;
}

const NODES = { fusion: topicsOf(fusion) };

function plan(
  log: Log,
  map: Readonly<Record<string, string>> = {},
  nodes: Parameters<typeof planFeeds>[1]["nodes"] = NODES,
) {
  const { feeds, warnings } = planFeeds(log, { nodes, map: new Map(Object.entries(map)) });
  return { feeds: feeds.map(({ from, to, type }) => [from.name, to, type]), warnings };
}

function refused(log: Log, map: Readonly<Record<string, string>>, message: RegExp): void {
  assert.throws(() => plan(log, map), (error: Error) => {
    assert.ok(error instanceof InputError);
    assert.match(error.message, message);
    return true;
  });
}

Deno.test("planFeeds() feeds inputs by name and whatever type of several the log has", () => {
  const log = logOf({ "/imu/data": IMU, "/wheel_velocity": COVERED, "/odom": "x", "/tf": TF });
  assert.deepEqual(plan(log), {
    feeds: [["/imu/data", "/imu/data", IMU], ["/wheel_velocity", "/wheel_velocity", COVERED]],
    warnings: ["drive.mcap: no topic for /imu/mag (sensor_msgs/msg/MagneticField)"],
  });
});

Deno.test("planFeeds() renames by the map; a topic that is mapped away feeds nothing else", () => {
  const log = logOf({ "/imu/data": IMU, "/other/imu": IMU, "/cmd": STAMPED });
  const { feeds } = plan(log, { "/other/imu": "/imu/data", "/cmd": "/wheel_velocity" });
  assert.deepEqual(feeds, [
    ["/other/imu", "/imu/data", IMU],
    ["/cmd", "/wheel_velocity", STAMPED],
  ]);
  refused(logOf({ "/imu/data": IMU, "/imu/mag": IMU }), { "/imu/data": "/imu/mag" }, /MagneticF/);
});

Deno.test("planFeeds() feeds static transforms, also under another name; a bad one is a warning", () => {
  const good = { "/imu/data": IMU, "/tf_static": TF };
  assert.deepEqual(plan(logOf(good)).feeds.at(-1), ["/tf_static", "/tf_static", TF]);
  const other = plan(logOf({ "/imu/data": IMU, "/fixed": TF }), { "/fixed": "/tf_static" });
  assert.deepEqual(other.feeds.at(-1), ["/fixed", "/tf_static", TF]);
  const odd = plan(logOf({ "/imu/data": IMU, "/tf_static": "tf/msg/tfMessage" }));
  assert.equal(odd.feeds.length, 1);
  assert.equal(
    odd.warnings.at(-1),
    "drive.mcap: /tf_static is tf/msg/tfMessage; expected tf2_msgs/msg/TFMessage",
  );
  refused(logOf({ "/imu/data": IMU, "/fixed": IMU }), { "/fixed": "/tf_static" }, /\/fixed is /);
});

Deno.test("planFeeds() feeds no node what another one, or it itself, writes", () => {
  const nodes = {
    one: topicsOf(fusion),
    two: topicsOf(spinner, { namespace: "/two", remaps: { "/two/imu/data": "/odom" } }),
  };
  const log = logOf({ "/imu/data": IMU, "/odom": IMU, "/two/wheel_velocity": COVERED });
  assert.deepEqual(plan(log, {}, nodes).feeds.map(([from]) => from), [
    "/imu/data",
    "/two/wheel_velocity",
  ]);
});

Deno.test("planFeeds() wants a type that all readers of a topic take", () => {
  const nodes = { one: topicsOf(fusion), two: topicsOf(spinner, { name: "two" }) };
  const { feeds } = plan(logOf({ "/imu/data": IMU, "/wheel_velocity": COVERED }), {}, nodes);
  assert.equal(feeds.length, 2);
  assert.throws(
    () => plan(logOf({ "/wheel_velocity": STAMPED }), {}, nodes),
    /\/wheel_velocity is geometry_msgs\/msg\/TwistStamped; expected geometry_msgs\/msg\/Twist or /,
  );
});

Deno.test("planFeeds() refuses what can't be meant, with what there is", () => {
  const log = logOf({ "/imu/data": IMU, "/imu/raw": IMU, "/broken": { unreadable: "it is JSON" } });
  refused(log, { "/imu/dta": "/imu/data" }, /no topic \/imu\/dta; did you mean "\/imu\/data"/);
  refused(log, { "/imu/raw": "/imu/dat" }, /no node reads \/imu\/dat; did you mean "\/imu\/data"/);
  refused(
    log,
    { "/imu/raw": "/imu/data", "/imu/data": "/imu/data" },
    /\/imu\/data is mapped twice/,
  );
  refused(log, { "/broken": "/imu/data" }, /\/broken can't be read: it is JSON/);
  refused(
    logOf({ "/camera": "sensor_msgs/msg/Image" }),
    {},
    /none of the topics that fusion needs is in the log: \/imu\/data .*; it has \/camera; --map/,
  );
  refused(logOf({}), {}, /it has nothing/);
});
