import assert from "#assert";
import {
  BASE_ERRORS,
  C,
  createState,
  FIELD_SIZE,
  GIVEN_SIZE,
  LOW_SIZE,
  NOMINAL_SIZE,
  REASONS,
  SENSORS,
  STILL_SIZE,
  X,
} from "../../../../core/fusion/kernel/layout.ts";

Deno.test("createState() cuts one buffer into parts that don't overlap", () => {
  const s = createState({ accelBias: true, wheelScale: true });
  const parts = [s.x, s.P, s.clock, s.still, s.low, s.given, s.field, s.counts];
  const sizes = [NOMINAL_SIZE, s.n * s.n, C.size, STILL_SIZE, LOW_SIZE, GIVEN_SIZE, FIELD_SIZE];
  sizes.push(SENSORS.length * REASONS.length);
  let offset = 0;
  parts.forEach((part, i) => {
    assert.equal(part.buffer, s.buffer.buffer);
    assert.equal(part.byteOffset, offset);
    assert.equal(part.length, sizes[i]);
    offset += part.byteLength;
  });
  assert.equal(s.buffer.byteLength, offset);
  assert.equal(s.x[X.q], 1, "the attitude is a rotation from the start");
});

Deno.test("createState() has the optional states behind the others", () => {
  const none = createState({ accelBias: false, wheelScale: false });
  assert.deepEqual([none.n, none.accel, none.scale], [BASE_ERRORS, -1, -1]);
  const scale = createState({ accelBias: false, wheelScale: true });
  assert.deepEqual([scale.n, scale.accel, scale.scale], [BASE_ERRORS + 1, -1, BASE_ERRORS]);
  const both = createState({ accelBias: true, wheelScale: true });
  assert.deepEqual([both.n, both.accel, both.scale], [
    BASE_ERRORS + 4,
    BASE_ERRORS,
    BASE_ERRORS + 3,
  ]);
});
