/** Rolling shutter, motion blur, supersampling and moving things against what geometry says. */
import assert from "#assert";
import type { Image, Odometry } from "../../../../msgs/types.ts";
import { metres, rgb, shoot } from "./pictures.ts";

const LIGHT = {
  sun: { intensity: 0 },
  sky: { intensity: 1, zenith: "#ffffff", horizon: "#ffffff" },
  ground: { intensity: 1, color: "#ffffff" },
};
/** A black post before a white wall: edges to be found in every row. */
const POST = {
  light: LIGHT,
  objects: [
    { type: "box", size_m: [0.2, 40, 40], position_m: [20.1, 0, -8], color: "#ffffff" },
    { type: "box", size_m: [0.4, 0.4, 40], position_m: [5, 0, -8], color: "#000000" },
  ],
};
const SHARP = {
  width: 320,
  height: 240,
  horizontal_fov_deg: 40,
  supersampling: 4,
  tone: "linear",
  exposure_ms: 0.1,
  position_m: [0, 0, 15], // so high that no row sees the ground
  noise: { white_e_ms: 80_000 },
};
/** Turns in place, 0.5 rad/s about its start. */
const TURNING = {
  type: "free",
  waves: [{ axis: "yaw", amplitude_deg: 45.60, frequency_hz: 0.1 }],
};

/** The middle of the post in a row: the mean of columns, weighed with darkness. */
function middleOf(image: Image, row: number): number {
  const white = rgb(image, 2, row)[1]!;
  let sum = 0, moment = 0;
  for (let column = 0; column < image.width; column++) {
    const dark = 1 - rgb(image, column, row)[1]! / white;
    sum += dark;
    moment += dark * column;
  }
  return moment / sum;
}

function turnRate(odometry: Odometry[], seconds: number): number {
  const at = (o: Odometry) =>
    Math.abs(o.header.stamp.sec - 1 + o.header.stamp.nanosec / 1e9 - seconds);
  return odometry.reduce((best, o) => at(o) < at(best) ? o : best).twist.twist.angular.z;
}

Deno.test("renderer: a rolling shutter's skew is ω · line time · dx/dα a row", () => {
  const lineUs = 200;
  const { images, infos, topics } = shoot({
    world: POST,
    robot: TURNING,
    camera: { ...SHARP, line_time_us: lineUs },
  });
  const image = images[0]!, [fx, , cx] = infos[0]!.k;
  const top = middleOf(image, 20), bottom = middleOf(image, 220);
  const stamp = image.header.stamp.nanosec / 1e9;
  const rate = turnRate(topics["/ground_truth/odom"] as Odometry[], stamp + 120 * lineUs * 1e-6);
  // x = f tan α, so dx/dα = f (1 + (x/f)²); the post goes right as the camera turns left.
  const tan = ((top + bottom) / 2 - cx!) / fx!;
  const expected = rate * 200 * lineUs * 1e-6 * fx! * (1 + tan * tan);
  assert.ok(expected > 5, `the camera turns: ${expected}`);
  assert.ok(Math.abs(bottom - top - expected) < 0.05, `${bottom - top} px, formula ${expected} px`);
});

Deno.test("renderer: a global shutter has no skew", () => {
  const { images } = shoot({ world: POST, robot: TURNING, camera: { ...SHARP, line_time_us: 0 } });
  assert.ok(Math.abs(middleOf(images[0]!, 220) - middleOf(images[0]!, 20)) < 0.01);
});

Deno.test("renderer: blur spreads an edge by ω · exposure · f and leaves its middle", () => {
  const camera = { ...SHARP, line_time_us: 0, exposure_ms: 40 };
  const dim = { white_e_ms: 200 };
  const shots = [1, 32].map((blur_samples) =>
    shoot({ world: POST, robot: TURNING, camera: { ...camera, noise: dim, blur_samples } })
  );
  const [sharp, blurred] = shots.map(({ images }) => images[0]!) as [Image, Image];
  const mixed = (image: Image) => {
    const white = rgb(image, 2, 120)[1]!;
    let count = 0;
    for (let column = 0; column < image.width; column++) {
      const share = rgb(image, column, 120)[1]! / white;
      if (share > 0.02 && share < 0.98) count++;
    }
    return count / 2; // two edges
  };
  const spread = 0.5 * 0.04 * shots[0]!.infos[0]!.k[0]!;
  assert.ok(mixed(sharp) <= 1);
  assert.ok(Math.abs(mixed(blurred) - spread) < 1.5, `${mixed(blurred)} of ${spread} px`);
  assert.ok(Math.abs(middleOf(sharp, 120) - middleOf(blurred, 120)) < 0.1);
});

Deno.test("renderer: supersampling makes an edge pixel the mean of its parts", () => {
  const one = shoot({ world: POST, camera: { ...SHARP, supersampling: 1 } }).images[0]!;
  const many = shoot({ world: POST, camera: { ...SHARP, supersampling: 8 } }).images[0]!;
  // Half of the post is seen under atan(0.2 / 4.8).
  const half = 0.2 / 4.8 * 160 / Math.tan(20 * Math.PI / 180);
  const covered = (image: Image) => {
    const white = rgb(image, 2, 120)[1]!;
    let sum = 0;
    for (let column = 0; column < 320; column++) sum += 1 - rgb(image, column, 120)[1]! / white;
    return sum;
  };
  assert.ok(Math.abs(covered(many) - 2 * half) < 0.3, `${covered(many)} of ${2 * half}`);
  assert.equal(covered(one) % 1, 0, "without it every pixel is one or the other");
});

Deno.test("renderer: rows see what moves where it is at their time", () => {
  const box = {
    type: "box",
    size_m: [1, 1, 40],
    path: { points_m: [[10, 0], [0, 0]], speed_m_s: 20 },
  };
  const { depths, images } = shoot({
    world: { objects: [box] },
    camera: { ...SHARP, supersampling: 1, outputs: ["image", "depth"], line_time_us: 200 },
  });
  const stamp = images[0]!.header.stamp.nanosec / 1e9;
  for (const row of [5, 120, 235]) {
    const seconds = stamp + row * 200e-6;
    const expected = 10 - 20 * seconds - 0.5;
    // What moves is placed once a band of 25 rows: 2.5 ms to either side, 5 cm.
    const seen = metres(depths[0]!, 160, row);
    assert.ok(Math.abs(seen - expected) < 0.06, `row ${row}: ${seen} of ${expected}`);
  }
});

Deno.test("renderer: pixels that look nowhere are dark, unlabelled and without depth", () => {
  const { images, depths } = shoot({
    camera: { distortion: { k1: -1 }, horizontal_fov_deg: 120, outputs: ["image", "depth"] },
  });
  assert.deepEqual(rgb(images[0]!, 0, 0), [0, 0, 0]);
  assert.ok(Number.isNaN(metres(depths[0]!, 0, 119)));
  assert.notDeepEqual(rgb(images[0]!, 80, 60), [0, 0, 0]);
});
