import assert from "#assert";
import { parseColumnMap } from "../../../../runtime/bag/csv/column_map.ts";
import { headerOf, readRows, shapeOf } from "../../../../runtime/bag/csv/rows.ts";
import { memorySource } from "../../../../runtime/bag/source.ts";

const MAP = parseColumnMap(
  `stamp: { column: t, unit: s }
topics:
  /imu/data:
    type: sensor_msgs/msg/Imu
    fields: { angular_velocity.x: gx, angular_velocity.y: gy }
`,
  "m.yaml",
);

async function rowsOf(text: string) {
  const cuts: [number, number][] = [];
  const rows: number[][] = [];
  const source = memorySource("f.csv", new TextEncoder().encode(text));
  const onCut = (byte: number, line: number) => cuts.push([byte, line]);
  for await (const block of readRows(source, { packing: "none", map: MAP, onCut })) {
    for (let i = 0; i < block.count; i++) {
      rows.push([block.sec[i]!, block.nanosec[i]!, ...block.values.slice(i * 2, i * 2 + 2)]);
    }
  }
  return { rows, cuts };
}

Deno.test("headerOf() finds names and the separator", () => {
  assert.deepEqual(headerOf('t, "gx" ,gy'), { names: ["t", "gx", "gy"], separator: "," });
  assert.equal(headerOf("t;gx;gy, rad").separator, ";");
  assert.equal(headerOf("t\tgx").separator, "\t");
});

Deno.test("readRows() reads stamps and mapped columns only, in any order of columns", async () => {
  const { rows, cuts } = await rowsOf("x,gy,t,gx\na,1,0.5,2\n\nb,nan,1.25,\n");
  assert.deepEqual(rows, [[0, 500_000_000, 2, 1], [1, 250_000_000, NaN, NaN]]);
  assert.deepEqual(cuts, []);
});

Deno.test("readRows() names file, line and column of what is no number", async () => {
  const cases: [text: string, message: string | RegExp][] = [
    ["t,gx\n1,2\n", 'f.csv:1: expected a column "gy" (m.yaml), found t, gx'],
    ["t,gx,gy,gx\n", 'f.csv:1: the column "gx" (m.yaml) is there twice'],
    ["t,gx,gy\n1,2,3\n1,fast,3\n", 'f.csv:3: column "gx": expected a number, found "fast"'],
    ["t,gx,gy\nnoon,2,3\n", 'f.csv:2: the stamp: expected a number, found "noon"'],
    ["t,gx,gy\n1,2\n1,2,3\n", "f.csv:2: expected 3 cells, found 2"],
    ["t,gx,gy\n1,2,3,4\n", "f.csv:2: expected 3 cells, found 4"],
    ["", "f.csv: expected a CSV with a header line, found an empty file"],
  ];
  for (const [text, message] of cases) {
    await assert.rejects(rowsOf(text), { name: "LogError", message });
  }
});

Deno.test("readRows() leaves out a cut last row and says where it begins", async () => {
  const { rows, cuts } = await rowsOf("t,gx,gy\n1,2,3\n2,3");
  assert.equal(rows.length, 1);
  assert.deepEqual(cuts, [[14, 3]]);
  assert.equal((await rowsOf("t,gx,gy\n1,2,3\n2,3,4")).rows.length, 2);
});

Deno.test("shapeOf() keeps every column once", () => {
  const shape = shapeOf("t,gx,gy", MAP, "f.csv");
  assert.deepEqual(shape.columns, [{ name: "gx", index: 1 }, { name: "gy", index: 2 }]);
  assert.deepEqual([shape.stamp, shape.digits, shape.width], [0, 9, 3]);
});
