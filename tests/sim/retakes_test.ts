import assert from "#assert";
import type { Message } from "../../msgs/message.ts";
import type { Image, Twist } from "../../msgs/types.ts";
import { type Ahead, CaptureMaker } from "../../sim/captures.ts";
import { faultsSchema } from "../../sim/faults/mod.ts";
import { Retakes } from "../../sim/retakes.ts";
import { type SimConfig, simSchema } from "../../sim/schema.ts";
import { createSimulation } from "../../sim/simulation.ts";
import { SEEN } from "./seen_config.ts";

/** The camera of {@linkcode SEEN} with these outputs, everything else as it is. */
function seenWith(outputs: object, faults: SimConfig["faults"] = SEEN.faults): SimConfig {
  const camera = { ...SEEN.sensors.camera!, outputs } as SimConfig["sensors"][string];
  return { ...SEEN, sensors: { ...SEEN.sensors, camera }, faults };
}

const PLAIN = { image: "", camera_info: "", detections: "" };

interface Emitted {
  readonly topic: string;
  readonly message: Message;
  readonly at: number;
}

/** All that a simulation emits; `drive` is called before each capture. */
function emitted(
  config: SimConfig,
  { retakes, ahead, drive }: {
    retakes?: Retakes;
    ahead?: Ahead;
    drive?: (simulation: ReturnType<typeof createSimulation>) => void;
  } = {},
): Emitted[] {
  const simulation = createSimulation(config, 1, { retakes, ahead }), out: Emitted[] = [];
  while (simulation.next() < Infinity) {
    drive?.(simulation);
    simulation.step((topic, message, at) => void out.push({ topic, message, at }));
  }
  return out;
}

const imagesOn = (all: readonly Emitted[], topic: string) =>
  all.filter((one) => one.topic === topic).map(({ message }) => message as Image);

Deno.test("Retakes: a simulation emits the same, whether or not it is to be retaken", () => {
  const config = seenWith(PLAIN), retakes = new Retakes(config, 1);
  assert.deepEqual(emitted(config, { retakes }), emitted(config));
});

Deno.test("Retakes: the image byte for byte, depth and labels as the camera publishes them", () => {
  const { stuck: _, ...faults } = SEEN.faults;
  const config = seenWith(PLAIN, faults), retakes = new Retakes(config, 1);
  const images = imagesOn(emitted(config, { retakes }), "/camera/image");
  const all = emitted({ ...SEEN, faults });
  const [depth, labels] = ["depth", "labels"].map((port) => imagesOn(all, `/camera/${port}`));
  assert.ok(images.length > 15 && images.length < 24, "some were lost");
  assert.equal(depth!.length, images.length);
  // From the last to the first, too: whichever is asked for next.
  for (const i of [images.length - 1, ...images.keys()]) {
    const made = retakes.of(images[i]!)!;
    assert.deepEqual(made.image, images[i]);
    assert.deepEqual(made.depth, depth![i]);
    assert.deepEqual(made.labels, labels![i]);
  }
  assert.equal(retakes.of(images[4]!), retakes.of(images[4]!), "it is rendered once");
});

Deno.test("Retakes: what a fault delays, repeats or stamps anew is still of its capture", () => {
  const more = faultsSchema.parse({
    late: { type: "delay", stream: "camera", at_s: 0.1, for_s: 0.2, by_ms: 70 },
    skewed: { type: "skewed_clock", stream: "/camera/image", at_s: 0.9, step_ms: 500 },
  });
  const config = seenWith({ ...PLAIN, depth: "" }, { ...SEEN.faults, ...more });
  const retakes = new Retakes(config, 1);
  const all = emitted(config, { retakes });
  const images = imagesOn(all, "/camera/image"), depth = imagesOn(all, "/camera/depth");
  let restamped = 0;
  const captures = images.map((image, i) => {
    const { image: again } = retakes.of(image)!;
    assert.deepEqual(again.data, image.data, `image ${i}`);
    if (again.header.stamp.nanosec !== image.header.stamp.nanosec) restamped++;
    assert.equal(
      retakes.captureOf(depth[i]!),
      retakes.captureOf(image),
      "one for all of a capture",
    );
    return retakes.captureOf(image)!.k;
  });
  assert.ok(restamped >= 6, `${restamped}: the repeated ones and those of the skewed clock`);
  assert.ok(new Set(captures).size <= captures.length - 3, "repeated ones are of one capture");
});

Deno.test("Retakes: of captures that were made elsewhere", () => {
  const config = seenWith(PLAIN), maker = new CaptureMaker(config, 1);
  const ahead: Ahead = {
    sensors: ["camera"],
    take: (sensor, k) => maker.make(sensor, k),
    has: () => true,
    arrival: () => Promise.resolve(),
  };
  const retakes = new Retakes(config, 1);
  const images = imagesOn(emitted(config, { retakes, ahead }), "/camera/image");
  for (const image of images.slice(-3)) {
    assert.deepEqual(retakes.of(image)!.image.data, image.data);
  }
});

Deno.test("Retakes: a robot that was driven is where it was driven to", () => {
  const config = simSchema.parse({
    duration_s: 1,
    world: { objects: [{ type: "barrel", position_m: [3, 0.2] }] },
    robot: { type: "differential" },
    sensors: {
      camera: {
        type: "camera",
        width: 40,
        height: 30,
        position_m: [0, 0, 0.7],
        outputs: ["image"],
      },
    },
  });
  const retakes = new Retakes(config, 1), vector = (x: number) => ({ x, y: 0, z: 0 });
  const ahead: Twist = { linear: vector(0.9), angular: { x: 0, y: 0, z: 0.4 } };
  const all = emitted(config, {
    retakes,
    drive: (simulation) => simulation.command("/cmd_vel", ahead as Message, simulation.truth.end),
  });
  const last = imagesOn(all, "/camera/image").at(-1)!;
  const made = retakes.of(last)!;
  assert.deepEqual(made.image, last);
  const standing = imagesOn(emitted(config), "/camera/image").at(-1)!;
  assert.notDeepEqual(standing.data, last.data, "it went somewhere");
});

Deno.test("Retakes: an image that no camera of the run took has none", () => {
  const retakes = new Retakes(SEEN, 1);
  const other = imagesOn(emitted(SEEN), "/camera/image")[0]!;
  assert.equal(retakes.of(other), undefined);
  assert.equal(retakes.captureOf(other), undefined);
});
