import assert from "#assert";
import fc from "fast-check";
import { numberOf, stampOf, unquoted } from "../../../../runtime/bag/csv/cells.ts";

Deno.test("numberOf() reads every number that JavaScript writes", () => {
  fc.assert(fc.property(fc.double(), (value) => {
    assert.ok(Object.is(numberOf(String(value)), value) || Object.is(value, -0));
  }));
  assert.equal(numberOf(" 1.5e-3 "), 0.0015);
  assert.equal(numberOf('"2.5"'), 2.5);
  assert.equal(numberOf("-Inf"), -Infinity);
});

Deno.test("numberOf() takes empty and NaN for NaN, other text for none", () => {
  for (const cell of ["", "  ", "nan", "NaN", "-nan", "NA", "null", '""', '"nan"']) {
    assert.ok(Number.isNaN(numberOf(cell)), cell);
  }
  for (const cell of ["abc", "1,5", "1.5 V", "0x10", "0b1", "--1", "1e", '"x"', "+-1"]) {
    assert.equal(numberOf(cell), undefined, cell);
  }
});

Deno.test("stampOf() is exact to the nanosecond in every unit", () => {
  const nanos = fc.bigInt({ min: 0n, max: 2n ** 62n });
  const digits = fc.constantFrom(9, 6, 3, 0);
  fc.assert(fc.property(nanos, digits, (at, unit) => {
    const text = String(at).padStart(unit + 1, "0");
    const cell = unit === 0 ? text : `${text.slice(0, -unit)}.${text.slice(-unit)}`;
    assert.deepEqual(stampOf(cell, unit), {
      sec: Number(at / 1_000_000_000n),
      nanosec: Number(at % 1_000_000_000n),
    });
  }));
});

Deno.test("stampOf() knows exponents, signs, rounding, and what is missing", () => {
  assert.deepEqual(stampOf("1.403636579763555584e+18", 0), {
    sec: 1_403_636_579,
    nanosec: 763_555_584,
  });
  assert.deepEqual(stampOf("-0.25", 9), { sec: -1, nanosec: 750_000_000 });
  assert.deepEqual(stampOf("0.0000000016", 9), { sec: 0, nanosec: 2 });
  assert.deepEqual(stampOf("5e-10", 9), { sec: 0, nanosec: 1 });
  assert.deepEqual(stampOf("4e-10", 9), { sec: 0, nanosec: 0 });
  assert.deepEqual(stampOf(' "3" ', 9), { sec: 3, nanosec: 0 });
  for (const cell of ["", "nan", " "]) assert.equal(stampOf(cell, 9), null);
  for (const cell of ["noon", "12:30", "1e99", "99999999999999999999", "."]) {
    assert.equal(stampOf(cell, 9), undefined, cell);
  }
});

Deno.test("unquoted() takes blanks and one pair of quotes away", () => {
  assert.equal(unquoted('  " a b " '), "a b");
  assert.equal(unquoted('"'), '"');
});
