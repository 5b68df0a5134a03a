/**
 * A camera: pictures, their calibration, depth, labels and true boxes, all ray cast from the same
 * world that lidars see. The capture ends when the last row's exposure does; the stamp is
 * mid-exposure of the first row. Noise is drawn from `shot` and `dark`, the fixed pattern from
 * `prnu` and `dsnu`.
 */
import { MILLISECOND, type Nanos } from "../../../msgs/time.ts";
import { bestEffort, reliable, type TypeName } from "../../../msgs/message.ts";
import type { Scene, Sensor, SensorOutput } from "../../contract.ts";
import { visibleIn, type VisibleWorld } from "../../world/visible/visible_world.ts";
import { Timing } from "../timing.ts";
import {
  CAMERA_PORTS,
  type CameraConfig,
  type CameraPort,
  cameraSchema,
  pinholeOf,
} from "./config.ts";
import {
  compressed,
  depthImage,
  detectionArray,
  infoOf,
  labelImage,
  rgbImage,
} from "./messages.ts";
import { CAMERA_PRESETS } from "./presets.ts";
import { addGlare } from "./glare.ts";
import { Renderer, type Shutter } from "./renderer.ts";
import { Pixels } from "./sensor_noise.ts";
import { TruthBoxes } from "./truth_boxes.ts";

/** Type and default topic of a port; of a camera that isn't called camera in its own namespace. */
const PORTS: Record<CameraPort, { type: TypeName; topic: string }> = {
  image: { type: "sensor_msgs/msg/Image", topic: "image" },
  camera_info: { type: "sensor_msgs/msg/CameraInfo", topic: "camera_info" },
  compressed: { type: "sensor_msgs/msg/CompressedImage", topic: "image/compressed" },
  depth: { type: "sensor_msgs/msg/Image", topic: "depth" },
  labels: { type: "sensor_msgs/msg/Image", topic: "labels" },
  detections: { type: "vision_msgs/msg/Detection2DArray", topic: "detections" },
};

/** No rotation, no lever arm, but the axes of an optical frame: x right, y down, z forward. */
const OPTICAL = { translation: [0, 0, 0], rotation: [0.5, -0.5, 0.5, -0.5] } as const;

/** What a camera carries from picture to picture. */
export interface CameraState {
  readonly config: CameraConfig;
  readonly timing: Timing;
  readonly frame: string;
  readonly visible: () => VisibleWorld;
  readonly ports: ReadonlySet<CameraPort>;
  readonly renderer: () => Renderer;
  readonly boxes: () => TruthBoxes;
  readonly pixels: Pixels;
  readonly depth: Float32Array;
  readonly objects: Int32Array;
  readonly scene: Scene | undefined;
}

/** The optical frame of a camera that is mounted by `frame`. */
function opticalFrame(frame: string): string {
  return `${frame.replace(/_link$/, "")}_optical_frame`;
}

/** Camera. */
export const camera: Sensor<CameraConfig, CameraState> = {
  config: cameraSchema,
  presets: CAMERA_PRESETS,

  outputs(config, name) {
    const outputs: Record<string, SensorOutput> = {};
    for (const port of CAMERA_PORTS) {
      const stated = config.outputs[port];
      if (stated === undefined) continue;
      const { type, topic } = PORTS[port];
      const own = port === "detections"
        ? name === "camera" ? "/ground_truth/detections" : `/ground_truth/${name}/detections`
        : `/${name}/${topic}`;
      const qos = port === "detections" ? reliable(10) : bestEffort(5);
      outputs[port] = {
        topic: stated || own,
        type,
        qos,
        frame: opticalFrame(config.frame_id ?? `${name}_link`),
      };
    }
    return outputs;
  },

  frames: (_config, frame) => [{ frame: opticalFrame(frame), parent: frame, mount: OPTICAL }],

  init(config, setup) {
    const pixels = config.width * config.height;
    let renderer: Renderer | undefined, boxes: TruthBoxes | undefined;
    const visible = () => visibleIn(setup.world);
    return {
      config,
      timing: new Timing(config, setup),
      frame: opticalFrame(setup.frame),
      visible,
      ports: new Set(CAMERA_PORTS.filter((port) => config.outputs[port] !== undefined)),
      // Sorting the world waits for the first picture: many simulations are only checked.
      renderer: () =>
        renderer ??= new Renderer(visible(), {
          width: config.width,
          height: config.height,
          pinhole: pinholeOf(config),
          supersampling: config.supersampling,
          blurSamples: config.blur_samples,
          mount: setup.mount,
        }),
      boxes: () => boxes ??= new TruthBoxes(visible(), config.truth),
      pixels: new Pixels(config, setup.rng),
      depth: new Float32Array(pixels),
      objects: new Int32Array(pixels),
      scene: setup.world.scene,
    };
  },

  next: (state) => state.timing.next,

  sample(state, truth, _from, to, emit) {
    const { config, ports, frame, timing } = state;
    const shutter = shutterOf(config, to);
    const photo = ports.has("image") || ports.has("compressed");
    const boxes = ports.has("detections");
    const developer = photo ? state.pixels.developer() : undefined;
    const stamp = timing.stamp(to - shutter.firstRow);
    const arrival = timing.arrival(to);
    const lost = timing.lost();
    if (lost) {
      state.pixels.skip();
      return;
    }
    state.renderer().render(truth, shutter, {
      light: developer?.light,
      depth: ports.has("depth") ? state.depth : undefined,
      object: boxes || ports.has("labels") ? state.objects : undefined,
    });
    if (developer !== undefined && state.scene !== undefined) {
      addGlare(state.scene, to, developer.light, config);
    }
    const header = { stamp, frame_id: frame };
    const size = { width: config.width, height: config.height };
    if (photo) {
      const bytes = state.pixels.develop();
      if (ports.has("image")) emit("image", rgbImage(header, size, bytes.slice()), arrival);
      if (ports.has("compressed")) {
        emit("compressed", compressed(header, size, bytes, config.compression), arrival);
      }
    }
    if (ports.has("camera_info")) emit("camera_info", infoOf(header, config), arrival);
    if (ports.has("depth")) emit("depth", depthImage(header, size, state.depth), arrival);
    const { objects } = state.visible();
    if (ports.has("labels")) {
      emit("labels", labelImage(header, size, state.objects, objects), arrival);
    }
    if (!boxes) return;
    const rays = state.renderer().pictureRays(truth, shutter);
    const found = state.boxes().of(state.objects, rays);
    emit("detections", detectionArray(header, found, objects), arrival);
  },

  skip({ timing, pixels, config }, _from, to) {
    timing.skip(to, to - shutterOf(config, to).firstRow);
    pixels.skip();
  },
};

/** When the rows of a picture are exposed whose capture ends at `to`. */
function shutterOf(config: CameraConfig, to: Nanos): Shutter {
  const exposureNs = Math.round(config.exposure_ms * MILLISECOND);
  const lineNs = Math.round(config.line_time_us * 1000);
  const readout = lineNs * (config.height - 1);
  return { firstRow: to - readout - Math.round(exposureNs / 2), lineNs, exposureNs };
}
