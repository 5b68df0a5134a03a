/**
 * Pictures of a run: the last image of each camera as it was, with boxes, as depth and as labels;
 * the last cloud of each topic from above. PNG, for people to look at. Depth and labels that a
 * camera does not publish are the simulator's, of the same capture, as true as if no fault had
 * acted on the image; a run without a simulator, such as a replay, has only those that are published.
 */
import { encodePng } from "../../core/vision/picture.ts";
import type { Detection2DArray, Image, PointCloud2 } from "../../msgs/types.ts";
import type { Message } from "../../msgs/message.ts";
import type { Retakes } from "../../sim/retakes.ts";
import type { ObserveSetup } from "../run/run.ts";
import { type Canvas, canvasOf, frameBox, plotCloud, plotDepth, plotLabels } from "./canvas.ts";

/** A picture, ready to be written. */
export interface PictureFile {
  /** The topic with `_` for `/`, such as `camera_image.png`. */
  readonly name: string;
  /** The PNG file. */
  readonly data: Uint8Array;
}

/** A picture that is drawn, under its topic's name with `_` for `/`. */
export interface Drawn {
  readonly name: string;
  readonly canvas: Canvas;
  /** Of no topic: what the simulator knows of the capture, under the name of its image. */
  readonly isTruth?: boolean;
}

const KEPT: ReadonlySet<string> = new Set([
  "sensor_msgs/msg/Image",
  "sensor_msgs/msg/PointCloud2",
  "vision_msgs/msg/Detection2DArray",
]);

/** Boxes that are true, and those that were found. */
const TRUE_BOX = [60, 230, 80] as const, FOUND_BOX = [255, 200, 40] as const;

/** Keeps what it needs of a run's messages: hand `observe` to the run, then ask for the files. */
export class Pictures {
  readonly #last = new Map<string, Message>();
  #retakes: Retakes | undefined;

  /** What looks on at a topic; undefined: at this one nothing does. */
  readonly observe = (
    { name, type }: { readonly name: string; readonly type: string },
    { retakes }: Pick<ObserveSetup, "retakes"> = {},
  ): ((message: Message) => void) | undefined => {
    if (!KEPT.has(type)) return undefined;
    this.#retakes = retakes;
    return (message) => void this.#last.set(name, message);
  };

  /** Nothing was seen yet that could be drawn. */
  get isEmpty(): boolean {
    return this.#last.size === 0;
  }

  /** What is known now; messages that come later do not change it. */
  snapshot(): Pictures {
    const now = new Pictures();
    now.#retakes = this.#retakes;
    for (const [topic, message] of this.#last) now.#last.set(topic, message);
    return now;
  }

  /** A picture a topic that can be drawn, by the last of its messages, in the order of names. */
  files(): PictureFile[] {
    return this.drawn().map(({ name, canvas: { width, height, data } }) => ({
      name: `${name}.png`,
      data: encodePng({ width, height, channels: 3, data }),
    }));
  }

  /** The same, not yet as files. */
  drawn(): Drawn[] {
    const topics = [...this.#last.keys()].sort();
    return topics.flatMap((topic) => {
      const message = this.#last.get(topic)!, name = topic.slice(1).replaceAll("/", "_");
      if ("fields" in message) {
        const canvas = plotCloud(message as PointCloud2);
        return canvas ? [{ name: `${name}_top`, canvas }] : [];
      }
      if (!("encoding" in message)) return [];
      return this.#image(name, message as Image);
    });
  }

  #image(name: string, image: Image): Drawn[] {
    if (image.encoding === "32FC1") return [{ name, canvas: plotDepth(image) }];
    if (image.encoding === "8UC1") return [{ name, canvas: plotLabels(image) }];
    if (image.encoding !== "rgb8") return [];
    const plain = canvasOf(image), drawn = [{ name, canvas: plain }];
    const boxes = this.#boxesOf(image);
    if (boxes.length > 0) {
      const marked = { ...plain, data: plain.data.slice() };
      for (const { array, color } of boxes) {
        for (const { bbox } of array.detections) frameBox(marked, bbox, color);
      }
      drawn.push({ name: `${name}_boxes`, canvas: marked });
    }
    return [...drawn, ...this.#retaken(name, image)];
  }

  /** Depth and labels of an image's capture that are not here as they were published. */
  #retaken(name: string, image: Image): Drawn[] {
    const retakes = this.#retakes, capture = retakes?.captureOf(image);
    if (retakes === undefined || capture === undefined) return [];
    const isHere = (encoding: string) =>
      this.#last.values().some((one) =>
        "encoding" in one && one.encoding === encoding &&
        retakes.captureOf(one as Image) === capture
      );
    const truth = (port: string, canvas: Canvas) => ({
      name: `${name}_${port}`,
      canvas,
      isTruth: true,
    });
    return [
      ...isHere("32FC1") ? [] : [truth("depth", plotDepth(retakes.of(image)!.depth))],
      ...isHere("8UC1") ? [] : [truth("labels", plotLabels(retakes.of(image)!.labels))],
    ];
  }

  /** Boxes of the same instant, true ones first. */
  #boxesOf({ header: { stamp } }: Image) {
    const found: { array: Detection2DArray; color: readonly [number, number, number] }[] = [];
    for (const topic of [...this.#last.keys()].sort()) {
      const message = this.#last.get(topic)!;
      if (!("detections" in message)) continue;
      const array = message as Detection2DArray, at = array.header.stamp;
      if (at.sec !== stamp.sec || at.nanosec !== stamp.nanosec) continue;
      const color = topic.startsWith("/ground_truth/") ? TRUE_BOX : FOUND_BOX;
      found.push({ array, color });
    }
    return found;
  }
}
