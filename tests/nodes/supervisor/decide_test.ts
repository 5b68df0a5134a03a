import assert from "#assert";
import fc from "fast-check";
import { allowed, decide, type InputState, type Mode } from "../../../nodes/supervisor/decide.ts";
import { supervisorParams } from "../../../nodes/supervisor/params.ts";

const S = 1e9;

function input(name: string, over: Partial<InputState> = {}): InputState {
  const well = { usable: true, givenUp: false, reason: undefined, guard: { safe: undefined } };
  return { name, ...well, ...over };
}
const lost = (name: string, givenUp = false) => {
  return input(name, { usable: false, givenUp, reason: "silent" });
};

const CASES: [string, InputState, InputState, InputState | undefined, Mode, RegExp][] = [
  ["all well", input("p"), input("b"), undefined, "nominal", /^ok$/],
  ["no backup", input("p"), lost("b", true), undefined, "nominal", /^ok$/],
  ["no primary", lost("p"), input("b"), undefined, "degraded", /^p: silent$/],
  ["a primary given up", lost("p", true), input("b"), undefined, "degraded", /^p: silent$/],
  [
    "a primary on its way back",
    input("p", { usable: false }),
    input("b"),
    undefined,
    ...["degraded", /^p: not healthy long enough$/] as const,
  ],
  ["neither", lost("p"), lost("b"), undefined, "fallback", /^p: silent; b: silent$/],
  ["one of two given up", lost("p", true), lost("b"), undefined, "fallback", /./],
  ["both given up", lost("p", true), lost("b", true), undefined, "safe", /^not recovered: p/],
  ["odometry lost", input("p"), input("b"), lost("o"), "fallback", /^o: silent$/],
  ["odometry given up", input("p"), input("b"), lost("o", true), "safe", /^not recovered: o/],
  ["odometry well", input("p"), input("b"), input("o"), "nominal", /^ok$/],
  [
    "an unknown error behind a primary that is well",
    input("p"),
    input("b", { guard: { safe: "TypeError: x" } }),
    undefined,
    ...["safe", /^b: TypeError: x$/] as const,
  ],
];

for (const [what, primary, backup, odometry, mode, reason] of CASES) {
  Deno.test(`decide: ${what}: ${mode}`, () => {
    const found = decide({ primary, backup, odometry });
    assert.equal(found.mode, mode);
    assert.match(found.reason, reason);
  });
}

const PARAMS = supervisorParams.parse({
  processing_parameters: { degraded: { speed_factor: 0.5, extra_distance_m: 0.5 } },
  safety_limits: { max_speed_m_s: 2, min_distance_m: 0.5, max_command_age_ms: 400 },
});
const FREE = { result: { ahead: Infinity, behind: Infinity }, at: 10 * S };
const FAST = { result: { linear: 3, angular: 0 }, at: 10 * S };

Deno.test("allowed: the mode's limits, and nothing but zeros where the robot is to stand", () => {
  const state = { command: FAST, clearance: FREE, now: 10.1 * S };
  assert.deepEqual(allowed("nominal", state, PARAMS), { linear: 2, angular: 0, by: "speed" });
  assert.deepEqual(allowed("degraded", state, PARAMS), { linear: 1, angular: 0, by: "speed" });
  for (const mode of ["fallback", "safe"] as const) {
    assert.deepEqual(allowed(mode, state, PARAMS), { linear: 0, angular: 0, by: "mode" });
  }
  const blind = { ...state, clearance: undefined };
  assert.deepEqual(allowed("nominal", blind, PARAMS), { linear: 0, angular: 0, by: "mode" });
});

Deno.test("allowed: a command is good for max_command_age", () => {
  const at = (now: number) => allowed("nominal", { command: FAST, clearance: FREE, now }, PARAMS);
  assert.equal(at(10.4 * S).linear, 2);
  assert.deepEqual(at(10.4 * S + 1), { linear: 0, angular: 0, by: "silence" });
  const none = { command: undefined, clearance: FREE, now: 10 * S };
  assert.equal(allowed("nominal", none, PARAMS).by, "silence");
});

Deno.test("allowed: the older the data and the weaker the mode, the slower near an obstacle", () => {
  const clearance = { result: { ahead: 1.5, behind: Infinity }, at: 10 * S };
  const speed = (mode: Mode, now: number) =>
    allowed(mode, { command: FAST, clearance, now }, PARAMS).linear;
  const age = fc.integer({ min: 0, max: 3e8 });
  fc.assert(fc.property(age, age, (a, b) => {
    const [young, old] = [Math.min(a, b), Math.max(a, b)].map((ns) => 10 * S + ns);
    assert.ok(speed("nominal", young!) >= speed("nominal", old!));
    assert.ok(speed("degraded", old!) < speed("nominal", old!));
    const driven = speed("nominal", old!);
    // Way during the age of the data and a period, then with full brakes: 0.5 m stay.
    const used = driven * (old! / S - 10 + 0.02) + driven * driven / 2;
    assert.ok(used <= 1 + 1e-9, `${used} m of 1 m`);
  }));
});
