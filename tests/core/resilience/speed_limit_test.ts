import assert from "#assert";
import fc from "fast-check";
import {
  brakingSpeed,
  limitVelocity,
  type SpeedLimits,
} from "../../../core/resilience/speed_limit.ts";

const LIMITS: SpeedLimits = {
  ...{ maxSpeed: 1, maxTurn: 2, maxDeceleration: 1, minDistance: 0.5, reaction: 0.3 },
};
const FREE = { ahead: Infinity, behind: Infinity };

Deno.test("brakingSpeed: from that speed the robot stops within the distance, and uses all of it", () => {
  const way = fc.double({ min: 1e-3, max: 100, noNaN: true });
  const deceleration = fc.double({ min: 0.1, max: 10, noNaN: true });
  const reaction = fc.double({ min: 0, max: 3, noNaN: true });
  fc.assert(fc.property(way, deceleration, reaction, (distance, maxDeceleration, reaction) => {
    const speed = brakingSpeed(distance, { maxDeceleration, reaction });
    const used = speed * reaction + speed * speed / (2 * maxDeceleration);
    assert.ok(Math.abs(used - distance) < 1e-9 * Math.max(1, distance, maxDeceleration * 9));
  }));
});

Deno.test("brakingSpeed: nothing is left, nothing is seen, nothing is known", () => {
  assert.equal(brakingSpeed(0, LIMITS), 0);
  assert.equal(brakingSpeed(-2, LIMITS), 0);
  assert.equal(brakingSpeed(NaN, LIMITS), 0);
  assert.equal(brakingSpeed(Infinity, LIMITS), Infinity);
});

Deno.test("limitVelocity: too fast a command keeps its curve", () => {
  assert.deepEqual(limitVelocity({ linear: 2, angular: 1 }, FREE, LIMITS), {
    ...{ linear: 1, angular: 0.5, by: "speed" },
  });
  assert.deepEqual(limitVelocity({ linear: -0.5, angular: 4 }, FREE, LIMITS), {
    ...{ linear: -0.25, angular: 2, by: "speed" },
  });
  assert.deepEqual(limitVelocity({ linear: 0.5, angular: -1 }, FREE, LIMITS), {
    ...{ linear: 0.5, angular: -1, by: "nothing" },
  });
});

Deno.test("limitVelocity: only the way towards an obstacle is slowed; the turn stays", () => {
  const wall = { ahead: 0.6, behind: Infinity };
  const towards = limitVelocity({ linear: 0.8, angular: 0.4 }, wall, LIMITS);
  assert.equal(towards.by, "distance");
  assert.equal(towards.linear, brakingSpeed(0.6 - 0.5, LIMITS));
  assert.equal(towards.angular, 0.4);
  const away = limitVelocity({ linear: -0.8, angular: 0.4 }, wall, LIMITS);
  assert.deepEqual(away, { linear: -0.8, angular: 0.4, by: "nothing" });
  const touching = { ahead: 0.2, behind: 0.2 };
  for (const linear of [1, -1]) {
    const stopped = limitVelocity({ linear, angular: 1 }, touching, LIMITS);
    assert.deepEqual(stopped, { linear: 0, angular: 1, by: "distance" });
  }
});

Deno.test("limitVelocity: never beyond a limit, never the other way, never more than asked", () => {
  const any = fc.double({ min: -50, max: 50, noNaN: true });
  const way = fc.double({ min: 0, max: 5, noNaN: true });
  const most = fc.double({ min: 0.1, max: 5, noNaN: true });
  fc.assert(fc.property(any, any, way, way, most, (linear, angular, ahead, behind, maxSpeed) => {
    const limits = { ...LIMITS, maxSpeed };
    const sent = limitVelocity({ linear, angular }, { ahead, behind }, limits);
    assert.ok(Math.abs(sent.linear) <= Math.min(limits.maxSpeed, Math.abs(linear)));
    assert.ok(Math.abs(sent.angular) <= Math.min(limits.maxTurn, Math.abs(angular)));
    assert.ok(sent.linear * linear >= 0 && sent.angular * angular >= 0);
    const left = (linear < 0 ? behind : ahead) - LIMITS.minDistance;
    const speed = Math.abs(sent.linear);
    assert.ok(speed * 0.3 + speed * speed / 2 <= Math.max(0, left) + 1e-9);
  }));
});

Deno.test("limitVelocity: a limit is one to the last bit", () => {
  // 0.9 / 1.0049 × 1.0049 is above 0.9 for some of these.
  for (let i = 1; i < 5000; i++) {
    const command = { linear: 0.9 + i / 1000, angular: -2 - i / 700 };
    const sent = limitVelocity(command, FREE, { ...LIMITS, maxSpeed: 0.9 });
    assert.ok(sent.linear <= 0.9 && sent.angular >= -2, `${sent.linear} ${sent.angular}`);
  }
});
