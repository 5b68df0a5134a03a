/** Pictures as ROS 2 messages. */
import { encodeJpeg, encodePng } from "../../../core/vision/picture.ts";
import type {
  CameraInfo,
  CompressedImage,
  Detection2DArray,
  Header,
  Image,
} from "../../../msgs/types.ts";
import type { VisibleObject } from "../../world/visible/visible_world.ts";
import { type CameraConfig, pinholeOf } from "./config.ts";
import type { TruthBox } from "./truth_boxes.ts";

/** Pixels of a picture. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `rgb8`, three bytes a pixel, which become the message's. */
export function rgbImage(header: Header, { width, height }: Size, data: Uint8Array): Image {
  return { header, height, width, encoding: "rgb8", is_bigendian: 0, step: 3 * width, data };
}

/** `32FC1`, metres along the optical axis; where nothing was hit NaN (REP 118), the quiet one. */
export function depthImage(header: Header, { width, height }: Size, depth: Float32Array): Image {
  const data = new Uint8Array(4 * width * height);
  const words = new Uint32Array(data.buffer);
  new Float32Array(data.buffer).set(depth);
  for (let i = 0; i < depth.length; i++) if (depth[i] !== depth[i]) words[i] = 0x7fc00000;
  return { header, height, width, encoding: "32FC1", is_bigendian: 0, step: 4 * width, data };
}

/** `8UC1`, the class of what a pixel shows by its number, 0 for the sky. */
export function labelImage(
  header: Header,
  { width, height }: Size,
  image: Int32Array,
  objects: readonly VisibleObject[],
): Image {
  const label = Uint8Array.from([0, ...objects.map((object) => object.label)]);
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = label[image[i]! + 1]!;
  return { header, height, width, encoding: "8UC1", is_bigendian: 0, step: width, data };
}

/** The calibration of a picture. */
export function infoOf(header: Header, config: CameraConfig): CameraInfo {
  const { width, height } = config, { fx, fy, cx, cy, distortion } = pinholeOf(config);
  return {
    header,
    height,
    width,
    distortion_model: "plumb_bob",
    d: Float64Array.from(distortion),
    k: Float64Array.of(fx, 0, cx, 0, fy, cy, 0, 0, 1),
    r: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    p: Float64Array.of(fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1, 0),
    binning_x: 0,
    binning_y: 0,
    roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
  };
}

/** The picture as a file. */
export function compressed(
  header: Header,
  size: Size,
  bytes: Uint8Array,
  { format, quality }: CameraConfig["compression"],
): CompressedImage {
  const picture = { ...size, channels: 3, data: bytes } as const;
  const data = format === "png" ? encodePng(picture) : encodeJpeg(picture, quality);
  // image_transport's words: what was compressed, then as what.
  return { header, format: `rgb8; ${format} compressed rgb8`, data };
}

const NO_COVARIANCE = new Float64Array(36);

/** True boxes; a hypothesis' score is the share of the object that is seen. */
export function detectionArray(
  header: Header,
  boxes: readonly TruthBox[],
  objects: readonly VisibleObject[],
): Detection2DArray {
  const detections = boxes.map(({ object, left, top, right, bottom, visibility }) => ({
    header,
    results: [{
      hypothesis: { class_id: objects[object]!.className, score: visibility },
      pose: {
        pose: { position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
        covariance: NO_COVARIANCE,
      },
    }],
    bbox: {
      center: { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, theta: 0 },
      size_x: right - left,
      size_y: bottom - top,
    },
    id: objects[object]!.name,
  }));
  return { header, detections };
}
