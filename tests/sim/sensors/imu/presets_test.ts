import assert from "#assert";
import { allanDeviation, expectedAllanDeviation } from "../../../../core/math/allan.ts";
import { accelerometerOf, gyroscopeOf } from "../../../../sim/sensors/imu/config.ts";
import { IMU_PRESETS } from "../../../../sim/sensors/imu/presets.ts";
import { fitNoise, hasStaticLog, staticLog } from "./static_log.ts";
import { imuConfig, imuStream } from "./streams.ts";

/** A data sheet's units in rad, m and s. A degree: an eighth of a turn is atan 1. */
const DEGREE = Math.atan(1) / 45;
const STANDARD_GRAVITY = 9.80665; // m/s², CGPM 1901
const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  "%": 1e-2,
  "Hz": 1,
  "s": 1,
  "°/s": DEGREE,
  "°/h": DEGREE / 3600,
  "°/s/√Hz": DEGREE,
  "°/s²/√Hz": DEGREE,
  "rad/s²/√Hz": 1,
  "m/s³/√Hz": 1,
  "g": STANDARD_GRAVITY,
  "mg": STANDARD_GRAVITY / 1000,
  "µg": STANDARD_GRAVITY / 1e6,
  "mg/√Hz": STANDARD_GRAVITY / 1000,
  "µg/√Hz": STANDARD_GRAVITY / 1e6,
  "µg/s/√Hz": STANDARD_GRAVITY / 1e6,
};

/** What is printed: x, y and z or one for all; `LSB per` counts steps; ± is two deviations. */
type Printed = string | readonly [string, string, string];

/** By preset and setting, as the source prints it. */
const DATA_SHEETS: Readonly<Record<string, Readonly<Record<string, Printed>>>> = {
  ideal: {},
  adis16448: {
    rate_hz: "200 Hz",
    gyroscope_noise_density: "0.0135 °/s/√Hz",
    gyroscope_random_walk: "4.0e-6 rad/s²/√Hz",
    gyroscope_turn_on_bias_rad_s: "0.5 °/s",
    gyroscope_range_rad_s: "1000 °/s",
    gyroscope_resolution_rad_s: "0.04 °/s",
    gyroscope_bandwidth_hz: "330 Hz",
    accelerometer_noise_density: "0.23 mg/√Hz",
    accelerometer_random_walk: "2.0e-4 m/s³/√Hz",
    accelerometer_turn_on_bias_m_s2: "20 mg",
    accelerometer_range_m_s2: "18 g",
    accelerometer_resolution_m_s2: "1200 LSB per g",
    accelerometer_bandwidth_hz: "330 Hz",
  },
  mpu9250: {
    rate_hz: "200 Hz",
    gyroscope_noise_density: "0.01 °/s/√Hz",
    gyroscope_gauss_markov_rad_s: "4.6 °/h",
    gyroscope_gauss_markov_time_s: "500 s",
    gyroscope_turn_on_bias_rad_s: "±5 °/s",
    gyroscope_scale_error_sd: "±3 %",
    gyroscope_misalignment_sd: "±2 %",
    gyroscope_range_rad_s: "250 °/s",
    gyroscope_resolution_rad_s: "131 LSB per °/s",
    gyroscope_bandwidth_hz: "92 Hz",
    accelerometer_noise_density: "300 µg/√Hz",
    accelerometer_gauss_markov_m_s2: "36 µg",
    accelerometer_gauss_markov_time_s: "800 s",
    accelerometer_turn_on_bias_m_s2: ["±60 mg", "±60 mg", "±80 mg"],
    accelerometer_scale_error_sd: "±3 %",
    accelerometer_misalignment_sd: "±2 %",
    accelerometer_range_m_s2: "2 g",
    accelerometer_resolution_m_s2: "16384 LSB per g",
    accelerometer_bandwidth_hz: "94 Hz",
  },
  bmi088: {
    rate_hz: "200 Hz",
    gyroscope_noise_density: "0.014 °/s/√Hz",
    gyroscope_gauss_markov_rad_s: "2 °/h",
    gyroscope_gauss_markov_time_s: "500 s",
    gyroscope_turn_on_bias_rad_s: "±1 °/s",
    gyroscope_range_rad_s: "2000 °/s",
    gyroscope_resolution_rad_s: "16.3835 LSB per °/s",
    accelerometer_noise_density: ["160 µg/√Hz", "160 µg/√Hz", "190 µg/√Hz"],
    accelerometer_gauss_markov_m_s2: "36 µg",
    accelerometer_gauss_markov_time_s: "800 s",
    accelerometer_turn_on_bias_m_s2: "±20 mg",
    accelerometer_range_m_s2: "24 g",
    accelerometer_resolution_m_s2: "1365.3333333333333 LSB per g",
  },
  mpu6050: {
    rate_hz: "200 Hz",
    gyroscope_noise_density: "0.005 °/s/√Hz",
    gyroscope_gauss_markov_rad_s: "4.6 °/h",
    gyroscope_gauss_markov_time_s: "500 s",
    gyroscope_turn_on_bias_rad_s: "±20 °/s",
    gyroscope_scale_error_sd: "±3 %",
    gyroscope_misalignment_sd: "±2 %",
    gyroscope_range_rad_s: "250 °/s",
    gyroscope_resolution_rad_s: "131 LSB per °/s",
    gyroscope_bandwidth_hz: "256 Hz",
    accelerometer_noise_density: "400 µg/√Hz",
    accelerometer_gauss_markov_m_s2: "36 µg",
    accelerometer_gauss_markov_time_s: "800 s",
    accelerometer_turn_on_bias_m_s2: ["±50 mg", "±50 mg", "±80 mg"],
    accelerometer_scale_error_sd: "±3 %",
    accelerometer_misalignment_sd: "±2 %",
    accelerometer_range_m_s2: "2 g",
    accelerometer_resolution_m_s2: "16384 LSB per g",
    accelerometer_bandwidth_hz: "260 Hz",
  },
  mpu6050_measured: {
    rate_hz: "99.317 Hz",
    gyroscope_noise_density: ["0.012621 °/s/√Hz", "0.009142 °/s/√Hz", "0.009951 °/s/√Hz"],
    gyroscope_random_walk: ["0.002131 °/s²/√Hz", "0.000525 °/s²/√Hz", "0.000203 °/s²/√Hz"],
    gyroscope_bias_rad_s: ["4.5408 °/s", "0.0446 °/s", "1.1221 °/s"],
    gyroscope_range_rad_s: "250 °/s",
    gyroscope_resolution_rad_s: "131 LSB per °/s",
    accelerometer_noise_density: ["305.4 µg/√Hz", "312.2 µg/√Hz", "499.5 µg/√Hz"],
    accelerometer_random_walk: ["0 µg/s/√Hz", "2.42 µg/s/√Hz", "49.4 µg/s/√Hz"],
    accelerometer_range_m_s2: "8 g",
    accelerometer_resolution_m_s2: "4096 LSB per g",
  },
};

/** A printed value in rad, m and s. */
function converted(printed: string): number {
  const [, tolerance, number, per, unit] = /^(±?)([\d.e+-]+) (LSB per )?(.*)$/.exec(printed)!;
  const factor = UNITS[unit!] ?? assert.fail(`a unit that isn't in the table: ${printed}`);
  const value = Number(number);
  return (per === undefined ? value * factor : factor / value) / (tolerance === "±" ? 2 : 1);
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 1e-12 * Math.abs(expected), `${what}: ${actual}`);
}

Deno.test("the presets are those of the table of data sheets", () => {
  assert.deepEqual(Object.keys(IMU_PRESETS).sort(), Object.keys(DATA_SHEETS).sort());
});

for (const [name, { source, values }] of Object.entries(IMU_PRESETS)) {
  Deno.test(`preset ${name}: parses, has a source, and its units are converted as printed`, () => {
    assert.ok(source.length > 10);
    const config = imuConfig({ preset: name }) as unknown as Record<string, unknown>;
    const sheet = DATA_SHEETS[name]!;
    const { gyroscope_g_sensitivity_s_m: _, ...rest } = values;
    assert.deepEqual(Object.keys(rest).sort(), Object.keys(sheet).sort());
    for (const [key, printed] of Object.entries(sheet)) {
      const value = config[key];
      if (typeof value === "number") near(value, converted(printed as string), key);
      else {
        (value as number[]).forEach((each, i) =>
          near(each, converted(typeof printed === "string" ? printed : printed[i]!), key)
        );
      }
    }
  });
}

Deno.test("preset mpu6050: a g along an axis adds 0.1 °/s to its rate", () => {
  const config = imuConfig({ preset: "mpu6050" });
  config.gyroscope_g_sensitivity_s_m.forEach((each, i) =>
    near(each * STANDARD_GRAVITY, i % 4 === 0 ? 0.1 * DEGREE : 0, "g-sensitivity")
  );
});

Deno.test("well-known conversions: ADIS16448 as its users quote it", () => {
  // reference: 2.356e-4 rad/s/√Hz and 2.256e-3 m/s²/√Hz; MPU-9250: 1.745e-4 and 2.942e-3.
  const adis = imuConfig({ preset: "adis16448" }), mpu = imuConfig({ preset: "mpu9250" });
  assert.equal(adis.gyroscope_noise_density[0].toExponential(3), "2.356e-4");
  assert.equal(adis.accelerometer_noise_density[0].toExponential(3), "2.256e-3");
  assert.equal(mpu.gyroscope_noise_density[0].toExponential(3), "1.745e-4");
  assert.equal(mpu.accelerometer_noise_density[0].toExponential(3), "2.942e-3");
});

/** Asserts that a value in rad, m and s, rounded to the printed digits, is what is printed. */
function asPrinted(value: number, printed: string): void {
  const [number, unit] = printed.split(" ") as [string, string];
  const digits = number.split(".")[1]?.length ?? 0;
  assert.equal((value / UNITS[unit]!).toFixed(digits), number, printed);
}

const SENSORS = [
  { sensor: "gyroscope", unit: DEGREE, of: gyroscopeOf, part: "rate" },
  { sensor: "accelerometer", unit: STANDARD_GRAVITY, of: accelerometerOf, part: "force" },
] as const;

for (const { sensor, unit, of, part } of SENSORS) {
  Deno.test(`preset mpu6050_measured: the ${sensor}'s numbers are the fit of the first 300 s`, () => {
    if (!hasStaticLog()) return console.log("skipped: ../shared/data/mpu6050_static is absent");
    const sheet = DATA_SHEETS["mpu6050_measured"]!;
    const log = staticLog(sensor, unit, { from: 0, to: 300 });
    asPrinted(log.rateHz, sheet["rate_hz"] as string);
    log.axes.forEach((axis, i) => {
      const { white, walk } = fitNoise(axis, log.rateHz);
      asPrinted(white, sheet[`${sensor}_noise_density`]![i]!);
      asPrinted(walk, sheet[`${sensor}_random_walk`]![i]!);
      if (sensor === "accelerometer") return;
      asPrinted(
        axis.reduce((sum, x) => sum + x / axis.length, 0),
        sheet["gyroscope_bias_rad_s"]![i]!,
      );
    });
  });

  Deno.test(`preset mpu6050_measured: its ${sensor} has the Allan curve of the log after 300 s`, () => {
    if (!hasStaticLog()) return console.log("skipped: ../shared/data/mpu6050_static is absent");
    const { rateHz, axes } = staticLog(sensor, unit, { from: 300, to: Infinity });
    const triad = of(imuConfig({ preset: "mpu6050_measured" }));
    const stream = imuStream({ preset: "mpu6050_measured" }, { seconds: 2000 })[part];
    const factors: number[] = [];
    for (let tau = 0.1; tau < 10.01; tau *= 10 ** 0.1) factors.push(Math.round(tau * rateHz));
    axes.forEach((axis, i) => {
      const real = allanDeviation(axis, { intervalS: 1 / rateHz, factors });
      const ours = allanDeviation(stream[i]!, { intervalS: 1 / rateHz, factors });
      const white = triad.noiseDensity[i]!, randomWalk = triad.randomWalk[i]!;
      const ratios = real.map(({ deviation }, n) => ours[n]!.deviation / deviation);
      const formula = real.map(({ deviation, tauS }) =>
        expectedAllanDeviation({ white, randomWalk }, tauS) / deviation
      );
      for (const [what, list] of [["stream", ratios], ["formula", formula]] as const) {
        const least = Math.min(...list), most = Math.max(...list);
        const text = `${sensor} ${"xyz"[i]}, ${what}: ${least.toFixed(3)} … ${most.toFixed(3)}`;
        console.log(text);
        assert.ok(least > 1 / 1.5 && most < 1.5, text);
      }
    });
  });
}
