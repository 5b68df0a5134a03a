import assert from "#assert";
import { pcdHeader } from "../../../../core/cloud/stream/pcd_header.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const sound = `# .PCD v0.7
VERSION 0.7
FIELDS x y z _ ring
SIZE 4 4 4 1 2
TYPE F F F U U
COUNT 1 1 1 4 1
WIDTH 3
HEIGHT 1
VIEWPOINT 0 0 0 1 0 0 0
POINTS 3
DATA binary
`;

Deno.test("pcdHeader() says fields, padding left out, and where the points begin", () => {
  assert.deepEqual(pcdHeader(encode(`${sound}\x01\x02`)), {
    fields: [
      ...["x", "y", "z"].map((name, i) => ({ name, offset: 4 * i, datatype: 7, count: 1 })),
      { name: "ring", offset: 16, datatype: 4, count: 1 },
    ],
    ...{ step: 18, points: 3, data: "binary", length: sound.length },
  });
});

Deno.test("pcdHeader() waits for the rest of a head, at every cut", () => {
  for (let cut = 0; cut < sound.length - 1; cut++) {
    assert.equal(pcdHeader(encode(sound.slice(0, cut))), undefined);
  }
});

Deno.test("pcdHeader() names what can't be read", () => {
  const refused = (from: RegExp, to: string, message: RegExp) =>
    assert.throws(() => pcdHeader(encode(sound.replace(from, to))), {
      name: "CloudError",
      message,
    });
  refused(/binary/, "binary_compressed", /DATA is binary_compressed, expected ascii or binary/);
  refused(/FIELDS.*\n/, "", /no FIELDS/);
  refused(/SIZE.*/, "SIZE 4 4", /SIZE has 2 words, expected 5/);
  refused(/TYPE F/, "TYPE X", /field x is X of 4 bytes/);
  refused(/COUNT 1/, "COUNT -1", /field x has -1 numbers/);
  refused(/POINTS.*\n/, "", /POINTS is missing/);
  refused(/POINTS 3/, "POINTS many", /POINTS is many/);
  assert.throws(() => pcdHeader(encode("\x89PNG\n1 2 3\n")), /no head of a PCD file/);
  assert.throws(() => pcdHeader(new Uint8Array(70000).fill(65)), /no head of a PCD file/);
});
