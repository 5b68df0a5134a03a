import assert from "#assert";
import { NEEDS_WHEELS, WHEEL_PORTS, wheelSchema } from "../../../../sim/sensors/wheel/config.ts";

const parse = (settings: object) => wheelSchema.parse({ type: "wheel", ...settings });

/** The path and message of what is wrong. */
function complaint(settings: object): string {
  const { error } = wheelSchema.safeParse({ type: "wheel", ...settings });
  const issue = error?.issues[0];
  return `${issue?.path.join(".")}: ${issue?.message}`;
}

Deno.test("wheels put out all four streams, without any error, where nothing is said", () => {
  const config = parse({});
  assert.deepEqual(Object.keys(config.outputs), [...WHEEL_PORTS]);
  assert.deepEqual(config.radius_error, [0, 0]);
  assert.deepEqual(NEEDS_WHEELS.filter(([, isUsed]) => isUsed(config)).map(([name]) => name), [
    "outputs",
  ]);
  assert.deepEqual([config.rate_hz, config.latency_ms, config.latency_jitter_ms], [50, 7, 0.5]);
});

Deno.test("streams are a list, or a map to topics; radius errors one number or two", () => {
  assert.deepEqual(parse({ outputs: ["odom"] }).outputs, { odom: "" });
  assert.deepEqual(parse({ outputs: { odom: "/o", joint_states: "/j" } }).outputs, {
    odom: "/o",
    joint_states: "/j",
  });
  assert.deepEqual(parse({ radius_error: 0.02 }).radius_error, [0.02, 0.02]);
  assert.deepEqual(parse({ radius_error: [0.02, -0.01] }).radius_error, [0.02, -0.01]);
});

Deno.test("every setting that needs wheels is told apart from one that doesn't", () => {
  const used: Record<string, object> = {
    outputs: {},
    ticks_per_revolution: { ticks_per_revolution: 1 },
    radius_error: { radius_error: [0, 0.1] },
    radius_error_sd: { radius_error_sd: 0.1 },
    track_error: { track_error: -0.1 },
    slip_ratio: { slip_ratio: -0.1 },
    slip_noise_m_sqrt_m: { slip_noise_m_sqrt_m: 0.1 },
  };
  assert.deepEqual(NEEDS_WHEELS.map(([name]) => name).sort(), Object.keys(used).sort());
  for (const [name, isUsed] of NEEDS_WHEELS) {
    assert.ok(isUsed(parse(used[name]!)), name);
    const bare = { outputs: ["odom"], forward_noise_density_m_s_sqrt_hz: 1 };
    assert.ok(!isUsed(parse(bare)), name);
  }
});

Deno.test("what makes no sense is refused, and the place is named", () => {
  assert.match(complaint({ outputs: [] }), /^outputs/);
  assert.match(complaint({ outputs: { odom: "odom" } }), /^outputs/);
  assert.match(complaint({ outputs: ["odometry"] }), /^outputs/);
  assert.match(complaint({ radius_error: -1 }), /^radius_error/);
  assert.match(complaint({ ticks_per_revolution: 0.5 }), /^ticks_per_revolution/);
  assert.match(complaint({ slip_noise_m_sqrt_m: -1 }), /^slip_noise_m_sqrt_m/);
  assert.match(complaint({ rate_hz: 0 }), /^rate_hz/);
  assert.match(complaint({ slip_ratio: -1 }), /^slip_ratio/);
  assert.match(complaint({ covariance: "perfect" }), /^covariance/);
  assert.match(complaint({ ticks: 1 }), /Unrecognized key/);
  assert.match(complaint({ position_m: [0, 0, 1] }), /^position_m: wheels speak of base_link/);
  assert.match(complaint({ rotation_deg: [0, 0, 1] }), /^rotation_deg: wheels speak of/);
  assert.equal(wheelSchema.safeParse({ type: "wheel", position_m: [0, 0, 0] }).success, true);
});
