/**
 * The lines of a board through the distorting camera, undistorted by OpenCV's documented formulas,
 * are straight again: every point of them within 0.1 px of the straight line through all.
 */
import assert from "#assert";
import type { Image } from "../../msgs/types.ts";
import { rgb, shoot } from "../sim/sensors/camera/pictures.ts";

const D = { k1: -0.25, k2: 0.06, p1: 0.0015, p2: -0.001, k3: 0 };
const FOCAL = 210, WIDTH = 320, HEIGHT = 240, DISTANCE = 2.4, PITCH = 0.35;

/** OpenCV's cv::undistortPoints: five coefficients, inverted by fixed-point iteration; pixels. */
function undistorted(u: number, v: number): [number, number] {
  const x0 = (u - (WIDTH - 1) / 2) / FOCAL, y0 = (v - (HEIGHT - 1) / 2) / FOCAL;
  let x = x0, y = y0;
  for (let i = 0; i < 100; i++) {
    const r2 = x * x + y * y, icdist = 1 / (1 + ((D.k3 * r2 + D.k2) * r2 + D.k1) * r2);
    const dx = 2 * D.p1 * x * y + D.p2 * (r2 + 2 * x * x);
    const dy = D.p1 * (r2 + 2 * y * y) + 2 * D.p2 * x * y;
    x = (x0 - dx) * icdist;
    y = (y0 - dy) * icdist;
  }
  return [FOCAL * x, FOCAL * y];
}

/** How far points are from the best straight line through them. */
function bend(points: [number, number][]): number {
  const mean = [0, 1].map((k) => points.reduce((sum, p) => sum + p[k]!, 0) / points.length);
  let xx = 0, xy = 0, yy = 0;
  for (const [px, py] of points) {
    const x = px - mean[0]!, y = py - mean[1]!;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  return Math.max(
    ...points.map(([x, y]) =>
      Math.abs(-(x - mean[0]!) * Math.sin(angle) + (y - mean[1]!) * Math.cos(angle))
    ),
  );
}

/** Black lines on white, upright or level, a picture of them. */
function picture(upright: boolean): Image {
  const lines = [-3, -2, -1, 0, 1, 2, 3].map((k) => ({
    type: "box",
    size_m: upright ? [0.001, 0.03, 6] : [0.001, 6, 0.03],
    position_m: upright ? [DISTANCE, k * PITCH, 12] : [DISTANCE, 0, 15 + k * PITCH - 0.015],
    color: "#000000",
  }));
  const paper = {
    type: "box",
    size_m: [0.1, 20, 20],
    position_m: [DISTANCE + 0.1, 0, 5],
    color: "#ffffff",
  };
  return shoot({
    world: {
      objects: [paper, ...lines],
      light: {
        sun: { intensity: 0 },
        sky: { intensity: 1.5, zenith: "#ffffff", horizon: "#ffffff" },
      },
    },
    camera: {
      width: WIDTH,
      height: HEIGHT,
      focal_px: [FOCAL, FOCAL],
      distortion: D,
      supersampling: 6,
      tone: "linear",
      position_m: [0, 0, 15],
    },
  }).images[0]!;
}

/** Middles of dark runs across a row or column: the mean of places, weighed with darkness. */
function crossings(value: (i: number) => number, length: number): number[] {
  const white = Math.max(...Array.from({ length }, (_, i) => value(i)));
  const found: number[] = [];
  for (let i = 1; i < length - 1; i++) {
    let sum = 0, moment = 0;
    const from = i;
    for (; i < length - 1 && value(i) < white - 2; i++) {
      sum += white - value(i);
      moment += (white - value(i)) * i;
    }
    if (i > from && from > 1 && i < length - 2) found.push(moment / sum);
  }
  return found;
}

Deno.test("lines of a board are straight to 0.1 px once undistorted by OpenCV's formulas", () => {
  let most = 0, lines = 0;
  for (const upright of [true, false]) {
    const image = picture(upright);
    const [across, along] = upright ? [WIDTH, HEIGHT] : [HEIGHT, WIDTH];
    const seen = new Map<number, [number, number][]>();
    for (let at = 8; at < along - 8; at++) {
      const value = (i: number) => upright ? rgb(image, i, at)[1]! : rgb(image, at, i)[1]!;
      for (const place of crossings(value, across)) {
        const point: [number, number] = upright ? [place, at] : [at, place];
        const [x, y] = undistorted(...point);
        const line = Math.round((upright ? x : y) / FOCAL * DISTANCE / PITCH);
        (seen.get(line) ?? seen.set(line, []).get(line)!).push(point);
      }
    }
    for (const points of seen.values()) {
      if (points.length < 80) continue;
      lines++;
      most = Math.max(most, bend(points));
      // Rays are a sixth of a pixel apart: the mean of eight rows is finer than that.
      const straight = points.map(([u, v]) => undistorted(u, v));
      const means = Array.from({ length: Math.floor(straight.length / 8) }, (_, group) => {
        const part = straight.slice(8 * group, 8 * group + 8);
        return [0, 1].map((k) => part.reduce((sum, p) => sum + p[k]!, 0) / 8) as [number, number];
      });
      const off = bend(means);
      assert.ok(off < 0.1, `a line bends by ${off} px`);
    }
  }
  assert.ok(lines >= 10, `${lines} lines`);
  assert.ok(most > 3, `before, lines bend by ${most} px`);
});
