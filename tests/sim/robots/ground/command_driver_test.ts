import assert from "#assert";
import { CommandDriver } from "../../../../sim/robots/ground/command_driver.ts";

const H = 0.005;
const demanded = (driver: CommandDriver, at: number) => {
  const demand = { speed: 0, yawRate: 0, curvature: 0 };
  driver.demand(at, H, demand);
  return demand;
};

Deno.test("CommandDriver lags by its time constant", () => {
  const driver = new CommandDriver(0.1);
  driver.command(1, 0, 0);
  let speed = 0;
  for (let n = 0; n < 20; n++) speed = demanded(driver, n * 5e6).speed;
  assert.ok(Math.abs(speed - (1 - Math.exp(-1))) < 1e-12);
});

Deno.test("CommandDriver takes a command from its time on and drops it after 0.5 s of silence", () => {
  const driver = new CommandDriver(0);
  driver.command(1, 0.5, 10e6);
  assert.equal(demanded(driver, 5e6).speed, 0);
  assert.deepEqual(demanded(driver, 10e6), { speed: 1, yawRate: 0.5, curvature: 0.5 });
  assert.equal(demanded(driver, 505e6).speed, 1);
  assert.equal(demanded(driver, 510e6).speed, 0);
});

Deno.test("CommandDriver stops on a command that is no number, and steers nothing at rest", () => {
  const driver = new CommandDriver(0);
  driver.command(1, 0, 0);
  driver.command(NaN, 0, 5e6);
  assert.equal(demanded(driver, 0).speed, 1);
  const { speed, curvature } = demanded(driver, 5e6);
  assert.equal(speed, 0);
  assert.ok(Number.isNaN(curvature));
});
