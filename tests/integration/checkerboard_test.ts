/**
 * A checkerboard, a procedural texture on a box, through the distorting camera: its corners, found
 * sub-pixel and undistorted by OpenCV itself, lie on straight lines within 0.1 px.
 */
import assert from "#assert";
import type { CameraInfo, Image } from "../../msgs/types.ts";
import { askPython, HAS_PYTHON, NEEDS_PYTHON } from "../oracles/python.ts";
import { rgb, shoot } from "../sim/sensors/camera/pictures.ts";

const SQUARE = 0.1, COLUMNS = 11, ROWS = 7; // inner corners

/** A board of 12 × 8 squares 0.9 m ahead, turned a little about every axis. */
function board(): { image: Image; info: CameraInfo } {
  const [wide, high] = [(COLUMNS + 1) * SQUARE, (ROWS + 1) * SQUARE];
  const checker = {
    type: "box",
    // The texture begins at the object's own origin: whole squares to both sides, from the base up.
    size_m: [2 * SQUARE, wide, high],
    position_m: [1, 0, 0.6],
    rotation_deg: [13, 8, -12],
    color: "#f0f0f0",
    texture: { pattern: "checker", color: "#101010", scale_m: SQUARE },
  };
  const bright = { zenith: "#ffffff", horizon: "#ffffff" };
  const { images, infos } = shoot({
    world: {
      ground: { color: "#c0c0c0" },
      objects: [
        checker,
        { type: "box", size_m: [0.1, 20, 20], position_m: [6, 0, 0], color: "#c0c0c0" },
      ],
      light: { sun: { intensity: 0 }, sky: { intensity: 1, ...bright } },
    },
    camera: {
      width: 640,
      height: 480,
      focal_px: [400, 400],
      distortion: { k1: -0.25, k2: 0.06, p1: 0.0015, p2: -0.001, k3: 0 },
      supersampling: 8,
      tone: "linear",
      outputs: ["image", "camera_info"],
    },
  });
  return { image: images[0]!, info: infos[0]! };
}

/** How far points are from the best straight line through them. */
function bend(points: readonly (readonly [number, number])[]): number {
  const mean = [0, 1].map((k) => points.reduce((sum, p) => sum + p[k]!, 0) / points.length);
  let xx = 0, xy = 0, yy = 0;
  for (const p of points) {
    const x = p[0] - mean[0]!, y = p[1] - mean[1]!;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy), c = Math.cos(angle), s = Math.sin(angle);
  return Math.max(...points.map(([x, y]) => Math.abs((y - mean[1]!) * c - (x - mean[0]!) * s)));
}

/** Rows and columns of the board's corners. */
function lines(corners: readonly [number, number][]): [number, number][][] {
  const rows = Array.from(
    { length: ROWS },
    (_, r) => corners.slice(r * COLUMNS, (r + 1) * COLUMNS),
  );
  return [...rows, ...Array.from({ length: COLUMNS }, (_, c) => rows.map((row) => row[c]!))];
}

Deno.test({
  name: `a checkerboard undistorted by OpenCV has straight lines to 0.1 px ${NEEDS_PYTHON}`,
  ignore: !HAS_PYTHON,
  async fn() {
    const { image, info: { k, d } } = board(), { width, height } = image;
    const grey = new Uint8Array(width * height).map((_, i) =>
      rgb(image, i % width, Math.floor(i / width))[1]!
    );
    const file = await Deno.makeTempFile({ suffix: ".grey" });
    try {
      await Deno.writeFile(file, grey);
      const numbers = [width, height, COLUMNS, ROWS, k[0]!, k[4]!, k[2]!, k[5]!, ...d];
      const { raw, straight } = await askPython("checkerboard_oracle.py", [
        file,
        ...numbers.map(String),
      ]) as Record<"raw" | "straight", [number, number][]>;
      assert.equal(raw.length, COLUMNS * ROWS, "OpenCV finds the board");
      const before = Math.max(...lines(raw).map(bend));
      const after = Math.max(...lines(straight).map(bend));
      assert.ok(before > 2, `before, lines bend by ${before} px`);
      assert.ok(after < 0.1, `lines bend by ${after} px`);
    } finally {
      await Deno.remove(file);
    }
  },
});
