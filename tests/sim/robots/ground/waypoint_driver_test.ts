import assert from "#assert";
import { type Waypoint, WaypointDriver } from "../../../../sim/robots/ground/waypoint_driver.ts";

const STYLE = {
  limits: {
    speed: { rate: 1, rateChange: 5 },
    maxSpeed: 1,
    turn: { rate: 3, rateChange: 30 },
    maxTurn: 1.5,
  },
  maxYawRate: 1.5,
  maxCurvature: Infinity,
  maxLateralAcceleration: 1,
  lookahead: 0.5,
  turnsInPlace: true,
  loop: false,
};
const to = (x: number, y: number, more: Partial<Waypoint> = {}) => ({
  x,
  y,
  speed: 1,
  stop: 0,
  ...more,
});
const at = (x: number, y: number, yaw = 0, speed = 0) => ({
  x,
  y,
  yaw,
  speed,
  acceleration: 0,
  yawRate: 0,
  yawAcceleration: 0,
});
const demandOf = (driver: WaypointDriver, state: ReturnType<typeof at>) => {
  const demand = { speed: NaN, yawRate: NaN, curvature: NaN };
  driver.demand(state, 0.005, demand);
  return demand;
};

Deno.test("WaypointDriver drives straight, keeps a waypoint's speed and brakes for the end", () => {
  const driver = new WaypointDriver({ x: 0, y: 0 }, [to(10, 0, { speed: 0.6 })], STYLE);
  assert.equal(demandOf(driver, at(0, 0)).speed, 0.6);
  assert.equal(Math.abs(demandOf(driver, at(5, 0, 0, 0.6)).yawRate), 0);
  assert.ok(demandOf(driver, at(9.9, 0, 0, 0.3)).speed < 0.4);
  assert.equal(demandOf(driver, at(10, 0)).speed, 0);
});

Deno.test("WaypointDriver turns on the spot where the way is behind", () => {
  const driver = new WaypointDriver({ x: 0, y: 0 }, [to(-5, 1)], STYLE);
  const { speed, yawRate } = demandOf(driver, at(0, 0));
  assert.equal(speed, 0);
  assert.ok(yawRate > 1);
});

Deno.test("WaypointDriver stands as long as a waypoint says", () => {
  const driver = new WaypointDriver({ x: 0, y: 0 }, [to(1, 0, { stop: 0.1 }), to(2, 0)], STYLE);
  let steps = 0;
  while (demandOf(driver, at(1, 0)).speed === 0) steps++;
  assert.equal(steps, 20);
});

Deno.test("WaypointDriver goes round a loop, and stands without a way", () => {
  const square = [to(0, 0), to(3, 0), to(3, 3), to(0, 3)];
  const driver = new WaypointDriver({ x: 0, y: 0 }, square, { ...STYLE, loop: true });
  for (const [x, y, yaw] of [[3, 0, 0], [3, 3, 1.6], [0, 3, 3.1], [0, 0, -1.6]] as const) {
    demandOf(driver, at(x, y, yaw)); // reached: stands, and the next leg begins
    demandOf(driver, at(x, y, yaw));
  }
  assert.ok(Math.abs(demandOf(driver, at(0, 0, 0)).speed - 1) < 1e-9);
  const nowhere = new WaypointDriver({ x: 0, y: 0 }, [to(0, 0)], { ...STYLE, loop: true });
  assert.equal(demandOf(nowhere, at(0, 0)).speed, 0);
});
