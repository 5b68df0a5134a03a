/**
 * Makes the images that the detector is trained on and judged by: random worlds seen by the
 * simulator's own camera, stretched to the network's tensor as the node does it.
 *
 *     deno run --allow-read --allow-write training/images.ts FOLDER FIRST_SEED WORLDS VIEWS
 *
 * FOLDER gets images.bin (uint8, N × 3 × 224 × 224) and boxes.json (of each image its boxes:
 * class, x1, y1, x2, y2 as parts of the sides, visibility).
 */
import { fromEuler } from "../core/math/quaternion.ts";
import { RandomTree } from "../core/math/random.ts";
import { Preprocessor } from "../core/vision/preprocess.ts";
import type { Message, MessageOf } from "../msgs/message.ts";
import { SIMULATED_EPOCH } from "../msgs/time.ts";
import { OWN_CLASSES } from "../nodes/detection/model.ts";
import type { Truth } from "../sim/contract.ts";
import { camera } from "../sim/sensors/camera/camera.ts";
import { mountOf } from "../sim/sensors/timing.ts";
import { SimulatedWorld, worldSchema } from "../sim/world/world.ts";
import { Dice, distance, type RandomWorld, randomWorld } from "./random_world.ts";

type Image = MessageOf<"sensor_msgs/msg/Image">;
type Detections = MessageOf<"vision_msgs/msg/Detection2DArray">;

/** A body that stands. */
function standing(position: readonly number[], euler: readonly number[]): Truth {
  const orientation = new Float64Array(4);
  fromEuler(orientation, euler[0]!, euler[1]!, euler[2]!);
  return {
    start: 0,
    end: 1e9,
    at(_, out) {
      out.position.set(position);
      out.orientation.set(orientation);
      for (const part of [out.velocity, out.acceleration]) part.fill(0);
      for (const part of [out.angularVelocity, out.angularAcceleration]) part.fill(0);
    },
  };
}

/** A place to look from, and at something. */
function randomView({ targets, taken }: RandomWorld, dice: Dice): Truth {
  for (;;) {
    const target = dice.of(targets), away = Math.exp(dice.between(Math.log(1.5), Math.log(13)));
    const bearing = dice.between(-Math.PI, Math.PI);
    const x = target.x - away * Math.cos(bearing), y = target.y - away * Math.sin(bearing);
    if (Math.abs(x) > 10 || Math.abs(y) > 10) continue;
    if (taken.some((o) => distance(o, { x, y }) < o.radius + 0.3)) continue;
    const yaw = bearing + dice.between(-0.45, 0.45), pitch = dice.between(-0.08, 0.25);
    return standing([x, y, dice.between(0.3, 1.7)], [dice.between(-0.04, 0.04), pitch, yaw]);
  }
}

function randomCamera(dice: Dice) {
  const exposure_ms = dice.between(5, 13);
  return camera.config.parse({
    type: "camera",
    outputs: ["image", "detections"],
    horizontal_fov_deg: dice.between(60, 90),
    distortion: { k1: dice.between(-0.08, 0.04) },
    exposure_ms,
    line_time_us: 30,
    noise: {
      ...{ shot: true, dark_current_e_s: 2, dsnu_e: 2, prnu: 0.008 },
      ...{ white_e_ms: dice.between(500, 900), read_noise_e: dice.between(3, 15) },
    },
    truth: { min_pixels: 24, min_visibility: 0.1 },
  });
}

/** One picture: its tensor as bytes, and its boxes. */
function picture(scene: RandomWorld, world: SimulatedWorld, tree: RandomTree) {
  const dice = new Dice(tree, "view"), config = randomCamera(dice);
  const state = camera.init(config, {
    ...{ name: "camera", frame: "camera_link", epoch: SIMULATED_EPOCH, start: 0 },
    ...{ mount: mountOf(config), world, wheels: undefined, rng: tree.under("camera") },
  });
  const truth = randomView(scene, dice), found = new Map<string, Message>();
  camera.sample(state, truth, 0, 5e8, (port, message) => found.set(port, message));
  return { image: found.get("image") as Image, truth: found.get("detections") as Detections };
}

/** Values of bytes as they are. */
const bytes = new Preprocessor({ mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255] });

function boxesOf({ detections }: Detections, { width, height }: Image): number[][] {
  return detections.map(({ results, bbox }) => {
    const { x, y } = bbox.center.position, { hypothesis } = results[0]!;
    const label = OWN_CLASSES.indexOf(hypothesis.class_id);
    const [w, h] = [bbox.size_x / 2, bbox.size_y / 2];
    const corners = [(x - w) / width, (y - h) / height, (x + w) / width, (y + h) / height];
    return [label, ...corners.map((c) => Number(c.toFixed(5))), hypothesis.score];
  });
}

const [folder, first, worlds, views] = Deno.args;
if (folder === undefined || views === undefined) {
  console.error("usage: training/images.ts FOLDER FIRST_SEED WORLDS VIEWS");
  Deno.exit(2);
}
await Deno.mkdir(folder, { recursive: true });
using file = await Deno.open(`${folder}/images.bin`, { write: true, create: true, truncate: true });
const boxes: number[][][] = [];
for (let seed = Number(first); seed < Number(first) + Number(worlds); seed++) {
  const tree = RandomTree.root(seed).under("training"), scene = randomWorld(tree);
  const world = new SimulatedWorld(worldSchema.parse(scene.world));
  for (let view = 0; view < Number(views); view++) {
    const { image, truth } = picture(scene, world, tree.under(`${view}`));
    const plane = Uint8Array.from(bytes.run(image));
    for (let at = 0; at < plane.length;) at += await file.write(plane.subarray(at));
    boxes.push(boxesOf(truth, image));
  }
}
await Deno.writeTextFile(`${folder}/boxes.json`, JSON.stringify(boxes));
