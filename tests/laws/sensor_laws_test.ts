/** The laws of sensors, tried on every sensor and preset, and on wrong ones that each must catch. */
import assert from "#assert";
import { SENSORS } from "../../sim/sensors/mod.ts";
import { countExactly, SENSOR_LAWS } from "./sensor_laws.ts";
import { isNoisy, noiseNames } from "./sensor_noise.ts";
import { changed } from "./sensor_streams.ts";
import { KINDS, NOISE_NAMES, SUBJECTS } from "./sensor_subjects.ts";
import { EARLY, SOUND, WRONG } from "./wrong_sensors.ts";

for (const [name, subject] of [...Object.entries(SUBJECTS), ...Object.entries(SOUND)]) {
  for (const [law, hold] of Object.entries(SENSOR_LAWS)) {
    const reason = subject.kind.skips?.[law];
    const title = reason === undefined ? law : `${law} (skipped: ${reason})`;
    Deno.test({ name: `${name}: ${title}`, ignore: reason !== undefined, fn: () => hold(subject) });
  }
}

for (const type of Object.keys(SENSORS)) {
  const captures = SUBJECTS[type]!.kind.isHeavy ? 100_000 : 1_000_000;
  Deno.test(`${type}: ${captures} captures are exact`, () => {
    // One message in fifty comes through, to be looked at; all are counted.
    const lossy = { dropout: { probability: 0.5, mean_length: 100 } };
    countExactly(changed(SUBJECTS[type]!, lossy), captures);
  });
}

Deno.test("a sensor that stamps a nanosecond early is caught", () => {
  assert.throws(() => countExactly(EARLY, 10), /is stamped 33333332, ends at 33333333/);
});

Deno.test("every sensor's noise is in the suite, and every sensor has a preset without any", () => {
  assert.deepEqual(Object.keys(KINDS).sort(), Object.keys(SENSORS).sort());
  for (const [type, sensor] of Object.entries(SENSORS)) {
    const named = noiseNames(sensor, NOISE_NAMES).sort();
    assert.deepEqual(Object.keys(KINDS[type]!.terms).sort(), named, type);
    assert.equal(isNoisy(SUBJECTS[`${type} ideal`]!), false, `${type} ideal`);
  }
});

Deno.test("every law has a wrong sensor", () => {
  assert.deepEqual(Object.keys(WRONG).sort(), Object.keys(SENSOR_LAWS).sort());
});

for (const [law, subject] of Object.entries(WRONG)) {
  Deno.test(`a wrong sensor is caught by the law: ${law}`, () => {
    assert.throws(() => SENSOR_LAWS[law]!(subject), assert.AssertionError);
    const others = Object.entries(SENSOR_LAWS).filter(([name]) => name !== law);
    const broken = others.filter(([, hold]) => {
      try {
        hold(subject);
        return false;
      } catch {
        return true;
      }
    });
    assert.ok(broken.length <= 2, `breaks more: ${broken.map(([name]) => name)}`);
  });
}
