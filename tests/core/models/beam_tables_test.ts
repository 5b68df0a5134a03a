/** The tables against the devices' own metadata, and sense in the others. */
import assert from "#assert";
import { BEAM_TABLES } from "../../../core/models/beam_tables.ts";

const DATA = "../shared/data/ouster";

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

const HAS_DATA = exists(DATA);

Deno.test({
  name: "beam tables: Ouster's are the devices' metadata (needs ../shared/data/ouster)",
  ignore: !HAS_DATA,
  fn() {
    let compared = 0;
    for (const { source, altitudes, azimuths, originOffset } of Object.values(BEAM_TABLES)) {
      const file = /OS-.*\.json$/.exec(source)?.[0];
      if (file === undefined) continue;
      const device = JSON.parse(Deno.readTextFileSync(`${DATA}/${file}`));
      assert.deepEqual(altitudes, device.beam_altitude_angles);
      assert.deepEqual(azimuths, device.beam_azimuth_angles);
      assert.ok(Math.abs(originOffset * 1000 - device.lidar_origin_to_beam_origin_mm) < 1e-9);
      compared++;
    }
    assert.equal(compared, 4);
  },
});

Deno.test("beam tables: rows pair up; the nominal ones are near measured rows of their family", () => {
  for (const [name, { altitudes, azimuths }] of Object.entries(BEAM_TABLES)) {
    assert.equal(altitudes.length, azimuths.length, name);
    assert.equal(new Set(altitudes).size, altitudes.length, name);
  }
  // Rows 0 to 3 of a real OS-0-128: 45.75 44.7 43.93 43.47° up, 11.24 3.93 -3.29 -10.34° across.
  const { altitudes, azimuths } = BEAM_TABLES["os0_128"]!;
  [45.75, 44.7, 43.93, 43.47].forEach((up, i) => assert.ok(Math.abs(altitudes[i]! - up) < 1));
  [11.24, 3.93, -3.29, -10.34].forEach((a, i) => assert.ok(Math.abs(azimuths[i]! - a) < 0.6));
  const vlp = [...BEAM_TABLES["vlp16"]!.altitudes].sort((a, b) => a - b);
  assert.deepEqual(vlp, Array.from({ length: 16 }, (_, i) => -15 + 2 * i));
});
