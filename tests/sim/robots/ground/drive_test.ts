import assert from "#assert";
import { Drive } from "../../../../sim/robots/ground/drive.ts";
import { Terrain } from "../../../../sim/world/terrain.ts";

const START = { x: 1, y: 2, yaw: 0.3, speed: 0, acceleration: 0, yawRate: 0, yawAcceleration: 0 };
const FLAT = new Terrain([]);

Deno.test("a differential drive at steady rates goes on a circle", () => {
  const limits = {
    speed: { rate: 5, rateChange: 50 },
    maxSpeed: 2,
    turn: { rate: 5, rateChange: 50 },
    maxTurn: 2,
  };
  const drive = new Drive(limits, 0, START, FLAT);
  const demand = { speed: 1, yawRate: 0.5, curvature: NaN };
  for (let n = 0; n < 400; n++) drive.step(demand, 0.005);
  const { x, y, yaw } = drive.state;
  for (let n = 0; n < 1000; n++) drive.step(demand, 0.005);
  // After 5 s: a chord of the circle of radius v/ω = 2 m.
  const cx = x - 2 * Math.sin(yaw), cy = y + 2 * Math.cos(yaw), end = yaw + 2.5;
  assert.ok(Math.abs(drive.state.yaw - end) < 1e-9);
  assert.ok(Math.abs(drive.state.x - (cx + 2 * Math.sin(end))) < 1e-9);
  assert.ok(Math.abs(drive.state.y - (cy - 2 * Math.cos(end))) < 1e-9);
});

Deno.test("an Ackermann drive turns about the rear axle's line: yaw rate = v tan δ / L", () => {
  const limits = {
    speed: { rate: 5, rateChange: 50 },
    maxSpeed: 4,
    turn: { rate: 1, rateChange: 10 },
    maxTurn: 0.5,
  };
  const drive = new Drive(limits, 2.5, START, FLAT);
  const demand = { speed: 3, yawRate: 0, curvature: Math.tan(0.2) / 2.5 };
  for (let n = 0; n < 1000; n++) drive.step(demand, 0.005);
  assert.ok(Math.abs(drive.state.yawRate - 3 * Math.tan(0.2) / 2.5) < 1e-12);
  demand.curvature = NaN; // the wheels stay as they are
  demand.speed = -1;
  for (let n = 0; n < 1000; n++) drive.step(demand, 0.005);
  assert.ok(Math.abs(drive.state.yawRate + Math.tan(0.2) / 2.5) < 1e-12);
  demand.speed = 0;
  for (let n = 0; n < 1000; n++) drive.step(demand, 0.005);
  assert.equal(drive.state.speed, 0);
  assert.equal(Math.abs(drive.state.yawRate), 0);
});
