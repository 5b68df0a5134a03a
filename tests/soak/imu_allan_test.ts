/** The Allan deviation of an IMU's output over hours: bounds of a few per cent, also at 100 s. */
import { ALLAN_CASES, checkAllan } from "../sim/sensors/imu/allan_law.ts";

ALLAN_CASES.forEach(({ name, values }, n) => {
  Deno.test(`IMU, 8000 s: the output's Allan deviation is the requested one: ${name}`, () => {
    checkAllan(name, values, { seconds: 8000, seeds: [101 + n] });
  });
});
