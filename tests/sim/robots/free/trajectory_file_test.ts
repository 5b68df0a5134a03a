import assert from "#assert";
import fc from "fast-check";
import { parseTrajectory } from "../../../../sim/robots/free/trajectory_file.ts";

const TUM =
  "# t tx ty tz qx qy qz qw\n1700000000.10 1 2 3 0 0 0 1\r\n\n1700000000.35 4 5 6 0 0 1 0\n";
const EUROC = "#timestamp [ns],p...\n1403636580838555648,1,2,3,1,0,0,0,9,9\n" +
  "1403636580843555649,4,5,6,0,0,0,1,9,9\n";

Deno.test("parseTrajectory() reads TUM, times from the first", () => {
  const { times, positions, quaternions } = parseTrajectory(TUM, "a.tum");
  assert.equal(times[0], 0);
  assert.ok(Math.abs(times[1]! - 0.25) < 1e-12);
  assert.deepEqual([...positions], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...quaternions], [1, 0, 0, 0, 0, 0, 0, 1]);
});

Deno.test("parseTrajectory() reads EuRoC to the nanosecond", () => {
  const { times, quaternions } = parseTrajectory(EUROC, "data.csv");
  assert.equal(Math.round(times[1]! * 1e9), 5_000_001);
  assert.deepEqual([...quaternions], [1, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(parseTrajectory(EUROC, "data.csv", "euroc"), parseTrajectory(EUROC, "data.csv"));
});

Deno.test("parseTrajectory() names file, line and what it expected", () => {
  const cases: [string, RegExp][] = [
    [
      "0 1 2 3 0 0 0 1\n1 1 2 3 0 0 0\n",
      /^a:2: a TUM row is t tx ty tz qx qy qz qw, not 7 fields$/,
    ],
    ["0 1 2 3 0 0 0 1\n1 1 x 3 0 0 0 1\n", /^a:2: .*; "x" is not a number$/],
    ["0 1 2 3 0 0 0 1\n0 1 2 3 0 0 0 1\n", /^a:2: time 0 is not after the one before$/],
    ["0 1 2 3 0 0 0 2\n1 1 2 3 0 0 0 1\n", /^a:1: the quaternion's norm is not 1$/],
    ["# nothing\n", /^a: needs two poses or more, has 0$/],
    ["5,1,2,3,1,0,0\n", /^a:1: a EuRoC row is .*, not 7 fields$/],
    ["5,1,2,3,1,0,0,\n", /^a:1: .*; "" is not a number$/],
  ];
  for (const [text, pattern] of cases) {
    assert.throws(() => parseTrajectory(text, "a"), (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, pattern);
      return true;
    });
  }
});

Deno.test("parseTrajectory() takes any text without a crash", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      try {
        parseTrajectory(text, "a");
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
