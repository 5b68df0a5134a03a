import assert from "#assert";
import {
  disturbanceVariance,
  type FieldReading,
  fieldReference,
  judgeField,
  learnField,
  repeats,
} from "../../../../core/fusion/judges/magnetic.ts";
import { C, createState } from "../../../../core/fusion/kernel/layout.ts";
import { DEG } from "../fixtures.ts";

const BY = { normTolerance: 0.1, dipTolerance: 10 * DEG };
const NORM = 48e-6, DIP = 64 * DEG;
const parts = (norm: number, dip: number): FieldReading => (
  { norm, horizontal: norm * Math.cos(dip), down: norm * Math.sin(dip) }
);

function learnt() {
  const s = createState({ accelBias: false, wheelScale: false });
  for (let i = 0; i < 20; i++) learnField(s, parts(NORM, DIP));
  return s;
}

Deno.test("judgeField() accepts all before a reference is learnt at rest", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  assert.equal(judgeField(s, parts(1, 0), BY), 0);
  assert.equal(fieldReference(s).norm, 0);
});

Deno.test("judgeField() wants |B| within 10 % and the dip within 10°", () => {
  const s = learnt();
  assert.ok(Math.abs(fieldReference(s).norm - NORM) < 1e-12);
  assert.ok(Math.abs(fieldReference(s).dip - DIP) < 1e-12);
  assert.equal(judgeField(s, parts(1.09 * NORM, DIP), BY), 0);
  assert.equal(judgeField(s, parts(1.11 * NORM, DIP), BY), 1);
  assert.equal(judgeField(s, parts(0.89 * NORM, DIP), BY), 1);
  assert.equal(judgeField(s, parts(NORM, DIP + 9 * DEG), BY), 0);
  assert.equal(judgeField(s, parts(NORM, DIP - 11 * DEG), BY), 2);
});

Deno.test("there is no latch: the sample after a rejected one is judged by itself", () => {
  const s = learnt();
  for (let i = 0; i < 100; i++) assert.equal(judgeField(s, parts(2 * NORM, DIP), BY), 1);
  assert.equal(judgeField(s, parts(NORM, DIP), BY), 0);
});

Deno.test("disturbanceVariance() grows while the field departs and fades after", () => {
  const s = learnt();
  const judge = (seconds: number, factor: number) => {
    for (let k = 0; k < seconds * 50; k++) {
      s.clock[C.now]! += 2e7;
      judgeField(s, parts(factor * NORM, DIP), BY);
    }
    return Math.sqrt(disturbanceVariance(s, parts(NORM, DIP)));
  };
  assert.ok(judge(5, 1) < 1e-6);
  const disturbed = judge(10, 1.3);
  // 0.3 / √2 of the field, times |B| / Bh.
  assert.ok(Math.abs(disturbed - 0.3 / Math.SQRT2 / Math.cos(DIP)) < 0.05, `${disturbed}`);
  assert.ok(judge(10, 1) < 0.1 * disturbed);
});

Deno.test("repeats() knows the very same reading", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  assert.equal(repeats(s, new Float64Array([1, 2, 3])), false);
  assert.equal(repeats(s, new Float64Array([1, 2, 3])), true);
  assert.equal(repeats(s, new Float64Array([1, 2, 4])), false);
});
