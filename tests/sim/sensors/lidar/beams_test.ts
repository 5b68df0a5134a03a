/** Directions against a real frame of the device, and the VLP-16's firing pattern. */
import assert from "#assert";
import { gunzipSync } from "#compress";
import { beamsOf } from "../../../../sim/sensors/lidar/beams.ts";
import { type LidarConfig, lidarSchema } from "../../../../sim/sensors/lidar/config.ts";
import { LIDAR_PRESETS } from "../../../../sim/sensors/lidar/presets.ts";

const FRAME = "../shared/data/ouster/OS-1-32-G_scan0.pcd.gz";

/** The device's head above the sensor frame's origin, m: `lidar_to_sensor_transform`. */
const HEAD = 0.03618;

function configOf(preset: string, more: object = {}): LidarConfig {
  return lidarSchema.parse({ type: "lidar", ...LIDAR_PRESETS[preset]!.values, ...more });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

Deno.test({
  name:
    "beams: every point of a real OS-1-32 frame lies on its firing's ray (needs ../shared/data)",
  ignore: !exists(FRAME),
  fn() {
    const beams = beamsOf(configOf("os1_32"), 0.1);
    const file = gunzipSync(Deno.readFileSync(FRAME));
    const header = new TextDecoder("latin1").decode(file.subarray(0, 400));
    const start = header.indexOf("DATA binary\n") + 12;
    const view = new DataView(file.buffer, file.byteOffset + start);
    let points = 0, worst = 0;
    for (let at = 0; at + 22 <= view.byteLength; at += 22) {
      const [x, y, z] = [0, 4, 8].map((o) => view.getFloat32(at + o, true)) as [
        number,
        number,
        number,
      ];
      const ring = view.getUint16(at + 16, true), t = view.getUint32(at + 18, true);
      const column = Math.round(t / 1e9 / beams.columnSeconds);
      const px = x - beams.origins[2 * column]!, py = y - beams.origins[2 * column + 1]!;
      const pz = z - HEAD;
      const length = Math.hypot(px, py, pz), d = 3 * (ring * 1024 + column);
      const [dx, dy, dz] = beams.directions.subarray(d, d + 3) as unknown as [
        number,
        number,
        number,
      ];
      worst = Math.max(worst, Math.hypot(px / length - dx, py / length - dy, pz / length - dz));
      points++;
    }
    assert.equal(points, 27310);
    assert.ok(worst < 5e-4, `off by ${worst} rad`);
  },
});

Deno.test("beams: the VLP-16 fires 16 lasers in 36.9 µs every 55.296 µs, turning all the while", () => {
  const beams = beamsOf(configOf("vlp16"), 0.1);
  assert.equal(beams.count, 16);
  assert.equal(beams.columns, Math.floor(0.1 / 55.296e-6));
  assert.ok(Math.abs(beams.columnSeconds - 55.296e-6) < 1e-15);
  assert.ok(Math.abs(beams.beamSeconds - 2.304e-6) < 1e-15);
  const azimuth = (beam: number, column: number) => {
    const d = 3 * (beam * beams.columns + column);
    return Math.atan2(beams.directions[d + 1]!, beams.directions[d]!);
  };
  const degrees = Math.PI / 180;
  assert.ok(Math.abs(Math.abs(azimuth(0, 0)) - Math.PI) < 1e-6, "a turn begins behind");
  const turned = azimuth(0, 1) - azimuth(0, 2);
  assert.ok(Math.abs(turned - 360 * degrees * 55.296e-6 / 0.1) < 1e-6, "clockwise");
  const within = azimuth(0, 5) - azimuth(15, 5);
  assert.ok(Math.abs(within - 360 * degrees * 15 * 2.304e-6 / 0.1) < 1e-6);
  assert.deepEqual([...beams.rings], [0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15]);
});

Deno.test("beams: a plane scanner goes against the clock from edge to edge", () => {
  const beams = beamsOf(configOf("utm30lx"), 0.025);
  const last = beams.firstAngle + beams.angleStep * (beams.columns - 1);
  assert.ok(Math.abs(beams.firstAngle + 135 * Math.PI / 180) < 1e-12);
  assert.ok(Math.abs(last - 135 * Math.PI / 180) < 1e-9);
  assert.ok(Math.abs(beams.angleStep - 0.25 * Math.PI / 180) < 1e-9);
});
