import assert from "#assert";
import { orientationErrorCheck } from "../../../harness/checks/orientation_error.ts";
import { judge, straight } from "./streams.ts";

const DEG = Math.PI / 180;

Deno.test("orientation_error splits heading from inclination", () => {
  const seen = straight(() => ({ yaw: -3 * DEG, roll: 4 * DEG }));
  const value = (part: string) =>
    judge(orientationErrorCheck, { max_deg: 9, part }, { seen }).value!;
  assert.ok(Math.abs(value("heading") - 3) < 1e-9);
  assert.ok(Math.abs(value("inclination") - 4) < 1e-9);
  const total = 2 * Math.acos(Math.cos(1.5 * DEG) * Math.cos(2 * DEG)) / DEG;
  assert.ok(Math.abs(value("total") - total) < 1e-9);
});
