import assert from "#assert";
import { SECOND } from "../../../msgs/time.ts";
import { addFields, addVibration, emptyScene, slipOver } from "../../../sim/world/scene.ts";

const span = { from: SECOND, to: 2 * SECOND };

Deno.test("addFields(): only while they are there, one on top of the other", () => {
  const scene = emptyScene();
  scene.fields.push({ span, field: [1, 2, 3] }, { span, field: [1, 0, 0] });
  const out = Float64Array.of(10, 0, 0);
  addFields(scene, SECOND - 1, out);
  addFields(scene, 2 * SECOND, out);
  assert.deepEqual([...out], [10, 0, 0]);
  addFields(scene, SECOND, out);
  assert.deepEqual([...out], [12, 2, 3]);
});

Deno.test("slipOver(): in proportion to what interval and span share", () => {
  const scene = emptyScene();
  scene.slips.push({ span, sides: [1], ratio: 0.5, spin: 2 });
  const out = { ratio: new Float64Array(2), metres: new Float64Array(2) };
  slipOver(scene, 0.5 * SECOND, 1.5 * SECOND, out);
  assert.deepEqual([...out.ratio], [0, 0.25]);
  assert.deepEqual([...out.metres], [0, 1]);
  slipOver(scene, 3 * SECOND, 4 * SECOND, out);
  assert.deepEqual([...out.ratio, ...out.metres], [0, 0, 0, 0]);
});

Deno.test("addVibration(): the exact mean of a sine over what interval and span share", () => {
  const scene = emptyScene(), phase = [0.3, 1, 2] as const;
  scene.vibrations.push({
    ...{ span, hz: 7, force: [3, 1, 0.5], rate: [0, 0, 0], forcePhase: phase, ratePhase: phase },
  });
  const interval = { from: 0.93 * SECOND, to: 1.08 * SECOND };
  const out = new Float64Array(3), steps = 100_000;
  addVibration(scene, "force", interval, { mean: true, bandwidth: Infinity, order: 1 }, out);
  for (let i = 0; i < 3; i++) {
    let sum = 0; // midpoint rule
    for (let n = 0; n < steps; n++) {
      const t = (interval.from + (n + 0.5) / steps * (interval.to - interval.from)) / SECOND;
      if (t >= 1) sum += [3, 1, 0.5][i]! * Math.sin(2 * Math.PI * 7 * t + phase[i]!) / steps;
    }
    assert.ok(Math.abs(out[i]! - sum) < 1e-4, `${out[i]} against ${sum}`);
  }
});

Deno.test("addVibration(): at an instant its value, and the low-pass takes its gain", () => {
  const scene = emptyScene();
  const none = [0, 0, 0] as const;
  scene.vibrations.push({
    ...{ span, hz: 10, force: none, rate: [2, 0, 0], forcePhase: none, ratePhase: none },
  });
  const at = { from: 1.0 * SECOND, to: 1.025 * SECOND };
  const read = (bandwidth: number, order: 1 | 2) => {
    const out = new Float64Array(3);
    addVibration(scene, "rate", at, { mean: false, bandwidth, order }, out);
    return out[0]!;
  };
  const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} against ${b}`);
  close(read(Infinity, 1), 2); // sin(2π · 10 · 1.025) = 1
  close(read(10, 1), 2 / Math.SQRT2);
  close(read(10, 2), 2 / Math.SQRT2);
  close(read(5, 2), 2 / Math.sqrt(17));
});
