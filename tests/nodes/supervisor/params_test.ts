import assert from "#assert";
import { parseParams } from "../../../runtime/params.ts";
import { supervisorParams } from "../../../nodes/supervisor/params.ts";

Deno.test("supervisor's parameters: the three sections of a robot's configuration, all with defaults", () => {
  const params = parseParams(supervisorParams, {}, "supervisor");
  assert.deepEqual(Object.keys(params), [
    ...["sensor_ranges", "processing_parameters", "safety_limits"],
  ]);
  assert.equal(params.sensor_ranges.backup.max_age_ms, 400);
  const part = { sensor_ranges: { primary: { max_m: 12 } } };
  const { primary, backup } = parseParams(supervisorParams, part, "supervisor").sensor_ranges;
  assert.deepEqual([primary.min_m, primary.max_m, backup.max_m], [0.3, 12, 30]);
});

const WRONG: [object, RegExp][] = [
  [{ sensor_ranges: { primary: { min_m: NaN } } }, /primary\.min_m: .*NaN/],
  [{ sensor_ranges: { primary: { max_m: Infinity } } }, /primary\.max_m: /],
  [{ sensor_ranges: { primary: { min_m: 5, max_m: 5 } } }, /max_m: expected min_m below max_m/],
  [{ sensor_ranges: { primary: { min_m: 31 } } }, /max_m: expected min_m below max_m/],
  [{ sensor_ranges: { primry: {} } }, /primry: unknown name; did you mean "primary"\?/],
  [
    { processing_parameters: { corridor: { min_height_m: 2 } } },
    /expected min_height_m below max_height_m/,
  ],
  [
    { processing_parameters: { recovery: { first_ms: 9000 } } },
    /expected first_ms of at most most_ms/,
  ],
  [{ processing_parameters: { degraded: { speed_factor: 1.2 } } }, /speed_factor/],
  [{ safety_limits: { max_speed_m_s: 0 } }, /max_speed_m_s/],
  [{ safety_limits: { max_speed_ms: 1 } }, /did you mean "max_speed_m_s"/],
  [{ safety_limits: { min_distance_m: -0.1 } }, /min_distance_m/],
];

for (const [params, expected] of WRONG) {
  Deno.test(`supervisor refuses ${JSON.stringify(params)}`, () => {
    assert.throws(() => parseParams(supervisorParams, params as never, "supervisor"), expected);
  });
}
