import assert from "#assert";
import fc from "fast-check";
import {
  columnsOf,
  parseColumnMap,
  readColumnMap,
  SHIPPED,
  shippedMapFor,
} from "../../../../runtime/bag/csv/column_map.ts";
import { LogError } from "../../../../runtime/bag/log.ts";

const MAP = `stamp: { column: t, unit: ms }
frame: imu
topics:
  /imu/data:
    type: sensor_msgs/msg/Imu
    fields:
      angular_velocity.x: { column: gx, unit: deg/s }
      angular_velocity.y: gy
    constants: { "orientation_covariance[0]": -1 }
`;

Deno.test("parseColumnMap() reads topic, field, column, unit", () => {
  const map = parseColumnMap(MAP, "m.yaml");
  assert.equal(map.name, "m.yaml");
  assert.deepEqual(map.stamp, { column: "t", unit: "ms" });
  assert.deepEqual(map.topics["/imu/data"]?.fields, {
    "angular_velocity.x": { column: "gx", unit: "deg/s" },
    "angular_velocity.y": { column: "gy", unit: "1" },
  });
  assert.deepEqual(columnsOf(map), ["t", "gx", "gy"]);
});

Deno.test("parseColumnMap() says file, line and what was expected", () => {
  const cases: [from: string, to: string, expected: RegExp][] = [
    ["unit: ms", "unit: min", /^m\.yaml:1: stamp\.unit: .*"s"/],
    ["unit: deg/s", "unit: rpm", /^m\.yaml:7: .*expected a column's name, or .* rad\/s/],
    ["Imu\n", "Imo\n", /^m\.yaml:5: topics\.\/imu\/data\.type: /],
    ["/imu/data:", "imu:", /^m\.yaml:4: .*expected an absolute topic/],
    ["frame: imu", "farme: imu", /^m\.yaml:2: farme: unknown key; did you mean "frame"\?$/],
    ["fields:", "feilds:", /^m\.yaml:6: .*feilds: unknown key; did you mean "fields"\?$/],
    ["stamp:", "rate_hz: 0\nstamp:", /^m\.yaml:1: rate_hz: /],
    ["stamp:", "rate_hz: 10\nstamp:", /expected either stamp: .* or rate_hz/],
    ["topics:\n", "topics: [\n", /^m\.yaml:\d+: /],
  ];
  for (const [from, to, expected] of cases) {
    assert.ok(MAP.includes(from));
    assert.throws(() => parseColumnMap(MAP.replace(from, to), "m.yaml"), (cause: Error) => {
      assert.equal(cause.name, "LogError");
      assert.match(cause.message, expected);
      return true;
    });
  }
  assert.throws(() => parseColumnMap("", "m.yaml"), LogError);
});

Deno.test("parseColumnMap() ends in a map or one LogError, whatever it is given", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.tuple(fc.nat(MAP.length), fc.string({ maxLength: 4 })).map(([at, wrong]) =>
      MAP.slice(0, at) + wrong + MAP.slice(at + wrong.length)
    ),
  );
  fc.assert(
    fc.property(text, (yaml) => {
      try {
        parseColumnMap(yaml, "m.yaml");
      } catch (cause) {
        if (!(cause instanceof LogError)) throw cause;
      }
    }),
    { numRuns: 400 },
  );
});

Deno.test("the shipped maps are sound, and each is chosen by its own header", () => {
  for (const name of SHIPPED) {
    const map = readColumnMap(`runtime/bag/columns/${name}.yaml`);
    assert.equal(shippedMapFor([...columnsOf(map), "more"], "f.csv").name, `${name}.yaml`);
  }
});

Deno.test("shippedMapFor() and readColumnMap() say what is missing", () => {
  assert.throws(() => shippedMapFor(["a", "b"], "f.csv"), {
    name: "LogError",
    message: /^f\.csv:1: no shipped column map fits its header \(a, b\); give one with --columns/,
  });
  assert.throws(() => readColumnMap("no.yaml"), /^LogError: no\.yaml: no such file/);
});
