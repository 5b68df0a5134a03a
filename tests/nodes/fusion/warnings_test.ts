import assert from "#assert";
import { EV, IMU, KIND, MAG, RECORD, WHEEL } from "../../../core/fusion/event.ts";
import { type CovarianceMode, defaultSettings } from "../../../core/fusion/settings.ts";
import type { Log } from "../../../runtime/node.ts";
import { Warnings } from "../../../nodes/fusion/warnings.ts";

/** Warnings, and what was said, each line with its level. */
function warnings(mode: CovarianceMode = "auto") {
  const said: string[] = [];
  const level = (name: string) => (text: string) => void said.push(`${name} ${text}`);
  const log = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((name) => [name, level(name)]),
  ) as unknown as Log;
  const settings = defaultSettings();
  settings.imu.covariance = mode;
  return { warnings: new Warnings(log, settings), said, settings };
}

function record(kind: number, fields: Record<number, number>, time = 0): Float64Array {
  const r = new Float64Array(RECORD);
  r.fill(NaN, IMU.rateVariance, IMU.yawVariance + 1);
  r[EV.kind] = kind;
  r[EV.time] = time;
  for (const [at, value] of Object.entries(fields)) r[Number(at)] = value;
  return r;
}

/** Two IMU records 10 ms apart: what one is worth depends on the rate. */
function imuTwice(w: Warnings, fields: Record<number, number>, from = 0): void {
  for (const time of [from, from + 1e7]) w.covariance("imu", record(KIND.imu, fields, time));
}

Deno.test("covariance(): a driver's fiction is said in one line a topic, once", () => {
  const { warnings: w, said } = warnings();
  for (let k = 0; k < 5; k++) {
    imuTwice(
      w,
      { [IMU.rateVariance]: 1, [IMU.forceVariance]: 1, [IMU.tiltVariance]: 0.1 },
      k * 1e8,
    );
    w.covariance("wheel", record(KIND.wheel, { [WHEEL.variance]: 1e-9 }));
    w.covariance("mag", record(KIND.mag, { [MAG.variance]: 1e-3 }));
  }
  assert.equal(said.length, 3);
  assert.match(
    said[0]!,
    /^info imu: stated variances .* not within a factor 100 .*: angular velocity 1\.00 \(0\.00000900\), roll and pitch 0\.100 \(0\.000305\)$/,
  );
  assert.match(said[1]!, /^info wheel: .*: speed 1\.00e-9 \(0\.00250\)$/);
  assert.match(said[2]!, /^info mag: .*: magnetic field 0\.00100 \(1\.00e-12\)$/);
});

Deno.test("covariance(): silence about what is plausible, unknown, or never used", () => {
  const { warnings: w, said } = warnings();
  imuTwice(w, { [IMU.rateVariance]: 1e-5 });
  w.covariance("wheel", record(KIND.wheel, { [WHEEL.variance]: NaN }));
  w.covariance("mag", record(KIND.mag, { [MAG.variance]: 2e-12 }));
  const { warnings: never, said: nothing } = warnings("parameter");
  imuTwice(never, { [IMU.rateVariance]: 1 });
  never.covariance("wheel", record(KIND.wheel, { [WHEEL.variance]: -1 }));
  const { warnings: always, said: trusting } = warnings("message");
  imuTwice(always, { [IMU.rateVariance]: 1 });
  assert.deepEqual([said, nothing, trusting], [[], [], []]);
  always.covariance("wheel", record(KIND.wheel, { [WHEEL.variance]: -1 }));
  assert.match(trusting.join(), /negative.*speed -1\.00/);
});

Deno.test("covariance(): what speaks later is judged later; a wheel's yaw rate only if it is used", () => {
  const { warnings: w, said, settings } = warnings();
  w.covariance("wheel", record(KIND.wheel, { [WHEEL.variance]: NaN }));
  w.covariance("wheel", record(KIND.wheel, { [WHEEL.variance]: 1, [WHEEL.yawRateVariance]: 1e4 }));
  assert.match(said[0]!, /speed 1\.00 \(0\.00250\)$/);
  const { warnings: other, said: more, settings: own } = warnings();
  own.wheel.useYawRate = true;
  const both = { [WHEEL.variance]: 1, [WHEEL.yawRateVariance]: 1e4 };
  other.covariance("wheel", record(KIND.wheel, both));
  assert.match(more[0]!, /yaw rate 1\.00e\+4/);
  assert.equal(settings.wheel.useYawRate, false);
});

Deno.test("clocks(): said once, where an IMU message came further from its stamp than the history", () => {
  const { warnings: w, said } = warnings();
  w.clocks(5e9);
  w.heard(5e9, 4.5e9);
  w.clocks(20e9);
  assert.deepEqual(said, [], "half a second late, then a pause: one clock");
  w.heard(21e9, 7e9);
  for (let k = 0; k < 3; k++) w.clocks(21.5e9);
  assert.equal(said.length, 1);
  assert.match(
    said[0]!,
    /^warn .*says 21\.500 s; imu\/data that came at 21\.000 s is stamped 7\.000/,
  );
  assert.match(said[0]!, /Two clocks, 14\.0 s apart/);
});
